import { expect, it } from "vitest";
import { Concept } from "../../core/attributes.ts";
import { PALETTES } from "../../core/palettes.ts";
import { type Prop, propsForbiddenBy } from "../../core/themes.ts";
import { type StoryboardRequest, storyboardSvg } from "./storyboard.ts";

// The beginning of each thing's own outline.
const MARKS: readonly (readonly [Prop, Partial<StoryboardRequest>, RegExp])[] = [
  ["sword", { composition: "figure" }, /M15\.4 -45L17 -45/],
  ["sword", { composition: "icon", concepts: ["battlefield"] }, /M0 104L-13 84/],
  ["hood", { composition: "figure" }, /M-7\.6 -83C-9\.4 -92/],
  ["hood", { composition: "vista", concepts: ["desert"] }, /M-7\.6 -83C-9\.4 -92/],
  ["amphora", { composition: "icon", concepts: ["ruins"] }, /M-26 -70C-78 -66/],
];
const request = (change: Partial<StoryboardRequest>, seed: number): StoryboardRequest => ({
  concepts: ["castle"],
  palette: PALETTES.ember,
  mood: "dark",
  composition: "figure",
  focal: "left",
  seed,
  widthPx: 240,
  heightPx: 135,
  ...change,
});
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

it.each(MARKS)("draws no %s when it is told not to, and some otherwise", (prop, change, mark) => {
  expect(SEEDS.some((seed) => mark.test(storyboardSvg(request(change, seed))))).toBe(true);
  for (const seed of SEEDS) expect(storyboardSvg(request({ ...change, without: [prop] }, seed))).not.toMatch(mark);
});

it("draws the same as ever when it is without nothing", () => {
  for (const seed of SEEDS.slice(0, 10))
    expect(storyboardSvg(request({ without: [] }, seed))).toBe(storyboardSvg(request({}, seed)));
});

it("lights no fire anywhere when fire is forbidden", () => {
  const without = propsForbiddenBy(["fire"]);
  // The sparks that rise from flames: small discs that can be seen through.
  const sparks = /<ellipse[^>]* rx="(1\.[2-9]|2\.\d)\d*"[^>]*opacity/;
  const lit = (concept: Concept, seed: number, change: Partial<StoryboardRequest>) =>
    sparks.test(storyboardSvg(request({ concepts: [concept], composition: "vista", ...change }, seed)));
  const fires = SEEDS.filter((seed) => lit("battlefield", seed, {}));
  expect(fires.length).toBeGreaterThan(5);
  expect(fires.filter((seed) => lit("battlefield", seed, { without }))).toEqual([]);
});

it("still draws every place when everything is forbidden", () => {
  const without = propsForbiddenBy(["violence", "weapons", "death", "fire", "alcohol", "religion", "horror"]);
  for (const concept of Concept.options)
    for (const composition of ["vista", "figure", "icon"] as const)
      expect(storyboardSvg(request({ concepts: [concept], composition, without }, 3))).not.toMatch(/NaN|undefined/);
});
