import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import type { ArmShare, Policy } from "../core/experiment.ts";
import { type Random, randomFrom } from "../core/random.ts";
import { evenly, PIECES_AN_ARM, plainStretches, type Stretches, stretched, stretchesOf } from "./stretches.ts";

const id = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
type Cut = { readonly arms: readonly ArmShare[]; readonly stretches: Stretches };

/** Shares in proportion to weights; an arm without one is not there. */
function shares(weights: readonly number[]): ArmShare[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.flatMap((weight, n) => (weight > 0 ? [{ creativeId: id(n), probability: weight / total }] : []));
}
const cutOf = (before: Cut | null, arms: readonly ArmShare[]): Cut => ({ arms, stretches: stretchesOf(before, arms) });

/** Who owns what, as `[end, arm]`. */
const ownersOf = ({ arms, stretches: { ends, of } }: Cut): (readonly [number, CreativeId])[] =>
  ends.map((end, i) => [end, (arms[of[i] as number] as ArmShare).creativeId]);

/** The measure of points whose arm differs. */
function movedShare(before: Cut, after: Cut): number {
  const [a, b] = [ownersOf(before), ownersOf(after)];
  let [i, j, at, moved] = [0, 0, 0, 0];
  while (at < 1) {
    const [one, other] = [a[i] as readonly [number, CreativeId], b[j] as readonly [number, CreativeId]];
    const end = Math.min(one[0], other[0]);
    if (one[1] !== other[1]) moved += end - at;
    at = end;
    if (one[0] === end) i++;
    if (other[0] === end) j++;
  }
  return moved;
}

function totalVariation(before: readonly ArmShare[], after: readonly ArmShare[]): number {
  const change = new Map<CreativeId, number>(before.map(({ creativeId, probability }) => [creativeId, -probability]));
  for (const { creativeId, probability } of after) change.set(creativeId, (change.get(creativeId) ?? 0) + probability);
  return [...change.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
}

/** Ascending, to 1, and each arm's stretches as long as its share. */
function check({ arms, stretches: { ends, of } }: Cut): void {
  const lengths = arms.map(() => 0);
  ends.forEach((end, i) => {
    const start = i === 0 ? 0 : (ends[i - 1] as number);
    expect(end).toBeGreaterThan(start);
    if (i > 0) expect(of[i], "neighbours are merged").not.toBe(of[i - 1]);
    lengths[of[i] as number] = (lengths[of[i] as number] as number) + end - start;
  });
  expect(ends.at(-1)).toBe(1);
  arms.forEach(({ probability }, i) => void expect(Math.abs((lengths[i] as number) - probability)).toBeLessThan(1e-12));
}

describe("stretches", () => {
  it("give one arm everything, and two arms their shares", () => {
    expect(stretchesOf(null, shares([1]))).toEqual({ ends: [1], of: [0] });
    expect(stretchesOf(null, shares([1, 3]))).toEqual({ ends: [0.25, 1], of: [0, 1] });
    expect(() => stretchesOf(null, [])).toThrow(RangeError);
  });

  it("begin where equal shares would be, so that the first policy moves no more than it must", () => {
    const first = cutOf(null, shares([5, 1, 1, 1]));
    const before = { ...evenly(first.arms), stretches: plainStretches(evenly(first.arms).arms) };
    expect(movedShare(before, first)).toBeCloseTo(0.375, 12);
  });

  it("stay as they are when shares do", () => {
    const once = cutOf(cutOf(null, shares([3, 1, 2])), shares([1, 3, 2]));
    expect(cutOf(once, once.arms)).toEqual(once);
  });

  it.each([
    [
      [1, 1, 1, 1],
      [1, 1, 1],
    ],
    [
      [1, 1, 1],
      [1, 1, 1, 1, 1],
    ],
    [
      [0, 1, 1],
      [1, 1, 0],
    ],
    [[1], [0, 1]],
    [
      [1e-9, 1],
      [1, 1e-9],
    ],
  ])("move %j to %j by exactly the total variation", (from, to) => {
    const before = cutOf(null, shares(from));
    const after = cutOf(before, shares(to));
    check(after);
    expect(movedShare(before, after)).toBeCloseTo(totalVariation(before.arms, after.arms), 12);
  });

  it("refuse shares that do not sum to 1", () => {
    expect(() => stretchesOf(null, [{ creativeId: id(0), probability: 0.9 }])).toThrow("sum to 0.9");
  });
});

type Change = (weights: readonly number[], random: Random) => number[];
const CHANGES: Readonly<Record<string, Change>> = {
  "drawn anew": (weights, random) => weights.map(() => -Math.log(1 - random())),
  "a bandit's steps": (weights, random) =>
    weights.map((weight) => (random() < 0.3 ? Math.max(1e-3, weight * Math.exp(random() - 0.5)) : weight)),
  "a hundredth up and down": (weights, random) =>
    weights.map((weight) => Math.max(1e-4, weight * Math.exp((random() - 0.5) * 0.02))),
  "arms that join and leave": (weights, random) => {
    const next = weights.map((weight) => (random() < 0.1 ? (weight > 0 ? 0 : 1) : weight * Math.exp(random() - 0.5)));
    return next.some((weight) => weight > 0) ? next : weights.map(() => 1);
  },
};

describe.each(Object.entries(CHANGES))("after ten thousand changes of eight arms, %s", (_, change) => {
  const random = randomFrom(11);
  let weights: readonly number[] = Array.from({ length: 8 }, () => 1);
  let cut = cutOf(null, shares(weights));
  let [most, moved, asked, exact] = [0, 0, 0, 0];
  for (let i = 0; i < 10_000; i++) {
    weights = change(weights, random);
    const next = cutOf(cut, shares(weights));
    const [share, least] = [movedShare(cut, next), totalVariation(cut.arms, next.arms)];
    if (share < least - 1e-12) throw new Error(`moved ${share}, which is less than ${least}`);
    if (share < least + 1e-12) exact++;
    [moved, asked, cut] = [moved + share, asked + least, next];
    most = Math.max(most, next.stretches.of.length / Math.max(1, next.arms.length));
    if (i % 500 === 0) check(next);
  }

  it("has at most four pieces an arm, its shares exact", () => {
    expect(most).toBeLessThanOrEqual(PIECES_AN_ARM);
    check(cut);
  });

  it("moved what the changes asked: nearly always to the digit, and never a thousandth more over all", () => {
    expect(exact / 10_000).toBeGreaterThan(0.9);
    expect(moved / asked).toBeLessThan(1.001);
  });
});

describe("policies with stretches", () => {
  const policy = (over: Partial<Policy>): Policy =>
    ({ titleId: "the-sea", clusterId: "night-owls", arms: shares([1, 3]), ...over }) as Policy;

  it("follow the same cell's, and a context's first policy that of its cluster", () => {
    const [before] = stretched([], [policy({})]);
    const next = [policy({ arms: shares([3, 1]) }), policy({ context: "device=tv", arms: shares([2, 2]) })];
    const [own, tv] = stretched([before as Policy], next);
    expect(own?.stretches).toEqual(stretchesOf(before as Policy, shares([3, 1])));
    expect(tv?.stretches).toEqual(stretchesOf(before as Policy, shares([2, 2])));
    const [again] = stretched([own, tv] as Policy[], [policy({ context: "device=tv", arms: shares([1, 9]) })]);
    expect(again?.stretches).toEqual(stretchesOf(tv as Policy, shares([1, 9])));
  });
});
