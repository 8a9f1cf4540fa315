import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { type Drawn, type DrawSalts, type DrawTerms, draw } from "./draw.ts";
import { type Lot, lotOf } from "./lot.ts";

const SALTS: DrawSalts = { lotHigh: 1, lotLow: 2, noveltyHigh: 3, noveltyLow: 4, rowHigh: 5, rowLow: 6 };
const SHARES = [0.5, 0.25, 0.15, 0.1];
const ids = SHARES.map((_, i) => CreativeId.parse(`crv_${"abcd"[i]?.repeat(16)}`));
const lot = lotOf({ ids, shares: SHARES, ends: null, of: null }, () => true) as Lot;
const WISHES = [1 / 8, 1, 1 / 2, 1];

const USERS = 40_000;
const random = randomFrom(9);
const bits = Array.from({ length: USERS }, () => ({ high: random() * 2 ** 32, low: random() * 2 ** 32 }));
const drawAll = (over: Partial<DrawTerms>): Drawn[] =>
  bits.map((user) => draw(lot, { novelty: 0, day: 20_000, wishes: null, ...user, ...over }, SALTS));

/** Stated propensities, by arm: one each, summing to 1, and what the draws show within five deviations. */
function expectHonest(drawn: readonly Drawn[]): number[] {
  const stated = SHARES.map((_, arm) => [
    ...new Set(drawn.filter((one) => one.arm === arm).map((one) => one.propensity)),
  ]);
  for (const values of stated) expect(Math.max(...values) - Math.min(...values)).toBeLessThan(1e-12);
  const chances = stated.map(([value]) => value as number);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 10);
  chances.forEach((chance, arm) => {
    const seen = drawn.filter((one) => one.arm === arm).length;
    expect(Math.abs(seen - chance * USERS)).toBeLessThanOrEqual(5 * Math.sqrt(USERS * chance * (1 - chance)));
  });
  return chances;
}

/** p times the wishes, brought to 1. */
const wished = (p: readonly number[]) => {
  const q = p.map((share, i) => share * (WISHES[i] as number));
  const total = q.reduce((sum, share) => sum + share, 0);
  return q.map((share) => share / total);
};

describe("a draw states the probability that it had", () => {
  it("by the policy alone", () => {
    const drawn = drawAll({});
    expect(expectHonest(drawn)).toEqual(SHARES);
    expect(new Set(drawn.map(({ basis }) => basis))).toEqual(new Set(["policy"]));
  });

  it("with novelty", () => {
    // Habit: the first two, as 0.5 is not more than half.
    expect(expectHonest(drawAll({ novelty: 0.2 })).map((chance) => chance.toFixed(3))).toEqual([
      "0.400",
      "0.200",
      "0.220",
      "0.180",
    ]);
  });

  it("in a row", () => {
    const drawn = drawAll({ wishes: WISHES });
    const chances = expectHonest(drawn);
    wished(SHARES).forEach((share, i) => void expect(chances[i]).toBeCloseTo(share, 12));
    expect(new Set(drawn.map(({ basis }) => basis))).toEqual(new Set(["row"]));
  });

  it("with novelty in a row", () => {
    expectHonest(drawAll({ wishes: WISHES, novelty: 0.3 }));
  });

  it("and a planted mistake is seen", () => {
    const drawn = drawAll({ wishes: WISHES }).map((one) => ({ ...one, propensity: SHARES[one.arm] as number }));
    expect(() => expectHonest(drawn)).toThrow();
  });
});

describe("a row", () => {
  it("turns no more draws than the difference of the two distributions asks", () => {
    const [plain, turned] = [drawAll({}), drawAll({ wishes: WISHES })];
    const asked = wished(SHARES).reduce((sum, share, i) => sum + Math.abs(share - (SHARES[i] as number)), 0) / 2;
    const seen = plain.filter(({ arm }, i) => arm !== turned[i]?.arm).length / USERS;
    expect(Math.abs(seen - asked)).toBeLessThan(5 * Math.sqrt((asked * (1 - asked)) / USERS));
  });

  it("in which all arms are wished for alike draws nothing new", () => {
    expect(drawAll({ wishes: [1 / 2, 1 / 2, 1 / 2, 1 / 2] })).toEqual(drawAll({}));
  });

  it("changes a title of one arm in nothing", () => {
    const one = lotOf({ ids: ids.slice(0, 1), shares: [1], ends: null, of: null }, () => true) as Lot;
    expect(draw(one, { high: 1, low: 2, novelty: 0.4, day: 1, wishes: WISHES }, SALTS)).toEqual({
      arm: 0,
      propensity: 1,
      basis: "policy",
    });
  });
});
