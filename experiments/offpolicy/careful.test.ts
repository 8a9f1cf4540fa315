import { describe, expect, it } from "vitest";
import { carefulInterval, differenceInterval } from "./careful.ts";
import { normalEstimate } from "./estimates.ts";

describe("the careful interval", () => {
  it("is Wilson's where every decision counts alike", () => {
    const value = 46 / 10_000;
    const interval = carefulInterval({ value, se: Math.sqrt((value * (1 - value)) / 10_000) }, 10_000);
    // The oracle's Wilson interval of the Open Bandit log.
    expect(interval.low).toBeCloseTo(0.0034506598701977897, 9);
    expect(interval.high).toBeCloseTo(0.006129805715468581, 9);
  });

  it("is no point without a rewarded decision, and everything without a decision", () => {
    expect(carefulInterval({ value: 0, se: 0 }, 100).high).toBeCloseTo(0.037, 3);
    expect(carefulInterval({ value: 0, se: 0 }, 0)).toEqual({ low: 0, high: 1 });
    expect(carefulInterval({ value: 1, se: 0 }, 100).low).toBeCloseTo(0.963, 3);
  });

  it("never trusts a small standard error beyond the effective sample", () => {
    const trusting = carefulInterval({ value: 0.001, se: 0.0001 }, 1e6);
    const careful = carefulInterval({ value: 0.001, se: 0.0001 }, 50);
    expect(careful.high).toBeGreaterThan(20 * trusting.high);
  });

  it("holds the estimate even where no reward can be, and scales with rewards", () => {
    expect(carefulInterval({ value: -0.01, se: 0.001 }, 100).low).toBe(-0.01);
    expect(carefulInterval({ value: 1.2, se: 0.1 }, 100).high).toBe(1.2);
    const one = carefulInterval({ value: 0.1, se: 0.02 }, 200);
    const ten = carefulInterval({ value: 1, se: 0.2 }, 200, 10);
    expect(ten.high).toBeCloseTo(10 * one.high, 12);
  });

  it("becomes the normal one", () => {
    const [value, se] = [0.03, 1e-5];
    const normal = normalEstimate(value, se);
    expect(carefulInterval({ value, se }, 1e12).low).toBeCloseTo(normal.low, 7);
  });
});

describe("the interval of a difference", () => {
  const one = normalEstimate(0.05, 0.004);
  const other = normalEstimate(0.03, 0.003);

  it.each([
    ["apart", Math.hypot(0.004, 0.003)],
    ["together", 0.001],
    ["against each other", 0.007],
    ["half together", 0.004],
  ])("is the normal one for normal sides that move %s", (_, se) => {
    const interval = differenceInterval(one, other, se);
    expect(interval.low).toBeCloseTo(0.02 - 1.959963984540054 * se, 9);
    expect(interval.high).toBeCloseTo(0.02 + 1.959963984540054 * se, 9);
  });

  it("reaches as far up as the uneven side does", () => {
    const thin = { value: 0, se: 0, low: 0, high: 0.04 };
    const interval = differenceInterval(thin, { value: 0.03, se: 0, low: 0.03, high: 0.03 }, 0);
    expect(interval.low).toBeCloseTo(-0.03, 12);
    expect(interval.high).toBeCloseTo(0.01, 12);
  });
});
