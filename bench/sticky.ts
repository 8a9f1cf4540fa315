import { CreativeId } from "../core/creative.ts";
import type { ArmShare } from "../core/experiment.ts";
import { randomFrom } from "../core/random.ts";
import { pointOf } from "../experiments/point.ts";
import { PIECES_AN_ARM, type Stretches, stretchesOf } from "../experiments/stretches.ts";

/**
 * How many users move when shares change, as a multiple of the total variation between them, which no scheme can beat:
 * our stretches, weighted rendezvous hashing (an exponential race an arm), and one stretch an arm in a fixed order.
 *
 *   node bench/sticky.ts
 */
const ARMS = 8;
const USERS = 10_000;
const VERSIONS = 40;

const id = (n: number) => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const random = randomFrom(17);
const users = Array.from({ length: USERS }, () => [(random() * 2 ** 32) | 0, (random() * 2 ** 32) | 0] as const);

type Change = { readonly name: string; readonly next: (weights: readonly number[]) => number[] };
const CHANGES: readonly Change[] = [
  { name: "drawn anew", next: (weights) => weights.map(() => -Math.log(1 - random())) },
  {
    name: "a bandit's steps",
    next: (w) => w.map((x) => (random() < 0.3 ? Math.max(1e-3, x * Math.exp(random() - 0.5)) : x)),
  },
  { name: "a hundredth", next: (w) => w.map((x) => Math.max(1e-4, x * Math.exp((random() - 0.5) * 0.02))) },
  {
    name: "one joins or leaves",
    next: (w) => w.map((x, i) => (i === Math.floor(random() * ARMS) ? (x > 0 ? 0 : 1) : x)),
  },
];

const sharesOf = (weights: readonly number[]): ArmShare[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.flatMap((weight, n) => (weight > 0 ? [{ creativeId: id(n), probability: weight / total }] : []));
};
const variation = (a: readonly ArmShare[], b: readonly ArmShare[]) => {
  const change = new Map(a.map(({ creativeId, probability }) => [creativeId, -probability]));
  for (const { creativeId, probability } of b) change.set(creativeId, (change.get(creativeId) ?? 0) + probability);
  return [...change.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
};
const armAtPoint = (arms: readonly ArmShare[], { ends, of }: Stretches, point: number) =>
  arms[of[ends.findIndex((end) => point < end)] as number]?.creativeId;
const raced = (arms: readonly ArmShare[], [high, low]: readonly [number, number]) => {
  let [best, least] = [arms[0]?.creativeId, Number.POSITIVE_INFINITY];
  for (const { creativeId, probability } of arms) {
    const time = -Math.log(1 - pointOf(high, low, Number.parseInt(creativeId.slice(12), 16), 9)) / probability;
    if (time < least) [best, least] = [creativeId, time];
  }
  return best;
};
const inOrder = (arms: readonly ArmShare[], point: number) => {
  let reached = 0;
  for (const { creativeId, probability } of arms) {
    reached += probability;
    if (point < reached) return creativeId;
  }
  return arms.at(-1)?.creativeId;
};

console.log(`moved users as a multiple of total variation, ${ARMS} arms, ${USERS} users, ${VERSIONS} versions`);
console.log("change                 total variation   stretches   rendezvous   in order   pieces");
for (const { name, next } of CHANGES) {
  let weights: readonly number[] = Array.from({ length: ARMS }, () => 1);
  let arms = sharesOf(weights);
  let stretches = stretchesOf(null, arms);
  const points = users.map(([high, low]) => pointOf(high, low, 1, 2));
  let before = users.map((user, i) => [
    armAtPoint(arms, stretches, points[i] as number),
    raced(arms, user),
    inOrder(arms, points[i] as number),
  ]);
  const moved = [0, 0, 0];
  let [asked, pieces] = [0, 0];
  for (let version = 0; version < VERSIONS; version++) {
    weights = next(weights);
    if (!weights.some((weight) => weight > 0)) weights = weights.map(() => 1);
    const now = sharesOf(weights);
    stretches = stretchesOf({ arms, stretches }, now);
    asked += variation(arms, now);
    arms = now;
    const after = users.map((user, i) => [
      armAtPoint(arms, stretches, points[i] as number),
      raced(arms, user),
      inOrder(arms, points[i] as number),
    ]);
    for (const [i, them] of after.entries())
      for (const scheme of [0, 1, 2])
        if (them[scheme] !== before[i]?.[scheme]) moved[scheme] = (moved[scheme] as number) + 1 / USERS;
    before = after;
    pieces = Math.max(pieces, stretches.of.length / arms.length);
  }
  const ratios = moved.map((share) => (share / asked).toFixed(3).padStart(10));
  console.log(
    `${name.padEnd(22)} ${(asked / VERSIONS).toFixed(4).padStart(15)}  ${ratios.join("   ")}   ${pieces.toFixed(1)}`,
  );
}
console.log(
  `pieces an arm, at most ${PIECES_AN_ARM}; sampling alone moves the ratios by 0.01 and more where little moves`,
);
