import { expect, it } from "vitest";
import { choose } from "./choose.ts";
import { type Facts, faultOf, sentenceCase } from "./gate.ts";
import { graphemeCount } from "./script.ts";
import { shorten } from "./shorten.ts";

const EN: Facts = { title: "The Gold Rush", hero: "Big Jim McKay", place: "Alaska", year: "1925" };
const UK: Facts = { title: "Золота лихоманка", hero: "Великий Джим Маккей", place: "Аляска", year: "1925" };

it("lets plain sentences pass, with the brief's own names and numbers", () => {
  for (const text of [
    "What would you do for gold?",
    "Big Jim McKay has a map, and Alaska has other plans.",
    "In 1925 the road to Alaska is paved with snow. Nobody walks it twice.",
    "The Gold Rush: hunger, luck and one boiled shoe.",
    "“Stay,” she said. He did, and I'll never know why.",
  ]) {
    expect(faultOf(text, EN, "en", 180), text).toBeNull();
  }
  for (const text of [
    "Що ти зробиш заради золота?",
    "Великий Джим Маккей має мапу, а Аляска має інші плани.",
    "Золота лихоманка: голод, удача й один варений черевик.",
  ]) {
    expect(faultOf(text, UK, "uk", 180), text).toBeNull();
  }
});

it("refuses what the brief does not vouch for", () => {
  const faults: [string, RegExp][] = [
    ["Gold!", /too short/],
    ["x".repeat(181), /too long/],
    ["In 1926 the snow was deeper than the graves.", /number/],
    ["Three men and 12 dogs walk north.", /number/],
    ["Then Charlie walks in, hungry as a wolf.", /name.*Charlie/],
    ["Snow falls over Klondike tonight.", /name.*Klondike/],
    ["An award-winning story of hunger and hope.", /praise/],
    ["The greatest comedy you will see.", /praise/],
    ["This will keep you on the edge of your seat.", /cliché/],
    ["Nothing is as it seems in the snow.", /cliché/],
    ["He walks walks into the snow alone.", /twice/],
    ["He walks into the snow,", /breaks off/],
    ["The snow is here!: he walks on.", /two stops/],
    ["{hero} walks into the snow.", /stray/],
    ["<b>Gold</b> is where you find it.", /stray/],
    ["Золото is where you find it.", /foreign letter/],
  ];
  for (const [text, fault] of faults) {
    expect(faultOf(text, EN, "en", 180) ?? "", text).toMatch(fault);
  }
  expect(faultOf("Мы все умрем в этом снегу.", UK, "uk", 180)).toBe("a foreign letter");
  expect(faultOf("Найкраща комедія для всієї родини.", UK, "uk", 180)).toMatch(/praise/);
  expect(faultOf("Тоді з'являється Чарлі, голодний як вовк.", UK, "uk", 180)).toMatch(/Чарлі/);
});

it("opens sentences with a capital, and is not misled by a mark inside a name", () => {
  const facts: Facts = { title: "Безпека в останню чергу!", hero: "професор Барбанфуї" };
  expect(sentenceCase("професор Барбанфуї чекає. ніч іде.", facts)).toBe("Професор Барбанфуї чекає. Ніч іде.");
  expect(sentenceCase("У фільмі «Безпека в останню чергу!» хтось спить. професор Барбанфуї — ні.", facts)).toBe(
    "У фільмі «Безпека в останню чергу!» хтось спить. Професор Барбанфуї — ні.",
  );
  expect(faultOf("Професор Барбанфуї чекає на ніч.", facts, "uk", 70)).toBeNull();
  expect(sentenceCase("", facts)).toBe("");
});

it("counts as a reader does", () => {
  expect(graphemeCount("")).toBe(0);
  expect(graphemeCount("їжак")).toBe(4);
  expect(graphemeCount("їжак".normalize("NFD"))).toBe(4);
  expect(graphemeCount("👩‍👩‍👧")).toBe(1);
});

it("shortens to whole sentences, else to whole words, else anywhere, and never beyond the limit", () => {
  const text = "Six men climb into a shell. A cannon fires them at the moon. Nobody asked the moon.";
  expect(shorten(text, 200, "en")).toBe(text);
  expect(shorten(text, 61, "en")).toBe("Six men climb into a shell. A cannon fires them at the moon.");
  expect(shorten(text, 20, "en")).toBe("Six men climb into…");
  expect(shorten("Six men, who climb.", 9, "en")).toBe("Six men…");
  expect(shorten("нескінченнеслово", 6, "uk")).toBe("нескі…");
  for (let max = 2; max <= 90; max++) {
    const short = shorten(text, max, "en");
    expect(graphemeCount(short)).toBeLessThanOrEqual(max);
    expect(short).not.toBe("");
  }
});

it("picks among the best by seed, the same for the same seed", () => {
  const texts = [
    "Snow.",
    "What would Big Jim McKay do for gold?",
    "Alaska waits for Big Jim McKay.",
    "So it goes.",
    "Gold is cold in Alaska, and so are you.",
  ];
  const picks = new Set(Array.from({ length: 40 }, (_, seed) => choose(texts, EN, 40, seed)));
  expect(picks.size).toBe(3);
  expect(picks).not.toContain("Snow.");
  expect(choose(texts, EN, 40, 7)).toBe(choose([...texts].reverse(), EN, 40, 7));
  expect(choose(["Only one."], EN, 40, 7)).toBe("Only one.");
});
