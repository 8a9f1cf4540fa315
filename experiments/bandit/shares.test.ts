import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { standings } from "../best.ts";
import { posteriorsOf } from "../posterior.ts";
import { titlePosteriors } from "./posteriors.ts";
import { sharesOf } from "./shares.ts";

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const best = (posteriors: Parameters<typeof standings>[0]): number[] =>
  standings(posteriors).map(({ probabilityBest }) => probabilityBest);
const counts = (exposures: number, clicks: number) => ({ exposures, clicks });

describe("sharesOf", () => {
  it("gives one arm everything and two equal arms a half each, whatever the exploration", () => {
    for (const exploration of [0, 0.02, 1]) {
      expect(sharesOf([{ a: 2, b: 9 }], [counts(10, 1)], exploration)).toEqual([1]);
      const two = sharesOf(Array(2).fill({ a: 2, b: 9 }), Array(2).fill(counts(10, 1)), exploration);
      for (const share of two) expect(share).toBeCloseTo(0.5, 9);
    }
  });

  it("keeps the floor under every arm, and sums to 1", () => {
    const random = randomFrom(3);
    for (let round = 0; round < 100; round++) {
      const exploration = [0, 0.01, 0.3, 1][round % 4] as number;
      const seen = Array.from({ length: 1 + Math.floor(9 * random()) }, () => {
        const exposures = Math.floor(10 ** (7 * random()) - 1);
        return counts(exposures, Math.round(exposures * random() ** 4));
      });
      const shares = sharesOf(titlePosteriors([seen])[0] ?? [], seen, exploration);
      expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-12);
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(exploration / seen.length);
    }
  });

  it("never gives an arm without clicks more than its exact probability, the floor and 0.02", () => {
    const random = randomFrom(4);
    let clickless = 0;
    for (let round = 0; round < 150; round++) {
      const rate = 10 ** (-3 * random());
      const seen = Array.from({ length: 2 + Math.floor(6 * random()) }, () => {
        const exposures = Math.floor(10 ** (5 * random()));
        return counts(exposures, random() < 0.3 ? 0 : Math.round(exposures * rate));
      });
      const title = [seen, seen.map(({ exposures }) => counts(2 * exposures, Math.round(exposures * rate)))];
      const posteriors = titlePosteriors(title)[0] ?? [];
      const [own, borrowed] = [best(posteriorsOf(seen)), best(posteriors)];
      const shares = sharesOf(posteriors, seen, 0.01);
      if (seen.every(({ clicks }) => clicks === 0)) continue;
      for (const [i, { clicks }] of seen.entries()) {
        if (clicks > 0) continue;
        clickless++;
        const exact = Math.min(own[i] as number, borrowed[i] as number);
        expect(shares[i]).toBeLessThanOrEqual(exact + 0.01 / seen.length + 0.02);
      }
    }
    expect(clickless).toBeGreaterThan(50);
  });

  it("exploits what is known more than Thompson sampling does, and looks again at what was starved", () => {
    const known = [...Array(7).fill(counts(5_000, 100)), counts(5_000, 125)];
    const posteriors = posteriorsOf(known);
    expect(sharesOf(posteriors, known, 0)[7]).toBeGreaterThan((best(posteriors)[7] as number) + 0.03);
    // The same posteriors, one from far fewer exposures than its part: as if most of its evidence were borrowed.
    const starved = [counts(20, 1), ...known.slice(1)];
    expect(sharesOf(posteriors, starved, 0)[0]).toBeGreaterThan(3 * (sharesOf(posteriors, known, 0)[0] as number));
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses an exploration of %d", (exploration) => {
    expect(() => sharesOf([{ a: 1, b: 1 }], [counts(1, 0)], exploration)).toThrow("exploration");
  });
});
