import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Brief } from "../../core/creative.ts";
import { PALETTES } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { randomFrom, seedOf } from "../../core/random.ts";
import { Title } from "../../core/title.ts";
import titles from "../../samples/titles.json" with { type: "json" };
import { planBriefs } from "../plan.ts";
import { drawStoryboard } from "../storyboard/storyboard.ts";
import { tinyPainter } from "../tiny.ts";
import { findingsOf } from "./gate.ts";
import { PICTURE_GATES } from "./list.ts";
import { evidenceOf } from "./picture/evidence.ts";

const SIZE = { widthPx: 240, heightPx: 136 };
const signal = new AbortController().signal;
const briefs = titles.flatMap((title) =>
  planBriefs({ title: Title.parse(title), clusters: [], armsPerCluster: 1, channels: ["web"], seed: 3 }),
);

const drawn = (brief: Brief): Promise<Pixels> => {
  const { palette, mood, composition, focal, emphasis } = brief.attributes;
  const seed = seedOf("storyboard", brief.seed);
  const look = { palette: PALETTES[palette], mood, composition, focal, emphasis };
  return drawStoryboard({ concepts: brief.concepts, ...look, seed, ...SIZE });
};
const scene = async (brief: Brief) => {
  const storyboard = await drawn(brief);
  const request = { storyboard, styles: { oil: 1 }, quality: "full", prompt: "", seed: brief.seed } as const;
  return { storyboard, painting: await tinyPainter().paint(request, signal) };
};
const failing = (painting: Pixels, storyboard: Pixels): string[] =>
  findingsOf(PICTURE_GATES, evidenceOf(painting, storyboard), "wide").flatMap(({ passed, gate }) =>
    passed ? [] : [gate],
  );

/** The painting with each code value changed: `at` counts bytes, red first. */
const changed = (picture: Pixels, value: (was: number, at: number) => number): Pixels => ({
  ...picture,
  data: Uint8Array.from(picture.data, (was, at) => Math.min(255, Math.max(0, value(was, at)))),
});
const across = (at: number) => Math.floor(at / 3) % SIZE.widthPx;
const down = (at: number) => Math.floor(at / 3 / SIZE.widthPx);

const [moon, orlok] = await Promise.all([scene(briefs[0] as Brief), scene(briefs[1] as Brief)]);

describe("the gates on a painting", () => {
  it("pass what is painted over its storyboard, for every sample title", { timeout: 60_000 }, async () => {
    for (const brief of briefs) {
      const { painting, storyboard } = await scene(brief);
      expect([brief.titleId, ...failing(painting, storyboard)]).toEqual([brief.titleId]);
    }
  });

  const random = randomFrom(1);
  const faults: readonly (readonly [what: string, gate: string, picture: Pixels])[] = [
    ["one colour", "not blank", changed(moon.painting, () => 90)],
    ["black", "not blank", changed(moon.painting, () => 0)],
    ["a ramp", "laid out as drawn", changed(moon.painting, (_, at) => across(at))],
    ["stripes", "not striped", changed(moon.painting, (_, at) => (down(at) * 3) % 256)],
    ["noise", "not noise", changed(moon.painting, () => random() * 255)],
    ["itself under noise", "not noise", changed(moon.painting, (was) => was + 160 * (random() - 0.5))],
    ["the picture of another brief", "outlined as drawn", orlok.painting],
    ["half black", "no dead area", changed(moon.painting, (was, at) => (down(at) < SIZE.heightPx / 2 ? 0 : was))],
    ["four greys", "holds detail", changed(moon.painting, (was) => Math.round(was / 85) * 85)],
    ["behind a veil", "has shadows", changed(moon.painting, (was) => 150 + 0.35 * was)],
    ["without contrast", "not washed out", changed(moon.painting, (was) => 60 + 0.3 * was)],
    [
      "red and blue swapped",
      "coloured as drawn",
      changed(orlok.painting, (_, at) => orlok.painting.data[at - (at % 3) + 2 - (at % 3)] ?? 0),
    ],
    [
      "upside down",
      "laid out as drawn",
      changed(moon.painting, (_, at) => {
        const from = (SIZE.heightPx - 1 - down(at)) * SIZE.widthPx + across(at);
        return moon.painting.data[3 * from + (at % 3)] ?? 0;
      }),
    ],
  ];
  it.each(faults)("refuse %s by name: %s", (what, gate, picture) => {
    const storyboard = what === "red and blue swapped" ? orlok.storyboard : moon.storyboard;
    expect(failing(picture, storyboard)).toContain(gate);
  });

  it.each([1.5, 3, 6])("refuse a picture blurred by %d pixels", async (sigma) => {
    const { data, widthPx, heightPx } = moon.painting;
    const raw = { width: widthPx, height: heightPx, channels: 3 as const };
    const soft = await sharp(data, { raw }).blur(sigma).raw().toBuffer();
    expect(failing({ ...moon.painting, data: soft }, moon.storyboard)).toContain("not blurred");
  });

  it("refuse bands where there was a soft sky", async () => {
    const { data, widthPx, heightPx } = moon.painting;
    const raw = { width: widthPx, height: heightPx, channels: 3 as const };
    const soft = await sharp(data, { raw }).blur(6).raw().toBuffer();
    const steps = changed({ ...moon.painting, data: soft }, (was) => Math.round(was / 24) * 24);
    expect(failing(steps, moon.storyboard)).toContain("not banded");
  });

  it("measure pictures of one and two pixels without a stumble, and pass none", () => {
    for (const [widthPx, heightPx] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
    ] as const) {
      const tiny = { data: new Uint8Array(widthPx * heightPx * 3), widthPx, heightPx };
      const findings = findingsOf(PICTURE_GATES, evidenceOf(tiny, tiny), null);
      for (const { measured } of findings) expect(Number.isFinite(measured)).toBe(true);
      expect(findings.some(({ passed }) => !passed)).toBe(true);
    }
  });
});
