import { expect, it } from "vitest";
import { type Facts, sentenceCase } from "./facts.ts";
import { choose } from "./rank.ts";
import { graphemeCount } from "./script.ts";
import { shorten } from "./shorten.ts";

it("opens sentences with a capital, and is not misled by a mark inside a name", () => {
  const facts: Facts = { title: "Безпека в останню чергу!", hero: "професор Барбанфуї" };
  expect(sentenceCase("професор Барбанфуї чекає. ніч іде.", facts)).toBe("Професор Барбанфуї чекає. Ніч іде.");
  expect(sentenceCase("У фільмі «Безпека в останню чергу!» хтось спить. професор Барбанфуї — ні.", facts)).toBe(
    "У фільмі «Безпека в останню чергу!» хтось спить. Професор Барбанфуї — ні.",
  );
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

it("picks among those that are about as good as the best by seed, the same for the same seed", () => {
  const scored = [
    { text: "Worst.", score: 0.2 },
    { text: "Good.", score: 0.78 },
    { text: "Best.", score: 0.8 },
    { text: "Fair.", score: 0.75 },
    { text: "Fourth.", score: 0.74 },
  ];
  const picks = new Set(Array.from({ length: 40 }, (_, seed) => choose(scored, seed).text));
  expect([...picks].sort()).toEqual(["Best.", "Fair.", "Good."]);
  expect(choose(scored, 7)).toBe(choose([...scored].reverse(), 7));
  expect(choose([scored[0] as (typeof scored)[0]], 7).text).toBe("Worst.");
});
