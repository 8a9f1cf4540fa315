import { expect, it } from "vitest";
import { frameOf } from "../../core/channel.ts";
import { PALETTES } from "../../core/palettes.ts";
import { readGround } from "../light/ground.ts";
import { covers, facesFor, graphemesOf } from "./coverage.ts";
import { drawSetting } from "./draw.ts";
import { missingCharacters } from "./drawable.ts";
import { FACES, type Face } from "./face.ts";
import { drawInk, type Ink } from "./ink.ts";
import { isRightToLeft, languageOf } from "./language.ts";
import { piecesOf } from "./lines.ts";
import { lineMarkup, SOLID } from "./markup.ts";
import { PAIRINGS, pairingOf, titleFace } from "./pairing.ts";
import { setTitle } from "./treatment.ts";
import { type Setting, setName } from "./typeset.ts";

const NAMES = [
  "Título",
  "Тіні забутих предків",
  "千と千尋の神隠し",
  "בלדה",
  "بیروت",
  "हिन्दी",
  "ไทย",
  "한국어",
  "Ελλάδα",
];
const draw = (face: Face, text: string, language?: string): Promise<Ink> =>
  drawInk(lineMarkup([{ face, text }], 60, SOLID, language), [face]);
const widthOf = async (face: Face, text: string) => (await draw(face, text)).widthPx;
const linesOf = (setting: Setting | null) =>
  setting?.lines.map(({ runs }) =>
    runs
      .map(({ text }) => text)
      .join("")
      .replace("\u200f", ""),
  ) ?? [];
const area = ({ data }: Ink) => data.reduce((sum, share) => sum + share, 0);

const frame = { ...frameOf("push", 1), density: 1, subject: null, keep: [] };
const night = {
  data: new Uint8Array(frame.widthPx * frame.heightPx * 3),
  widthPx: frame.widthPx,
  heightPx: frame.heightPx,
};
const titled = (name: string, focal: "left" | "centre" = "centre") =>
  setTitle(night, readGround(night), {
    name,
    facts: [],
    treatment: "playbill",
    palette: PALETTES.noir,
    composition: "figure",
    focal,
    frame,
  });

it("sets every script in real glyphs, inside its frame, large enough to read", async () => {
  for (const name of NAMES) {
    expect(missingCharacters(name), name).toEqual([]);
    const { ink, capPx, leastCapPx, contrast, strokePx } = await titled(name);
    expect(ink.width * ink.height, name).toBeGreaterThan(800);
    expect(capPx, name).toBeGreaterThan(2 * leastCapPx);
    expect(contrast, name).toBeGreaterThan(7);
    expect(strokePx, name).toBeGreaterThan(1.5);
  }
});

it("joins Arabic letters, and leaves Hebrew ones apart", async () => {
  const isolated = async (face: Face, text: string) => {
    let sum = 0;
    for (const letter of graphemesOf(text)) sum += await widthOf(face, letter);
    return sum;
  };
  // Joined forms are narrower than the letters one by one, whose ink has no side bearings either.
  expect((await widthOf(FACES.arabic, "بیروت")) / (await isolated(FACES.arabic, "بیروت"))).toBeLessThan(0.85);
  expect((await widthOf(FACES.hebrew, "בלדה")) / (await isolated(FACES.hebrew, "בלדה"))).toBeGreaterThan(1);
});

it("forms Devanagari conjuncts and moves the short i before its consonant", async () => {
  // A zero width non-joiner forbids the conjunct: what is drawn must differ.
  const joined = await draw(FACES.devanagari, "न्दी");
  const parted = await draw(FACES.devanagari, "न्\u200cदी");
  expect(parted.widthPx).toBeGreaterThan(joined.widthPx);
  expect(area(parted)).not.toBe(area(joined));
  const left = ({ data, widthPx, heightPx }: Ink, share: number) => {
    let sum = 0;
    for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx * share; x++) sum += data[y * widthPx + x] ?? 0;
    return sum / share;
  };
  // Above the line the hook of the i stands at the left, before the consonant that it is spoken after.
  expect((await draw(FACES.devanagari, "टि")).widthPx).toBeGreaterThan(await widthOf(FACES.devanagari, "ट"));
  expect(left(await draw(FACES.devanagari, "टि"), 0.2)).toBeGreaterThan(0);
});

