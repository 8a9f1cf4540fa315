import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { covers, facesFor, missingGlyphs, nameOf } from "./coverage.ts";
import { FACES, type Face, sfntOf } from "./face.ts";
import { drawInk } from "./ink.ts";
import { lineMarkup, SOLID } from "./markup.ts";
import { PAIRINGS } from "./pairing.ts";
import { readSfnt } from "./sfnt.ts";

const UKRAINIAN = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’«»";
const ENGLISH = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&!?.,:;’“”–—…·'\"<>";

it("has only pairings that can set English and Ukrainian, each in its own face", () => {
  for (const { name, title, small } of PAIRINGS) {
    for (const face of [title, small.face]) expect(covers(face, ENGLISH + UKRAINIAN), name).toBe(true);
  }
});

it("reads metrics that make sense of every bundled font", () => {
  for (const [name, face] of Object.entries(FACES)) {
    const { capHeight, ascent, descent, advance } = sfntOf(face);
    expect(capHeight, name).toBeGreaterThan(0.5);
    expect(capHeight, name).toBeLessThan(1);
    expect(ascent, name).toBeGreaterThan(capHeight * 0.9);
    expect(descent, name).toBeGreaterThan(0);
    expect(advance(0x20), name).toBeGreaterThan(0.05);
    expect(advance(0x4d), name).toBeGreaterThan(advance(0x20));
  }
});

it("agrees with what is drawn: a covered letter and the box of a missing one differ", async () => {
  const draw = async (face: Face, text: string) =>
    (await drawInk(lineMarkup([{ face, text }], 40, SOLID), [face])).data;
  // Hebrew has no Cyrillic, so Pango takes it from elsewhere or draws boxes; its own letters all differ.
  expect(covers(FACES.hebrew, "Ж")).toBe(false);
  expect(covers(FACES.hebrew, "שלום")).toBe(true);
  expect(Buffer.compare(await draw(FACES.hebrew, "ש"), await draw(FACES.hebrew, "ל"))).not.toBe(0);
});

it("finds characters beyond the first 65,536 by format 12", () => {
  const emoji = "😀".codePointAt(0) ?? 0;
  expect(sfntOf(FACES.notoSans).covers(emoji)).toBe(false);
  // The Japanese face draws 𠮟, a common character of the second plane.
  expect(sfntOf(FACES.japanese).covers(0x20b9f)).toBe(true);
});

it("deals a title to one face where one can draw it all, and else to the first that can", () => {
  expect(facesFor("Tom & Jerry", FACES.forum).runs).toEqual([{ face: FACES.forum, text: "Tom & Jerry" }]);
  expect(facesFor("שלום", FACES.forum).runs).toEqual([{ face: FACES.hebrew, text: "שלום" }]);
  const mixed = facesFor("Привіт שלום 七人", FACES.forum);
  expect(mixed.missing).toEqual([]);
  expect(mixed.runs.map(({ text }) => text).join("")).toBe("Привіт שלום 七人");
  expect(mixed.runs.map(({ face }) => face.family)).toEqual(["Forum", "Noto Sans Hebrew", "ZCOOL QingKe HuangYou"]);
  for (const name of ["기생충", "卧虎藏龙", "フォレスト", "สวัสดี", "नमस्ते", "العربية", "Ελλάδα"])
    expect(missingGlyphs(name), name).toEqual([]);
});

it("names each character that nothing can draw once, and not those that draw nothing", () => {
  expect(missingGlyphs("𒀀 and 𒀀 and 😀")).toEqual(["𒀀", "😀"]);
  expect(missingGlyphs("soft\u00adhyphen, zero\u200bwidth, \u200fright")).toEqual([]);
  expect(nameOf("😀")).toBe('"😀" (U+1F600)');
});

it("refuses a file that is no font", () => {
  expect(() => readSfnt(new Uint8Array(64))).toThrow("the font has no head table");
  const font = readFileSync(FACES.forum.file);
  expect(() => readSfnt(font.subarray(0, 400))).toThrow(RangeError);
});
