import { describe, expect, it } from "vitest";
import { betaMean } from "./beta.ts";
import exact from "./fixtures/exact-beta-binomial.json" with { type: "json" };
import { checkCounts, estimateOf, pool, posteriorOf, posteriorsOf, priorOf } from "./posterior.ts";

const counts = (exposures: number, clicks: number) => ({ exposures, clicks });

describe("priorOf", () => {
  it("sits on the mean of all arms together, worth one click", () => {
    const prior = priorOf([counts(1_000, 40), counts(1_000, 60)]);
    expect(prior.a).toBe(1);
    expect(betaMean(prior)).toBeCloseTo(101 / 2_002, 15);
    expect(priorOf([counts(1_000, 40), counts(1_000, 60)], 3).a).toBe(3);
  });

  it("knows nothing before the first exposure", () => {
    expect(priorOf([])).toEqual({ a: 1, b: 1 });
    expect(priorOf([counts(0, 0), counts(0, 0)])).toEqual({ a: 1, b: 1 });
  });

  it("never leans above one half, and stays proper at all clicks and at none of ten million", () => {
    expect(priorOf([counts(1e7, 1e7)])).toEqual({ a: 1, b: 1 });
    expect(priorOf([counts(1e7, 0)])).toEqual({ a: 1, b: 10_000_001 });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a worth of %d", (clicks) => {
    expect(() => priorOf([], clicks)).toThrow("clicks must");
  });
});

describe("posteriorsOf", () => {
  it("adds clicks and misses to the prior, one posterior an arm, in their order", () => {
    const arms = [counts(100, 0), counts(100, 10)];
    const prior = priorOf(arms);
    expect(posteriorsOf(arms)).toEqual([
      { a: prior.a, b: prior.b + 100 },
      { a: prior.a + 10, b: prior.b + 90 },
    ]);
    expect(posteriorsOf([])).toEqual([]);
  });

  it("leaves the prior behind: at ten million exposures the mean is the click rate", () => {
    const [posterior] = posteriorsOf([counts(1e7, 512_345)]);
    expect(betaMean(posterior ?? { a: 1, b: 1 })).toBeCloseTo(0.0512345, 7);
  });
});

describe("estimateOf", () => {
  it.each(exact.pairs)("matches the exact means and intervals of $clicks of $exposures", (pair) => {
    for (const { prior, means, intervals } of pair.exact) {
      for (const arm of [0, 1]) {
        const posterior = posteriorOf(counts(pair.exposures[arm] ?? 0, pair.clicks[arm] ?? 0), {
          a: prior[0] ?? 0,
          b: prior[1] ?? 0,
        });
        const { mean, interval } = estimateOf(posterior);
        expect(mean / (means[arm] ?? 0)).toBeCloseTo(1, 12);
        expect(interval.low / (intervals[arm]?.[0] ?? 0)).toBeCloseTo(1, 6);
        expect(interval.high / (intervals[arm]?.[1] ?? 0)).toBeCloseTo(1, 6);
      }
    }
  });

  it("narrows with exposures and widens with the mass asked for", () => {
    const width = (n: number, mass: number) => {
      const { interval } = estimateOf({ a: 1 + n / 20, b: 20 + (n * 19) / 20 }, mass);
      return interval.high - interval.low;
    };
    expect(width(10_000, 0.95)).toBeLessThan(width(1_000, 0.95));
    expect(width(1_000, 0.99)).toBeGreaterThan(width(1_000, 0.95));
  });

  it.each([0, 1, Number.NaN])("refuses a mass of %d", (mass) => {
    expect(() => estimateOf({ a: 1, b: 1 }, mass)).toThrow("mass must");
  });
});

describe("counts", () => {
  it("add up", () => {
    expect(pool([])).toEqual(counts(0, 0));
    expect(pool([counts(3, 1), counts(4, 2)])).toEqual(counts(7, 3));
  });

  it.each([
    [counts(-1, 0), "exposures"],
    [counts(1.5, 0), "exposures"],
    [counts(5, 6), "clicks"],
    [counts(5, -1), "clicks"],
    [counts(5, Number.NaN), "clicks"],
  ])("refuses %o, blaming %s", (bad, culprit) => expect(() => checkCounts(bad)).toThrow(culprit));
});
