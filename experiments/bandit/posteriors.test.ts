import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { binomial } from "../draws.ts";
import { spreadLikelihoods, titlePosteriors, titlePriors } from "./posteriors.ts";
import { BEFORE, normalized, SPREADS } from "./spreads.ts";

const counts = (exposures: number, clicks: number) => ({ exposures, clicks });
const mean = ({ a, b }: { a: number; b: number }): number => a / (a + b);

describe("titlePosteriors", () => {
  it("takes no cluster, no arm, one cell and nothing counted", () => {
    expect(titlePosteriors([])).toEqual([]);
    expect(titlePosteriors([[]])).toEqual([[]]);
    for (const cell of [counts(0, 0), counts(1, 0), counts(1, 1), counts(1e7, 1e7), counts(1e7, 0), counts(0.3, 0.1)]) {
      const [posterior] = titlePosteriors([[cell]])[0] ?? [];
      expect(posterior?.a).toBeGreaterThanOrEqual(1);
      expect(posterior?.b).toBeGreaterThanOrEqual(1);
      expect(mean(posterior ?? { a: Number.NaN, b: 1 })).toBeLessThan(1);
    }
    const [first, second] = titlePosteriors([[counts(0, 0), counts(0, 0)]])[0] ?? [];
    expect(first).toEqual(second);
  });

  it("lets an arm's own clicks take over", () => {
    const others = [counts(9_000, 450), counts(9_000, 90)];
    const [own] = titlePosteriors([[counts(1e6, 20_000), counts(1e6, 21_000)], others, others])[0] ?? [];
    expect(mean(own ?? { a: 1, b: 1 })).toBeCloseTo(0.02, 4);
  });

  it("lets a small cluster borrow from the arm in the others, and an even cluster from nobody", () => {
    const clusters = [0, 1, 2, 3].map(() => [counts(9_000, 360), counts(9_000, 180)]);
    const [good, bad] = titlePosteriors([...clusters, [counts(40, 1), counts(40, 1)]]).at(-1) ?? [];
    expect(mean(good ?? { a: 1, b: 1 })).toBeGreaterThan(1.2 * mean(bad ?? { a: 1, b: 1 }));
    const even = [0, 1, 2, 3].map(() => [counts(9_000, 180), counts(9_000, 180)]);
    const [one, other] = titlePosteriors([...even, [counts(40, 1), counts(40, 1)]]).at(-1) ?? [];
    expect(mean(one ?? { a: 1, b: 1 })).toBeCloseTo(mean(other ?? { a: 1, b: 1 }), 9);
  });

  it("is a posterior of clicks: turned into misses, it is mirrored", () => {
    const table = [
      [counts(800, 300), counts(500, 260)],
      [counts(90, 40), counts(120, 61)],
    ];
    const mirrored = table.map((row) => row.map(({ exposures, clicks }) => counts(exposures, exposures - clicks)));
    for (const [c, row] of titlePriors(table).entries()) {
      for (const [i, { mean, variance }] of row.entries()) {
        const other = titlePriors(mirrored)[c]?.[i];
        // All but the start, one click of 33, is symmetric.
        expect(mean).toBeCloseTo(-(other?.mean ?? 0), 2);
        expect(variance).toBeCloseTo(other?.variance ?? 0, 3);
      }
    }
  });

  it("starts an arm where its hint says, and no surer than the hint is", () => {
    const nothing = [counts(0, 0), counts(0, 0)];
    const hints = [
      { mean: 0.3, variance: 0.01 },
      { mean: -0.3, variance: 0.01 },
    ];
    const [up, down] = titlePriors([nothing], { hints: [hints] })[0] ?? [];
    expect((up?.mean ?? 0) - (down?.mean ?? 0)).toBeCloseTo(0.6, 2);
    const unsure = hints.map(({ mean }) => ({ mean, variance: 0.5 }));
    const [wide] = titlePriors([nothing], { hints: [unsure] })[0] ?? [];
    expect(wide?.variance).toBeGreaterThan((up?.variance ?? 0) + 0.4);
  });
});

it("finds from counts how far arms lie apart, and how far clusters differ about them", () => {
  const random = randomFrom(8);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const [arms, interplay] of [
    [0.35, 0.13],
    [0.1, 0.55],
  ] as const) {
    const logs = SPREADS.map(() => 0);
    for (let title = 0; title < 12; title++) {
      const effects = Array.from({ length: 8 }, () => arms * normal());
      const table = Array.from({ length: 5 }, () =>
        effects.map((effect) =>
          counts(5_000, binomial(random, 5_000, 1 / (1 + Math.exp(3.5 - effect - interplay * normal())))),
        ),
      );
      for (const [h, log] of spreadLikelihoods(table).entries()) logs[h] = (logs[h] as number) + log;
    }
    const weights = normalized(logs);
    const found = (pick: (h: number) => number) =>
      weights.reduce((sum, weight, h) => sum + weight * Math.sqrt(pick(h)), 0);
    expect(found((h) => SPREADS[h]?.arms ?? 0)).toBeGreaterThan(0.6 * arms);
    expect(found((h) => SPREADS[h]?.arms ?? 0)).toBeLessThan(1.6 * arms);
    expect(found((h) => SPREADS[h]?.interplay ?? 0)).toBeGreaterThan(0.7 * interplay);
    expect(found((h) => SPREADS[h]?.interplay ?? 0)).toBeLessThan(1.4 * interplay);
  }
  expect(BEFORE).toHaveLength(SPREADS.length);
});
