import { expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { normalQuantile, normalTail } from "./normal.ts";
import { type Aim, exposuresNeeded, MOST_ARMS, separableArms, smallestLift } from "./power.ts";
import { judge, WINNER_RULE } from "./winner.ts";

const aim: Aim = { baseRate: 0.05, lift: 0.2, power: 0.8 };

it("knows the normal quantile and tail", () => {
  // R: qnorm(c(0.975, 0.001, 1e-12)), pnorm(c(1, -2, 6), lower.tail = FALSE)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 12);
  expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301131, 10);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalTail(1)).toBeCloseTo(0.158655253931457, 7);
  expect(normalTail(-2)).toBeCloseTo(0.977249868051821, 6);
  expect(normalTail(6) / 9.86587645037698e-10).toBeCloseTo(1, 5);
  for (const p of [0.01, 0.2, 0.7, 0.999]) expect(normalTail(normalQuantile(p))).toBeCloseTo(1 - p, 6);
  for (const wrong of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(wrong)).toThrow(RangeError);
});

/** Share of contests of that size in which the real rule declares the better arm. */
function declared(arms: number, exposures: number, { baseRate, lift }: Aim): number {
  const random = randomFrom(arms * 7 + 1);
  const contests = 120;
  let right = 0;
  for (let contest = 0; contest < contests; contest++) {
    const cell = Array.from({ length: arms }, (_, arm) => {
      const rate = arm === 0 ? baseRate * (1 + lift) : baseRate;
      const z = normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
      const clicks = Math.round(exposures * rate + z * Math.sqrt(exposures * rate * (1 - rate)));
      return { creativeId: CreativeId.parse(`crv_${`${arm}`.padStart(16, "0")}`), exposures, clicks };
    });
    const verdict = judge(cell, WINNER_RULE, { days: 7 });
    if (verdict.kind === "winner" && verdict.leader === cell[0]?.creativeId) right++;
  }
  return right / contests;
}

it.each([
  [2, aim],
  [4, aim],
  [9, aim],
  [4, { baseRate: 0.02, lift: 0.5, power: 0.8 }],
] as const)("asks for what the real winner rule needs with %i arms", (arms, of) => {
  const needed = exposuresNeeded(arms, of);
  expect(declared(arms, needed, of)).toBeGreaterThan(0.68);
  expect(declared(arms, Math.round(needed / 2), of)).toBeLessThan(0.62);
});

it("asks for more where the lift is smaller, the power higher or the rate lower, and never for less than the rule", () => {
  const needed = (change: Partial<Aim>) => exposuresNeeded(4, { ...aim, ...change });
  expect(needed({ lift: 0.1 })).toBeGreaterThan(3.5 * needed({}));
  expect(needed({ power: 0.95 })).toBeGreaterThan(needed({}));
  expect(needed({ baseRate: 0.01 })).toBeGreaterThan(needed({}));
  expect(exposuresNeeded(4, { baseRate: 0.4, lift: 1.2, power: 0.5 })).toBe(WINNER_RULE.exposures);
  expect(exposuresNeeded(2, { baseRate: 0.01, lift: 1e-5, power: 0.8 })).toBeLessThanOrEqual(2e13);
});

it("separates more arms with more exposures, as many as fit and none where two do not", () => {
  expect(separableArms(0, aim)).toBe(0);
  expect(separableArms(1_000, aim)).toBe(0);
  let before = 0;
  for (const exposures of [4e4, 1e5, 4e5, 1e6]) {
    const arms = separableArms(exposures, aim);
    expect(arms).toBeGreaterThan(before);
    expect(arms * exposuresNeeded(arms, aim)).toBeLessThanOrEqual(exposures);
    expect((arms + 1) * exposuresNeeded(arms + 1, aim)).toBeGreaterThan(exposures);
    before = arms;
  }
  expect(separableArms(1e12, aim)).toBe(MOST_ARMS);
});

it("turns exposures back into the smallest lift that they find", () => {
  for (const arms of [2, 6]) {
    const needed = exposuresNeeded(arms, aim);
    expect(smallestLift(arms, needed, aim)).toBeCloseTo(0.2, 3);
    expect(smallestLift(arms, 4 * needed, aim)).toBeLessThan(0.12);
  }
  expect(smallestLift(2, 1, aim)).toBeNull();
});

it("refuses what cannot be", () => {
  for (const change of [{ baseRate: 0 }, { baseRate: 1 }, { lift: 0 }, { lift: 30 }, { power: 1 }, { power: 0.2 }])
    expect(() => exposuresNeeded(4, { ...aim, ...change })).toThrow(RangeError);
  for (const arms of [0, 1, 2.5]) expect(() => exposuresNeeded(arms, aim)).toThrow(RangeError);
});
