import { describe, expect, it } from "vitest";
import { marqueeShares } from "./bandit/marquee.ts";
import { standings } from "./best.ts";
import { type Beta, betaMean, logGamma } from "./beta.ts";
import growthbook from "./fixtures/growthbook.json" with { type: "json" };
import { estimateOf } from "./posterior.ts";

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/** P(second > first) by E. Miller's sum, which is exact where the second's `a` is a whole number. */
function beats(first: Beta, second: Beta): number {
  let sum = 0;
  for (let i = 0; i < second.a; i++)
    sum += Math.exp(
      logBeta(first.a + i, first.b + second.b) -
        Math.log(second.b + i) -
        logBeta(1 + i, second.b) -
        logBeta(first.a, first.b),
    );
  return sum;
}

/** E[max(0, second - first)], from the two chances with one click more. */
const loss = (first: Beta, second: Beta) =>
  betaMean(second) * beats(first, { a: second.a + 1, b: second.b }) -
  betaMean(first) * beats({ a: first.a + 1, b: first.b }, second);

const arm = (exposures: number, clicks: number): Beta => ({ a: 1 + clicks, b: 1 + exposures - clicks });

describe("probability to be best and expected loss", () => {
  it.each([
    [arm(0, 0), arm(1, 0)],
    [arm(1, 0), arm(1, 1)],
    [arm(1, 1), arm(1, 1)],
    [arm(2, 1), arm(40, 0)],
    [arm(50, 50), arm(50, 49)],
    [arm(100, 0), arm(100, 5)],
    [arm(10_000_000, 4), arm(10_000_000, 9)],
    [arm(1, 0), arm(10_000_000, 3)],
    [arm(10_000_000, 0), arm(10_000_000, 0)],
  ])("are exact to a millionth for %o against %o", (first, second) => {
    const [one, other] = standings([first, second]);
    expect(Math.abs((other?.probabilityBest ?? 0) / beats(first, second) - 1)).toBeLessThan(1e-6);
    expect(Math.abs((one?.probabilityBest ?? 0) / beats(second, first) - 1)).toBeLessThan(1e-6);
    // The closed form takes a difference of equal numbers: it has nine digits of the larger one.
    expect(Math.abs((one?.expectedLoss ?? 0) - loss(first, second))).toBeLessThan(1e-6 * betaMean(second) + 1e-15);
    expect(Math.abs((other?.expectedLoss ?? 0) - loss(second, first))).toBeLessThan(1e-6 * betaMean(first) + 1e-15);
  });
});

it("gives intervals with a closed form where nobody or everybody clicked, up to ten million", () => {
  for (const n of [1, 2, 1_000, 10_000_000]) {
    // Beta(1, n + 1): P(X <= x) = 1 - (1 - x)^(n + 1).
    const quantile = (mass: number) => -Math.expm1(Math.log1p(-mass) / (n + 1));
    const none = estimateOf(arm(n, 0)).interval;
    const all = estimateOf(arm(n, n)).interval;
    expect(Math.abs(none.low / quantile(0.025) - 1)).toBeLessThan(1e-6);
    expect(Math.abs(none.high / quantile(0.975) - 1)).toBeLessThan(1e-6);
    expect(Math.abs((1 - all.high) / quantile(0.025) - 1)).toBeLessThan(n > 1e6 ? 1e-2 : 1e-6); // 1 - x has few digits
    expect(Math.abs(all.low / (1 - quantile(0.975)) - 1)).toBeLessThan(1e-6);
  }
});

it.each(growthbook.noClicks)(
  "gives an arm without clicks next to nothing of $clicks, where GrowthBook gives it most",
  (known) => {
    const posteriors = known.exposures.map((n, i) => arm(n, known.clicks[i] ?? 0));
    const counts = known.exposures.map((exposures, i) => ({ exposures, clicks: known.clicks[i] ?? 0 }));
    const exploration = 0.02;
    const shares =
      marqueeShares(
        [counts],
        counts.map(() => true),
        { exploration, leastEvidence: 0 },
      )[0] ?? [];
    for (const [i, { probabilityBest }] of standings(posteriors).entries()) {
      expect(Math.abs(probabilityBest / (known.exact[i] ?? 0) - 1)).toBeLessThan(1e-6);
      if (known.clicks[i] !== 0) continue;
      expect(known.weights[i]).toBeGreaterThan(0.35);
      expect(shares[i]).toBeLessThanOrEqual(probabilityBest + exploration / counts.length + 0.02);
    }
  },
);
