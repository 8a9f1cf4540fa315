import { describe, expect, it } from "vitest";
import { editsOf } from "./edits.ts";
import { graphemeCount, wordsOf } from "./script.ts";

describe("edits of a synopsis", () => {
  it("English: clauses that stand alone, without what can be left out", () => {
    const edits = (text: string) => editsOf(text, "en", 180);
    expect(edits("Six astronomers climb into a shell, and a giant cannon fires them at the Moon.")).toEqual([
      "Six astronomers climb into a shell, and a giant cannon fires them at the Moon.",
      "Six astronomers climb into a shell.",
      "A giant cannon fires them at the Moon.",
    ]);
    expect(edits("When spies steal his engine, a stubborn man sets off after them.")).toContain(
      "A stubborn man sets off after them.",
    );
    expect(edits("One man boards up the windows; another wants to lock the cellar.")).toContain(
      "Another wants to lock the cellar.",
    );
    expect(edits("There are no actors and no sets: only the eye.")).toContain("There are no actors and no sets.");
    expect(edits("In town a girl smiles at him, perhaps as a joke.")).toContain("In town a girl smiles at him.");
    expect(edits("The house (it is old) stands on a hill.")).toContain("The house stands on a hill.");
  });

  it("English: no fragment, no subject lost, no list torn", () => {
    const edits = (text: string) => editsOf(text, "en", 180);
    const voice = "A voice teaches a singer and asks for one thing: that she belong to him.";
    expect(edits(voice)).toEqual([voice]);
    const list = "He has a giant, a murderer, and a very old boot.";
    expect(edits(list)).toEqual([list]);
    const shared = "She follows it down past five cellars, and finds a masked man at an organ.";
    expect(edits(shared)).toEqual([shared]);
    expect(edits("He runs.")).toEqual([]);
    expect(edits("")).toEqual([]);
  });

  it("Ukrainian: the same, by its own commas", () => {
    const edits = (text: string) => editsOf(text, "uk", 180);
    expect(edits("Шестеро астрономів залазять у снаряд, і велетенська гармата вистрілює ними в Місяць.")).toEqual([
      "Шестеро астрономів залазять у снаряд, і велетенська гармата вистрілює ними в Місяць.",
      "Шестеро астрономів залазять у снаряд.",
      "Велетенська гармата вистрілює ними в Місяць.",
    ]);
    expect(edits("Та коли шпигуни крадуть паровоз, впертий машиніст кидається навздогін.")).toContain(
      "Впертий машиніст кидається навздогін.",
    );
    expect(edits("Бранці знайомляться з похмурим капітаном, який не прощає світові.")).toContain(
      "Бранці знайомляться з похмурим капітаном.",
    );
    const asked = "Він надто пізно розуміє, якого сусіда знайшов для міста.";
    expect(edits(asked)).toEqual([asked]);
    const verbFirst = "Вона йде за ним углиб, повз озеро, і бачить чоловіка в чорній масці.";
    expect(edits(verbFirst)).not.toContain("Бачить чоловіка в чорній масці.");
  });

  it("fits, begins with a capital and ends with a stop, whatever the length", () => {
    const story =
      "Якщо ніч довга, дорога ще довша. Хтось чекає на березі, а хтось досі пливе; ніхто не знає, хто перший.";
    for (let most = 0; most < 120; most += 7) {
      for (const text of editsOf(story, "uk", most)) {
        expect(graphemeCount(text)).toBeLessThanOrEqual(most);
        expect(text).toMatch(/^\p{Lu}.*[.!?…]$/u);
        expect(wordsOf(text).length).toBeGreaterThanOrEqual(4);
      }
    }
  });
});
