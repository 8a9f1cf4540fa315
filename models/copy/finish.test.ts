import { describe, expect, test } from "vitest";
import { finishText } from "./finish.ts";

const lexicon = new Set(
  "waits wаits in so do we more words leaves for years here and meets again it is this фільм чекає wait".split(" "),
);
const en = { locale: "en", slots: { title: "The Pier", hero: "Ola" } } as const;

describe("finishText", () => {
  test("fills the slots up to the end token and leaves the rest away", () => {
    expect(finishText("<hero> waits. In <title>, so do we.<end> more words", en, lexicon)).toBe(
      "Ola waits. In The Pier, so do we.",
    );
  });

  test.each([
    ["did not end", "<hero> waits."],
    ["is empty", "<end>"],
    ["is one word", "Waits.<end>"],
    ["is no whole sentence", "<hero> waits and<end>"],
    ["uses a slot that was not given", "<hero> leaves <place>.<end>"],
    ["uses one slot twice", "<hero> waits for <hero>.<end>"],
    ["holds a digit", "<hero> waits 7 years.<end>"],
    ["holds a left-over token", "<hero> waits <unk> here.<end>"],
    ["holds a letter of another script", "<hero> wаits here.<end>"],
    ["leaves a quote open", "<hero> waits in «<title>.<end>"],
    ["puts a mark after a mark", "<hero> waits.. Here.<end>"],
    ["holds a word that nobody wrote", "<hero> waitseth here.<end>"],
    ["stammers", "<hero> waits waits here.<end>"],
    ["says three words twice", "So do we wait. <hero> meets it and so do we.<end>"],
  ])("drops a text that %s", (_, raw) => {
    expect(finishText(raw, en, lexicon)).toBeNull();
  });

  test("inserts values as they are, in one pass", () => {
    const slots = { title: "<hero> & $& \"Co\" $1 '\\'", hero: "<title>" };
    expect(finishText("<hero> meets <title>, again.<end>", { locale: "en", slots }, lexicon)).toBe(
      "<title> meets <hero> & $& \"Co\" $1 '\\', again.",
    );
  });

  test("a value that ends a sentence takes no second stop, and may hold digits and any script", () => {
    const slots = { title: "Хто ти?", year: "1931" };
    expect(finishText("It is <year>. This is <title>.<end>", { locale: "en", slots }, lexicon)).toBe(
      "It is 1931. This is Хто ти?",
    );
  });

  test("a hero or a place that opens a sentence takes a capital; a title keeps its letters", () => {
    const slots = { title: "eXistenZ", hero: "граф Орлок" };
    const uk = { locale: "uk", slots } as const;
    expect(finishText("<hero> чекає.<end>", uk, lexicon)).toBe("Граф Орлок чекає.");
    expect(finishText("Фільм чекає. <hero>.<end>", uk, lexicon)).toBe("Фільм чекає. Граф Орлок.");
    expect(finishText("Фільм чекає: <hero>.<end>", uk, lexicon)).toBe("Фільм чекає: граф Орлок.");
    expect(finishText("<title> waits.<end>", { locale: "en", slots }, lexicon)).toBe("eXistenZ waits.");
  });

  test("Ukrainian refuses Latin letters outside its slots", () => {
    const slots = { title: "Noir" };
    expect(finishText("Фільм «<title>» чекає.<end>", { locale: "uk", slots }, lexicon)).toBe("Фільм «Noir» чекає.");
    expect(finishText("Фільм «<title>» wait.<end>", { locale: "uk", slots }, lexicon)).toBeNull();
  });
});
