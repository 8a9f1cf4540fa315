import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import type { PolicyView } from "../core/policy-lookup.ts";
import { randomFrom } from "../core/random.ts";
import { drawFrom, type Lot, lotOf } from "./lot.ts";
import { stretchesOf } from "./stretches.ts";

const ids = Array.from({ length: 6 }, (_, n) => CreativeId.parse(`crv_${(n + 1).toString(16).repeat(16)}`));
const SHARES = [0.5, 0.2, 0.15, 0.1, 0.05];
const view = (shares: readonly number[]): PolicyView => {
  const arms = shares.map((probability, i) => ({ creativeId: ids[i] as CreativeId, probability }));
  // Cut twice, so that arms have several stretches.
  const even = arms.map((arm) => ({ ...arm, probability: 1 / arms.length }));
  const { ends, of } = stretchesOf({ arms: even, stretches: stretchesOf(null, even) }, arms);
  return { ids: arms.map(({ creativeId }) => creativeId), shares, ends, of };
};
const lot = (shares: readonly number[], without: readonly number[] = []) =>
  lotOf(view(shares), (id) => !without.includes(ids.indexOf(id))) as Lot;

const USERS = 40_000;
const random = randomFrom(3);
const bits = Array.from({ length: USERS }, () => [random() * 2 ** 32, random() * 2 ** 32] as const);
const armsOf = (lot: Lot) => bits.map(([high, low]) => lot.ids[drawFrom(lot, high, low, 5, 6)] as CreativeId);

/** Whether counts fit the chances: within five standard deviations, each. */
function expectFit(lot: Lot, arms: readonly CreativeId[]): void {
  lot.ids.forEach((id, i) => {
    const chance = lot.chances[i] as number;
    const seen = arms.filter((arm) => arm === id).length;
    expect(Math.abs(seen - chance * arms.length)).toBeLessThanOrEqual(
      5 * Math.sqrt(arms.length * chance * (1 - chance)),
    );
  });
}

describe("a lot", () => {
  it("gives each arm its share of users, and states it as the policy does", () => {
    expect([...lot(SHARES).chances]).toEqual(SHARES);
    expectFit(lot(SHARES), armsOf(lot(SHARES)));
    expect(() =>
      expectFit({ ...lot(SHARES), chances: new Float64Array([0.47, 0.23, 0.15, 0.1, 0.05]) }, armsOf(lot(SHARES))),
    ).toThrow();
  });

  it.each([[[0]], [[4]], [[1, 3]], [[0, 1, 2]], [[0, 1, 2, 3]]])(
    "without the arms %j moves their users alone, and keeps every chance exact",
    (without) => {
      const [all, fewer] = [armsOf(lot(SHARES)), armsOf(lot(SHARES, without))];
      const gone = without.map((i) => ids[i]);
      const wrong = all.filter((arm, user) => (gone.includes(arm) ? gone.includes(fewer[user]) : fewer[user] !== arm));
      expect(wrong).toEqual([]);
      const left = lot(SHARES, without);
      expect([...left.chances].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
      expectFit(left, fewer);
    },
  );

  it("with one more arm gone moves the users of that arm alone", () => {
    const [one, two] = [armsOf(lot(SHARES, [0])), armsOf(lot(SHARES, [0, 1]))];
    expect(one.filter((arm, user) => arm !== ids[1] && two[user] !== arm)).toEqual([]);
  });

  it("is none when no arm can be shown, and is certain of one", () => {
    expect(lotOf(view(SHARES), () => false)).toBeNull();
    expect(armsOf(lot([1])).every((arm) => arm === ids[0])).toBe(true);
  });

  it("without stretches has one an arm, in order", () => {
    const plain = lotOf({ ids: ids.slice(0, 2), shares: [0.25, 0.75], ends: null, of: null }, () => true) as Lot;
    expect([Array.from(plain.ends), Array.from(plain.of)]).toEqual([
      [0.25, 1],
      [0, 1],
    ]);
  });
});

describe("the habit", () => {
  it.each([
    [[0.2, 0.2, 0.2, 0.2, 0.2], []],
    [[1], []],
    [[0.5, 0.5], []],
    [[0.6, 0.4], [1]],
    [SHARES, [2, 3, 4]],
    [[0.4, 0.2, 0.2, 0.2], []],
    [
      [0.45, 0.3, 0.15, 0.1],
      [2, 3],
    ],
  ])("of %j leaves %j outside", (shares, outside) => expect(lot(shares).outside).toEqual(outside));

  it("is of the arms that can be shown", () => expect(lot(SHARES, [0]).outside).toEqual([3, 4]));
});
