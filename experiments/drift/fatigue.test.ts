import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { fatigueOf, type Sight } from "./fatigue.ts";

/** An arm shown `shown` times at each of eight sights, ever less often, with the rate of each. */
function sightsOf(rate: (repeat: number) => number, seed: number, shown = 3_000): Sight[] {
  const random = randomFrom(seed);
  return Array.from({ length: 8 }, (_, repeat) => {
    const exposures = Math.round(shown / (1 + repeat));
    let clicks = 0;
    for (let i = 0; i < exposures; i++) if (random() < rate(repeat)) clicks++;
    return { repeat, exposures, clicks };
  });
}

const good = () => 0.03;
const tired = (repeat: number) => 0.03 * (0.4 + 0.6 * Math.exp(-repeat / 3));
const poor = () => 0.02;
const seeds = Array.from({ length: 200 }, (_, i) => i + 1);
const shareOf = (rate: (repeat: number) => number, verdicts: string[], shown = 3_000) =>
  seeds.filter((seed) =>
    verdicts.includes(fatigueOf(sightsOf(rate, seed, shown), sightsOf(good, 10_000 + seed, 4 * shown)).verdict),
  ).length / seeds.length;

describe("fatigueOf", () => {
  it("finds an arm that falls over repeats, and does not call it poor or steady", () => {
    expect(shareOf(tired, ["fatigued"])).toBeGreaterThan(0.9);
    expect(shareOf(tired, ["poor", "steady"])).toBeLessThanOrEqual(0.05);
  });

  it("finds a bad arm, and does not call it fatigued or steady", () => {
    expect(shareOf(poor, ["poor"])).toBeGreaterThan(0.85);
    expect(shareOf(poor, ["fatigued"])).toBeLessThanOrEqual(0.05);
  });

  it("calls a good arm fatigued or poor in at most 5 %, with few counts as with many", () => {
    expect(shareOf(good, ["fatigued", "poor"])).toBeLessThanOrEqual(0.05);
    expect(shareOf(good, ["fatigued", "poor"], 600)).toBeLessThanOrEqual(0.05);
    expect(shareOf(good, ["steady"], 12_000)).toBeGreaterThan(0.5);
  });

  it("says the rate at first sight and the slope that the counts have", () => {
    const exact = Array.from({ length: 5 }, (_, repeat) => {
      const odds = Math.exp(-3 - 0.2 * Math.log2(1 + repeat));
      return { repeat, exposures: 10_000, clicks: (10_000 * odds) / (1 + odds) };
    });
    const { first, slope, verdict } = fatigueOf(exact, []);
    expect(first).toBeCloseTo(1 / (1 + Math.exp(3)), 9);
    expect(slope?.mean).toBeCloseTo(-0.2, 9);
    expect(verdict).toBe("fatigued");
  });

  it("knows nothing from nothing, from one sight, and from clicks alone", () => {
    const nothing = { first: null, slope: null, verdict: "unknown" };
    expect(fatigueOf([], [])).toEqual(nothing);
    expect(fatigueOf([{ repeat: 0, exposures: 9_000, clicks: 300 }], [])).toEqual(nothing);
    expect(fatigueOf([{ repeat: 0, exposures: 50, clicks: 50 }], [])).toEqual(nothing);
    expect(fatigueOf([{ repeat: 0, exposures: 1, clicks: 0 }], [])).toEqual(nothing);
  });

  it("refuses impossible counts", () => {
    expect(() => fatigueOf([{ repeat: -1, exposures: 1, clicks: 0 }], [])).toThrow(RangeError);
    expect(() => fatigueOf([], [{ repeat: 0, exposures: 1, clicks: 2 }])).toThrow(RangeError);
  });
});
