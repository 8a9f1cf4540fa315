import { describe, expect, it } from "vitest";
import { betaCdf, betaMean, betaPdf, betaQuantile, logGamma, logitOf, tailsAt } from "./beta.ts";

const relative = (value: number, wanted: number): number => Math.abs(value / wanted - 1);

// a, b, x, P(X <= x), density: mpmath 1.x with 60 digits; above a = b = 1000 by quadrature of the density.
const KNOWN: [number, number, number, number, number][] = [
  [0.05, 3, 1e-9, 0.3818679101262672, 19093395.469944987],
  [0.5, 0.5, 0.3, 0.36901011956554536, 0.6946091180428566],
  [2, 19, 0.2, 0.9308247097235892, 1.3690942867206306],
  [56, 945, 0.07, 0.9672355811618782, 8.771486040153277],
  [30.5, 700.25, 0.01, 8.806328799460991e-11, 2.0890593389861948e-7],
  [1, 10_000_001, 1e-7, 0.6321206140104728, 3678794.595654118],
  [10_000_001, 1, 0.9999999, 0.36787938618316274, 3678794.597590473],
  [500_001, 9_500_001, 0.0501, 0.9263545353910574, 2022.962040414263],
  [500_001, 9_500_001, 0.04995, 0.23374278107339022, 4448.391211545098],
  [300_001, 9_700_001, 0.0302, 0.9998915216929276, 7.887027760289983],
  [5_000_001, 5_000_001, 0.5001, 0.7364553891262203, 2065.7663365385984],
];

const SHAPES = [
  { a: 0.05, b: 0.05 },
  { a: 1, b: 1 },
  { a: 1, b: 20 },
  { a: 4.5, b: 70.25 },
  { a: 151, b: 2_850 },
  { a: 1, b: 10_000_001 },
  { a: 10_000_001, b: 1 },
  { a: 500_001, b: 9_500_001 },
];

describe("logGamma", () => {
  it.each([
    [1e-3, 6.907178885383853],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [15.9, 27.625493215168692],
    [16, 27.89927138384089],
    [1e7, 151180949.3694739],
  ])("of %d is %d", (z, wanted) => expect(relative(logGamma(z), wanted)).toBeLessThan(1e-13));

  it("follows its recurrence and vanishes at 1 and 2", () => {
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(2)).toBeCloseTo(0, 14);
    for (const z of [0.1, 3.3, 15.5, 100]) expect(logGamma(z + 1)).toBeCloseTo(logGamma(z) + Math.log(z), 11);
  });

  it.each([0, -1, Number.NaN])("refuses %d", (z) => expect(() => logGamma(z)).toThrow("z must be > 0"));
});

describe("the Beta distribution", () => {
  it.each(KNOWN)("Beta(%d, %d) at %d has the known mass and density", (a, b, x, mass, density) => {
    expect(relative(betaCdf({ a, b }, x), mass)).toBeLessThan(1e-10);
    expect(relative(betaPdf({ a, b }, x), density)).toBeLessThan(1e-10);
  });

  it("is the power function where one parameter is 1", () => {
    for (const x of [1e-6, 0.3, 0.99]) {
      expect(relative(betaCdf({ a: 7, b: 1 }, x), x ** 7)).toBeLessThan(1e-12);
      expect(relative(betaCdf({ a: 1, b: 7 }, x), -Math.expm1(7 * Math.log1p(-x)))).toBeLessThan(1e-12);
    }
  });

  it("mirrors when clicks and misses swap", () => {
    for (const { a, b } of SHAPES) {
      const u = Math.log(a / b) + 0.01;
      const here = tailsAt({ a, b }, u);
      const there = tailsAt({ a: b, b: a }, -u);
      expect(here.lower).toBeCloseTo(there.upper, 11);
      expect(here.lower + here.upper).toBeCloseTo(1, 14);
    }
  });

  it("keeps tiny tails exact: 1e-200 below, 1e-200 above", () => {
    const u = logitOf(1e-2);
    expect(relative(tailsAt({ a: 100, b: 1 }, u).lower, 1e-200)).toBeLessThan(1e-11);
    expect(relative(tailsAt({ a: 1, b: 100 }, -u).upper, 1e-200)).toBeLessThan(1e-11);
  });

  it.each(SHAPES)("Beta($a, $b): the quantile inverts the distribution and rises", (beta) => {
    let before = 0;
    for (const p of [1e-6, 0.025, 0.5, 0.975, 1 - 1e-6]) {
      const x = betaQuantile(beta, p);
      expect(x).toBeGreaterThan(before);
      if (x < 1) expect(Math.abs(betaCdf(beta, x) - p)).toBeLessThan(beta.a < 1 ? 1e-8 : 1e-9);
      before = x < 1 ? x : 1 - 1e-15;
    }
  });

  it("has its mean at a / (a + b)", () => expect(betaMean({ a: 3, b: 97 })).toBe(0.03));

  it.each([
    [{ a: 0, b: 1 }, "a must"],
    [{ a: 1, b: Number.POSITIVE_INFINITY }, "b must"],
    [{ a: Number.NaN, b: 1 }, "a must"],
  ])("refuses %o", (beta, culprit) => expect(() => betaCdf(beta, 0.5)).toThrow(culprit));

  it("refuses a rate outside 0..1 and a mass of 0 or 1", () => {
    expect(() => betaCdf({ a: 1, b: 1 }, 1.1)).toThrow("x must");
    expect(() => betaPdf({ a: 1, b: 1 }, 0)).toThrow("x must");
    expect(() => betaQuantile({ a: 1, b: 1 }, 0)).toThrow("probability must");
  });
});
