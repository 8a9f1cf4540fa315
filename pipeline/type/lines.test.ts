import { expect, it } from "vitest";
import { breakEvenly, leansForward, piecesOf } from "./lines.ts";

const wordsOf = (text: string) => {
  const { pieces } = piecesOf(text, 26);
  return { texts: pieces, widths: pieces.map((piece) => piece.length), space: 1 };
};
const lines = (text: string, count: number) => {
  const words = wordsOf(text);
  return breakEvenly(words, count).map(({ from, to }) => words.texts.slice(from, to).join(" "));
};

it("keeps every word, in order, in exactly the lines asked for", () => {
  const text = "one three five seven nine eleven thirteen fifteen";
  for (let count = 1; count <= 8; count++) {
    expect(lines(text, count)).toHaveLength(count);
    expect(lines(text, count).join(" ")).toBe(text);
    for (const line of lines(text, count)) expect(line).not.toBe("");
  }
});

it("finds the evenest break of all", () => {
  const words = wordsOf("aaaa bb cccccc d eeeee ff ggg");
  const width = ({ from, to }: { from: number; to: number }) =>
    words.widths.slice(from, to).reduce((sum, one) => sum + one, 0) + to - from - 1;
  const uneven = (cuts: { from: number; to: number }[]) => {
    const ideal = width({ from: 0, to: words.texts.length }) / cuts.length;
    return cuts.reduce((sum, cut) => sum + ((width(cut) - ideal) / ideal) ** 2, 0);
  };
  const all: { from: number; to: number }[][] = [];
  for (let a = 1; a < words.texts.length - 1; a++) {
    for (let b = a + 1; b < words.texts.length; b++) {
      all.push([
        { from: 0, to: a },
        { from: a, to: b },
        { from: b, to: words.texts.length },
      ]);
    }
  }
  expect(uneven(breakEvenly(words, 3))).toBeCloseTo(Math.min(...all.map(uneven)), 10);
});

it("leaves no small word hanging at the end of a line", () => {
  expect(lines("Night of the Living Dead", 3)).toEqual(["Night", "of the Living", "Dead"]);
  expect(lines("The Phantom of the Opera", 2)).toEqual(["The Phantom", "of the Opera"]);
  expect(leansForward("Людина з")).toBe(true);
  expect(leansForward("Opera")).toBe(false);
});

it("ties number groups and words of one letter to what follows", () => {
  expect(piecesOf("20 000 льє під водою", 26).pieces).toEqual(["20\u00a0000", "льє", "під", "водою"]);
  expect(piecesOf("Безпека в останню чергу", 26).pieces).toEqual(["Безпека", "в\u00a0останню", "чергу"]);
  expect(piecesOf("1917 2049", 26).pieces).toEqual(["1917", "2049"]);
});

it("cuts an endless word, between grapheme clusters", () => {
  const { pieces } = piecesOf("é".normalize("NFD").repeat(60), 26);
  expect(pieces.map((piece) => piece.length)).toEqual([40, 40, 40]);
});

it("breaks between words that no space parts, and never before a stop", () => {
  const { pieces, spaced } = piecesOf("千と千尋の神隠し。", 26);
  expect(spaced).toBe(false);
  expect(pieces.join("")).toBe("千と千尋の神隠し。");
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.at(-1)).not.toBe("。");
});
