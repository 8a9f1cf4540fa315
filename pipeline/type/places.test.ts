import { expect, it } from "vitest";
import { Composition, FocalSide } from "../../core/attributes.ts";
import { CHANNELS, ChannelName, frameOf } from "../../core/channel.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import { readGround } from "../light/ground.ts";
import { overlap, partsBeside, shared } from "./boxes.ts";
import { boxIn, leastCapPx, leastSmallCapPx, safeBox, smallCapPx, type TitleFrame } from "./frame.ts";
import { around, contrastBehind, strengthFor } from "./legible.ts";
import { marksOf } from "./marks.ts";
import { reachContrast } from "./reach.ts";
import { spotsFor } from "./spot.ts";
import { strokePx } from "./stroke.ts";
import { setTitle } from "./treatment.ts";

const frameIn = (channel: ChannelName, change: Partial<TitleFrame> = {}): TitleFrame => ({
  ...frameOf(channel, 1),
  density: 1,
  subject: null,
  keep: [],
  ...change,
});
const person: Region = { x: 0.55, y: 0.25, width: 0.2, height: 0.7 };
const head: Region = { x: 0.6, y: 0.2, width: 0.1, height: 0.15 };
const inkOf = (rows: readonly string[]) => ({
  data: Uint8Array.from(rows.join(""), (char) => (char === "#" ? 255 : 0)),
  widthPx: rows[0]?.length ?? 0,
  heightPx: rows.length,
});
const plain = (widthPx: number, heightPx: number, value: (x: number, y: number) => number): Pixels => ({
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) =>
    value(Math.floor(i / 3) % widthPx, Math.floor(i / 3 / widthPx)),
  ),
  widthPx,
  heightPx,
});

it("offers places inside the safe area only, none over what is kept, and says which leave the subject free", () => {
  for (const channel of ChannelName.options) {
    const frame = frameIn(channel, { subject: person, keep: [head] });
    const safe = safeBox(frame);
    for (const composition of Composition.options) {
      for (const focal of FocalSide.options) {
        const spots = spotsFor(frame, { composition, focal, rightToLeft: false });
        expect(
          spots.some(({ clear }) => clear),
          channel,
        ).toBe(true);
        for (const { box, clear } of spots) {
          expect(shared(box, safe), channel).toEqual(box);
          expect(overlap(box, boxIn(frame, head)), channel).toBe(false);
          if (clear) expect(overlap(box, boxIn(frame, person)), channel).toBe(false);
        }
      }
    }
  }
  const all = { x: 0, y: 0, width: 1, height: 1 };
  expect(
    spotsFor(frameIn("web", { keep: [all] }), { composition: "vista", focal: "left", rightToLeft: false }),
  ).toEqual([]);
  expect(partsBeside({ x: 0, y: 0, width: 9, height: 9 }, { x: 3, y: 3, width: 3, height: 3 })).toHaveLength(4);
});

it("keeps faces free always, and the subject wherever there is another place", async () => {
  const web = plain(640, 360, (x, y) => 40 + ((x * y) % 7));
  const set = (keep: Region[], subject: Region | null) =>
    setTitle(web, readGround(web), {
      name: "The Phantom of the Opera",
      facts: ["1925"],
      treatment: "novel",
      palette: PALETTES.dusk,
      composition: "figure",
      focal: "left",
      frame: frameIn("web", { keep, subject }),
    });
  const free = await set([head], person);
  expect({ kept: free.overKept, subject: free.overSubject }).toEqual({ kept: 0, subject: 0 });
  const close: Region = { x: 0.02, y: 0.02, width: 0.96, height: 0.96 };
  const over = await set([head], close);
  expect(over.overKept).toBe(0);
  expect(over.overSubject).toBeGreaterThan(0.9);
  const none = await set([{ x: 0, y: 0, width: 1, height: 1 }], null);
  expect(none.overKept).toBe(1);
});

it("knows how small is too small in each frame", () => {
  expect(leastCapPx(frameIn("email"))).toBe(11);
  expect(leastCapPx(frameIn("tv"))).toBeCloseTo(21.6, 5);
  expect(leastCapPx({ ...frameIn("web"), ...frameOf("web", 2), density: 2 })).toBe(22);
  for (const channel of ChannelName.options) {
    expect(smallCapPx(frameIn(channel)), channel).toBeGreaterThanOrEqual(leastSmallCapPx(frameIn(channel)));
  }
  expect(smallCapPx({ ...frameIn("web"), widthPx: 200, heightPx: 120 })).toBeLessThan(9);
});

it("tells separate marks apart, joins at corners, and cuts a joined word into pieces", () => {
  expect(marksOf(inkOf(["#..#", "#..#"])).count).toBe(2);
  expect(marksOf(inkOf(["#..", ".#.", "..#"])).count).toBe(1);
  expect(marksOf(inkOf(["#.#", "#.#", "###"])).count).toBe(1);
  expect(marksOf(inkOf(["...", "..."])).count).toBe(0);
  expect(marksOf(inkOf(["#".repeat(40), "#".repeat(40)])).count).toBe(10);
  expect(marksOf({ data: new Uint8Array(0), widthPx: 0, heightPx: 0 }).count).toBe(0);
});

