import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { standings } from "./best.ts";
import { type Beta, betaQuantile } from "./beta.ts";
import { bestForEverybody, liftOver } from "./lift.ts";

const id = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const arm = (n: number, exposures: number, clicks: number) => ({ creativeId: id(n), exposures, clicks });

const pairs: [Beta, Beta][] = [
  [
    { a: 10, b: 91 },
    { a: 6, b: 95 },
  ],
  [
    { a: 1, b: 300 },
    { a: 5, b: 296 },
  ],
  [
    { a: 12_241, b: 988_000 },
    { a: 12_001, b: 988_001 },
  ],
  [
    { a: 3, b: 10 },
    { a: 500_001, b: 9_500_001 },
  ],
  [
    { a: 9, b: 2 },
    { a: 2, b: 9 },
  ],
];

describe("liftOver", () => {
  it.each(pairs)("of %o over %o is above 0 as probably as the arm is best", (one, other) => {
    expect(liftOver(one, other).probabilityAbove).toBeCloseTo(standings([one, other])[0]?.probabilityBest ?? 0, 11);
  });

  it.each(pairs)("of %o over %o turns round when they swap", (one, other) => {
    const [here, there] = [liftOver(one, other), liftOver(other, one)];
    expect((1 + here.lift) * (1 + there.lift)).toBeCloseTo(1, 9);
    expect((1 + here.interval.low) * (1 + there.interval.high)).toBeCloseTo(1, 9);
    expect(here.probabilityAbove + there.probabilityAbove).toBeCloseTo(1, 11);
  });

  it("of two uniform rates is known: P(X/Y < r) = r / 2 up to 1, and 1 - 1 / (2r) above", () => {
    const { lift, interval, probabilityAbove } = liftOver({ a: 1, b: 1 }, { a: 1, b: 1 });
    expect(lift).toBeCloseTo(0, 10);
    expect(interval.low).toBeCloseTo(0.05 - 1, 10);
    expect(interval.high).toBeCloseTo(20 - 1, 8);
    expect(probabilityAbove).toBeCloseTo(0.5, 12);
  });

  it("over a rate that is certain follows the arm's own quantiles", () => {
    const one = { a: 40, b: 760 };
    const { interval } = liftOver(one, { a: 5e11, b: 9.5e12 });
    expect(interval.low).toBeCloseTo(betaQuantile(one, 0.025) / 0.05 - 1, 5);
    expect(interval.high).toBeCloseTo(betaQuantile(one, 0.975) / 0.05 - 1, 5);
  });

  it("agrees with forty thousand draws of rates that are sums of exponentials", () => {
    // Beta(a, b) of whole a and b is a ratio of gamma draws, and a gamma draw is a sum of exponential ones.
    const random = randomFrom(11);
    const gamma = (shape: number) => {
      let sum = 0;
      for (let i = 0; i < shape; i++) sum -= Math.log(1 - random());
      return sum;
    };
    const draw = ({ a, b }: Beta) => {
      const x = gamma(a);
      return x / (x + gamma(b));
    };
    const [one, other] = [
      { a: 8, b: 40 },
      { a: 4, b: 40 },
    ];
    const ratios = Array.from({ length: 40_000 }, () => draw(one) / draw(other) - 1).sort((low, high) => low - high);
    const { lift, interval } = liftOver(one, other);
    expect(Math.abs(ratios.filter((ratio) => ratio < lift).length / 40_000 - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(ratios.filter((ratio) => ratio < interval.low).length / 40_000 - 0.025)).toBeLessThan(0.004);
    expect(Math.abs(ratios.filter((ratio) => ratio > interval.high).length / 40_000 - 0.025)).toBeLessThan(0.004);
  });

  it("narrows with exposures and widens with the mass asked for", () => {
    const width = (n: number, mass: number) => {
      const { interval } = liftOver({ a: 0.06 * n, b: 0.94 * n }, { a: 0.05 * n, b: 0.95 * n }, mass);
      return interval.high - interval.low;
    };
    expect(width(10_000, 0.95)).toBeLessThan(width(1_000, 0.95));
    expect(width(1_000, 0.99)).toBeGreaterThan(width(1_000, 0.95));
  });

  it("refuses what is no posterior and no mass", () => {
    expect(() => liftOver({ a: 0, b: 1 }, { a: 1, b: 1 })).toThrow("a must");
    expect(() => liftOver({ a: 1, b: 1 }, { a: 1, b: 1 }, 1)).toThrow("mass must");
  });
});

describe("bestForEverybody", () => {
  it("is the arm that pleases the weighted audience, not the one with the highest single rate", () => {
    const owls = [arm(0, 1_000, 200), arm(1, 1_000, 120)];
    const families = [arm(0, 1_000, 10), arm(1, 1_000, 100)];
    const even = [
      { weight: 1, arms: owls },
      { weight: 1, arms: families },
    ];
    expect(bestForEverybody(even).creativeId).toBe(id(1));
    expect(bestForEverybody(even).rate).toBeCloseTo(0.11, 2);
    expect(
      bestForEverybody([
        { weight: 9, arms: owls },
        { weight: 1, arms: families },
      ]).creativeId,
    ).toBe(id(0));
  });

  it("weighs the audience and not the exposures, which the policy chose", () => {
    const owls = [arm(0, 90_000, 18_000), arm(1, 1_000, 130)];
    const families = [arm(0, 1_000, 10), arm(1, 1_000, 100)];
    expect(
      bestForEverybody([
        { weight: 1, arms: owls },
        { weight: 1, arms: families },
      ]).creativeId,
    ).toBe(id(1));
  });

  it("takes an arm that a cluster has not seen for an average one there", () => {
    const result = bestForEverybody([
      { weight: 1, arms: [arm(0, 1_000, 50), arm(1, 1_000, 80)] },
      { weight: 1, arms: [arm(0, 1_000, 50)] },
    ]);
    expect(result.creativeId).toBe(id(1));
  });

  it("does not change with the unit of the weights or the order of the cells, and takes the first id of equals", () => {
    const cells = [
      { weight: 1, arms: [arm(1, 100, 5), arm(0, 100, 5)] },
      { weight: 3, arms: [arm(0, 50, 2)] },
    ];
    const scaled = cells.map((one) => ({ ...one, weight: one.weight * 1e6 })).reverse();
    expect(bestForEverybody(scaled).creativeId).toBe(bestForEverybody(cells).creativeId);
    expect(bestForEverybody([{ weight: 1, arms: [arm(1, 0, 0), arm(0, 0, 0)] }]).creativeId).toBe(id(0));
  });

  it("refuses an empty cell list, no arms and no audience", () => {
    expect(() => bestForEverybody([])).toThrow("at least one arm");
    expect(() => bestForEverybody([{ weight: 0, arms: [arm(0, 1, 0)] }])).toThrow("weights must");
    expect(() =>
      bestForEverybody([
        { weight: 1, arms: [arm(0, 1, 0)] },
        { weight: -1, arms: [] },
      ]),
    ).toThrow("weights must");
  });
});