it("never breaks inside a cluster, a tied pair or before a mark that must not open a line", () => {
  const broken = [
    ...["千と千尋の神隠し", "「もののけ姫」、ふたたび。", "となりのトトロ", "ドラゴンボール超スーパーヒーロー"],
    ...["ไทยราตรีสวัสดิ์ทุกคน", "हिन्दी मध्यरात्रि की कहानी", "한국어 기생충", "卧虎藏龙：青冥宝剑"],
  ];
  for (const name of broken) {
    const { pieces, spaced } = piecesOf(name, 26);
    expect(pieces.join(spaced ? " " : ""), name).toBe(name);
    const clusters = graphemesOf(name.replaceAll(" ", ""));
    expect(
      pieces.flatMap((piece) => graphemesOf(piece.replaceAll(" ", ""))),
      name,
    ).toEqual(clusters);
    for (const piece of pieces) {
      expect(piece, name).not.toMatch(/^[、。」』）ーっゃゅょッャュョ々：！？\p{M}ๆ]/u);
      expect(piece, name).not.toMatch(/[「『（《]$/u);
    }
  }
  expect(piecesOf("ไทยราตรีสวัสดิ์", 26).pieces).toContain("ไทย");
  expect(piecesOf("千と千尋の神隠し", 26).pieces).toEqual(["千と", "千尋の", "神隠し"]);
  expect(piecesOf("क्षत्रिय".repeat(9), 5).pieces.every((piece) => !/^\p{M}|्$/u.test(piece))).toBe(true);
});

it("runs right-to-left titles from the right, punctuation and frame included", async () => {
  expect(["בלדה", "بیروت", "12 קופים"].map(isRightToLeft)).toEqual([true, true, true]);
  expect(["Título", "2001 千", "Ελλάδα"].map(isRightToLeft)).toEqual([false, false, false]);
  // The stop of a Hebrew line stands at its left end: its ink is low there and high at the right.
  const setting = setName("לנצח.", pairingOf("novel"), { widthPx: 600, heightPx: 200, maxCapPx: 80 });
  const { ink } = await drawSetting(setting as Setting, { widthPx: 600, heightPx: 200, maxCapPx: 80 }, "left");
  const tall = (from: number, to: number) => {
    for (let y = 0; y < ink.heightPx; y++) {
      for (let x = from; x < to; x++) if ((ink.data[y * ink.widthPx + x] ?? 0) > 128) return ink.heightPx - y;
    }
    return 0;
  };
  const edge = Math.round(0.04 * ink.widthPx);
  expect(tall(0, edge)).toBeLessThan(0.55 * tall(ink.widthPx - edge, ink.widthPx));
  // And the title of a picture whose weight is in the middle takes the other side.
  const latin = await titled("Ballad");
  const hebrew = await titled("בלדה");
  expect(latin.ink.x).toBeLessThan(frame.widthPx / 4);
  expect(hebrew.ink.x + hebrew.ink.width).toBeGreaterThan((3 * frame.widthPx) / 4);
});

it("draws Han characters in the face of their language", () => {
  expect(["七人の侍", "기생충", "卧虎藏龙", "ไทย", "Ελλάδα"].map(languageOf)).toEqual([
    "ja",
    "ko",
    "zh-Hans",
    "th",
    "und",
  ]);
  const faceOf = (text: string) => facesFor(text, FACES.forum).runs.map(({ face }) => face);
  expect(faceOf("七人の侍")).toEqual([FACES.japanese]);
  expect(faceOf("卧虎藏龙")).toEqual([FACES.chinese]);
  expect(faceOf("기생충")).toEqual([FACES.korean]);
});

it("keeps European titles in the pairing's own face or its kin", () => {
  const names = ["Żółć i Łódź", "İstanbul’da Güneş", "Țară și Oaș", "Příběh", "Bầu trời đỏ", "Œuvre à Noël", "Şarkı"];
  for (const pairing of PAIRINGS) {
    const own = [pairing.title, pairing.cyrillic, ...pairing.kin];
    for (const name of names) {
      for (const text of [name, name.toLocaleUpperCase("en")]) {
        const { runs, missing } = facesFor(text, titleFace(pairing, text), pairing.kin);
        expect(missing, `${pairing.name} ${text}`).toEqual([]);
        expect(runs, `${pairing.name} ${text}`).toHaveLength(1);
        const bundled = own.includes(runs[0]?.face) || runs[0]?.face === FACES.notoSansBold;
        expect(bundled, `${pairing.name} ${text} in ${runs[0]?.face.family}`).toBe(true);
      }
    }
  }
  expect(linesOf(setName("Ελλάδα", pairingOf("bill"), { widthPx: 600, heightPx: 200, maxCapPx: 80 }))).toEqual([
    "ΕΛΛΑΔΑ",
  ]);
  expect(covers(FACES.sofia, "ΕΛΛΑΔΑ")).toBe(true);
});
