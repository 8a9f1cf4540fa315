import { expect, it } from "vitest";
import { drawSetting } from "./draw.ts";
import { FACES } from "./face.ts";
import { PAIRINGS, type Pairing } from "./pairing.ts";
import { type Setting, setName, sizeFor } from "./typeset.ts";

const pairing = (name: string) => PAIRINGS.find((one) => one.name === name) as Pairing;
const wide = { widthPx: 560, heightPx: 260, maxCapPx: 110 };
const column = { widthPx: 390, heightPx: 420, maxCapPx: 90 };
const textsOf = (setting: Setting | null) =>
  setting?.lines.map(({ runs }) =>
    runs
      .map(({ text }) => text)
      .join("")
      .replaceAll("\u00a0", " "),
  );

it("foretells the ink to within an eighth, in every pairing and both alphabets", async () => {
  for (const one of PAIRINGS) {
    for (const name of ["The Phantom of the Opera", "Людина з кіноапаратом"]) {
      const setting = setName(name, one, wide);
      if (!setting) throw new Error(one.name);
      const { ink, sizePx } = await drawSetting(setting, wide, "left");
      expect(ink.widthPx / (setting.width * sizePx), `${one.name} ${name}`).toBeGreaterThan(0.875);
      expect(ink.widthPx / (setting.width * sizePx), `${one.name} ${name}`).toBeLessThan(1.125);
      expect(ink.widthPx).toBeLessThanOrEqual(wide.widthPx);
      expect(ink.heightPx).toBeLessThanOrEqual(wide.heightPx);
    }
  }
});

it("keeps capitals under their limit, however short the name", () => {
  for (const one of PAIRINGS) {
    const setting = setName("I", one, wide);
    expect(setting && sizeFor(setting, wide) * setting.capHeight).toBeLessThan(wide.maxCapPx + 0.01);
  }
});

it("sets a bill's lines to one breadth and its small words small, and every other title in one size", () => {
  const bill = setName("The Gold Rush", pairing("bill"), column);
  expect(textsOf(bill)?.join(" ")).toBe("THE GOLD RUSH");
  expect(new Set(bill?.lines.map(({ share }) => share)).size).toBeGreaterThan(1);
  const even = setName("The Gold Rush", pairing("monument"), column);
  expect(new Set(even?.lines.map(({ share }) => share))).toEqual(new Set([1]));
});

it("makes a subtitle of what follows a colon, smaller and below", () => {
  const setting = setName("Sunrise: A Song of Two Humans", pairing("novel"), wide);
  expect(textsOf(setting)).toEqual(["Sunrise", "A Song of Two Humans"]);
  const [title, subtitle] = setting?.lines ?? [];
  expect(title?.share).toBe(1);
  expect(subtitle?.share).toBeLessThan(0.7);
  expect(textsOf(setName("10:30", pairing("novel"), wide))).toEqual(["10:30"]);
});

it("keeps one face for all lines of a title that its own face cannot draw whole", () => {
  const setting = setName("The Ωmega Man Walks Home Again", pairing("playbill"), column);
  const faces = new Set(setting?.lines.flatMap(({ runs }) => runs.map(({ face }) => face.family)));
  expect(setting?.lines.length).toBeGreaterThan(1);
  expect([...faces]).toEqual([FACES.playfairBlack.family]);
  const greek = setName("Ελλάδα", pairing("playbill"), column);
  expect(greek?.lines[0]?.runs[0]?.face).toBe(FACES.notoSansBold);
});

it("turns to capitals only what has them, and never into a letter that cannot be drawn", () => {
  expect(textsOf(setName("straße", pairing("monument"), wide))).toEqual(["STRASSE"]);
  expect(textsOf(setName("їжак", pairing("monument"), wide))).toEqual(["ЇЖАК"]);
  expect(textsOf(setName("شهرزاد", pairing("monument"), wide))?.[0]).toContain("شهرزاد");
  expect(setName("𒀀", pairing("monument"), wide)).toBeNull();
});
