import { expect, it } from "vitest";
import { PALETTES } from "../../core/palettes.ts";
import { blendOf } from "./blend.ts";
import { type StoryboardRequest, storyboardSvg } from "./storyboard.ts";

const request: StoryboardRequest = {
  concepts: ["sea", "castle", "snow"],
  palette: PALETTES.tide,
  mood: "calm",
  composition: "vista",
  focal: "left",
  seed: 4,
  widthPx: 160,
  heightPx: 90,
};

it("keeps the request's order without shares, and names each concept once", () => {
  expect(blendOf({ ...request, concepts: ["sea", "fog", "sea"] }).concepts).toEqual(["sea", "fog"]);
  expect(blendOf({ ...request, concepts: [] }).concepts).toEqual([]);
});

it("makes the heaviest concept the place and leaves out the slightest", () => {
  expect(blendOf({ ...request, shares: [1, 3, 2] }).concepts).toEqual(["castle", "snow", "sea"]);
  expect(blendOf({ ...request, shares: [5, 0.1, 4] }).concepts).toEqual(["sea", "snow"]);
  expect(blendOf({ ...request, shares: [0, 0, 0] }).concepts).toEqual(["sea"]);
});

it("draws equal shares as no shares, any scale of them alike, and a slight share with less", () => {
  const whole = storyboardSvg(request);
  expect(storyboardSvg({ ...request, shares: [1, 1, 1] })).toBe(whole);
  expect(storyboardSvg({ ...request, shares: [40, 40, 40] })).toBe(whole);
  expect(storyboardSvg({ ...request, concepts: ["sea", "underwater"], shares: [5, 1] }).length).toBeLessThan(
    storyboardSvg({ ...request, concepts: ["sea", "underwater"] }).length,
  );
});

it("refuses shares that do not fit", () => {
  for (const shares of [[1], [1, -1, 1], [1, Number.NaN, 1], [1, Number.POSITIVE_INFINITY, 1]])
    expect(() => storyboardSvg({ ...request, shares })).toThrow(RangeError);
});