it("measures strokes to a tenth of a pixel", () => {
  const bar = (breadth: number) => inkOf(Array.from({ length: 60 }, () => `..${"#".repeat(breadth)}..`));
  for (const breadth of [1, 2, 5]) expect(strokePx(bar(breadth))).toBeCloseTo((breadth * 60) / (breadth + 60), 0);
  expect(strokePx(inkOf(["...", "..."]))).toBe(0);
});

it("finds the one letter that does not read among many that do", () => {
  // Three letters of a row; a light strip lies behind the last one only.
  const row = `${"####..".repeat(3)}`;
  const piece = { ink: inkOf(Array.from({ length: 12 }, () => row)), x: 20, y: 20 };
  const dark = plain(80, 60, () => 20);
  expect(contrastBehind(dark, around(dark, piece), [255, 255, 255])).toBeGreaterThan(15);
  const striped = plain(80, 60, (x) => (x > 30 ? 200 : 20));
  expect(contrastBehind(striped, around(striped, piece), [255, 255, 255])).toBeLessThan(2);
  // What the ink hides does not count.
  const hidden = plain(80, 60, (x, y) => (x >= 21 && x < 23 && y > 22 && y < 30 ? 255 : 20));
  expect(contrastBehind(hidden, around(hidden, piece), [255, 255, 255])).toBeGreaterThan(15);
});

it("moves before it grades, and grades before it lays a scrim", async () => {
  const ink = inkOf(Array.from({ length: 24 }, () => "######....######....######"));
  const white = { text: [255, 255, 255] as const, tint: [0, 0, 0] as const };
  const at = (x: number, y: number) => ({ side: "left" as const, pieces: [{ ink, x, y }] });
  const reach = (picture: Pixels, places: ReturnType<typeof at>[]) =>
    reachContrast(
      picture,
      places.map((_, i) => i / 10),
      async (i) => places[i] as ReturnType<typeof at>,
      [white],
    );
  const half = plain(320, 200, (x) => (x < 160 ? 140 : 30));
  expect(await reach(half, [at(200, 80), at(20, 80)])).toMatchObject({ step: "none", index: 0, pixels: half });
  expect(await reach(half, [at(20, 80), at(200, 80)])).toMatchObject({ step: "moved", index: 1, pixels: half });
  const graded = await reach(half, [at(20, 80)]);
  expect(graded.step).toBe("graded");
  expect(graded.contrast).toBeGreaterThan(4.5);
  const bright = plain(320, 200, () => 250);
  const scrim = await reach(bright, [at(20, 80)]);
  expect(scrim.step).toBe("scrim");
  expect(scrim.contrast).toBeGreaterThan(4.5);
  // Letters that no darkness helps stay as they are measured: nothing is claimed.
  const hopeless = { text: [128, 128, 128] as const, tint: [0, 0, 0] as const };
  const never = await reachContrast(bright, [0], async () => at(20, 80), [
    { ...hopeless, tint: [90, 90, 90] as const },
  ]);
  expect(never.step).toBe("scrim");
  expect(never.contrast).toBeLessThan(4.5);
});

it("finds the least veil that is enough", () => {
  const grey = plain(200, 120, () => 150);
  const piece = { ink: inkOf(Array.from({ length: 20 }, () => "####..####")), x: 60, y: 40 };
  const veil = { cellPx: 8, columns: 26, rows: 16, share: new Float32Array(26 * 16).fill(1) };
  const inks = { text: [255, 255, 255] as const, tint: [0, 0, 0] as const };
  const strength = strengthFor(grey, [around(grey, piece)], inks, veil, 1);
  expect(strength).not.toBeNull();
  const under = plain(200, 120, () => Math.round(150 * (1 - (strength ?? 0))));
  expect(contrastBehind(under, around(under, piece), inks.text)).toBeGreaterThan(5);
  const lighter = plain(200, 120, () => Math.round(150 * (1 - (strength ?? 0) + 0.06)));
  expect(contrastBehind(lighter, around(lighter, piece), inks.text)).toBeLessThan(5.2);
  expect(strengthFor(grey, [around(grey, piece)], inks, veil, 0.1)).toBeNull();
});

it("sets a name of 200 letters legibly or says that it is not", { timeout: 60_000 }, async () => {
  const email = plain(600, 338, () => 30);
  const set = (name: string, keep: Region[] = []) =>
    setTitle(email, readGround(email), {
      name,
      facts: ["1926", "Odesa"],
      treatment: "cartoon",
      palette: PALETTES.noir,
      composition: "vista",
      focal: "left",
      frame: frameIn("email", { keep }),
    });
  const long = await set(`${"The long way home to the sea and back ".repeat(5)}again`.slice(0, 200));
  const { widthPx, safe } = CHANNELS.email;
  expect(long.ink.x).toBeGreaterThanOrEqual(Math.floor(safe.left * widthPx));
  expect(long.leastCapPx).toBe(11);
  const cramped = await set("W".repeat(200), [{ x: 0, y: 0.2, width: 1, height: 0.8 }]);
  expect(cramped.capPx).toBeLessThan(cramped.leastCapPx);
});
