import { challenged } from "./bandit/challenge.ts";
import { type MarqueeRule, marqueeShares } from "./bandit/marquee.ts";
import type { Belief } from "./bandit/posteriors.ts";
import { chancesBest } from "./best-fast.ts";
import type { Counts } from "./posterior.ts";
import type { Table } from "./worlds/play.ts";

/**
 * Shares of one title's traffic from what was learned of it.
 *
 * @param evidence by cluster and arm
 * @param open which arms can be shown; the others get 0
 * @param belief what other titles teach of the arms; `marquee` alone hears it
 * @returns by cluster and arm; a cluster's shares sum to 1 when any arm is open
 */
export type ShareRule = (
  evidence: Table<Counts>,
  open: readonly boolean[],
  rule: MarqueeRule,
  belief?: Belief,
) => Table<number>;

/** The policies that a workspace can be served by, for people. */
export const SERVED_POLICIES = ["marquee", "thompson[:A,B]", "eps-greedy[:SHARE]", "uniform"] as const;

/**
 * The rule of the policy of that name, which the learner obeys.
 *
 * @returns `null` for a name that none has, or an argument outside its range
 */
export function policyNamed(name: string): ShareRule | null {
  const [kind, ...rest] = name.split(":");
  const numbers = rest.join(":").split(",").map(Number);
  const [first = Number.NaN, second = Number.NaN] = rest.length > 0 ? numbers : [];
  const given = rest.length > 0 ? numbers.length : 0;
  if (kind === "marquee" && given === 0) return marqueeShares;
  if (kind === "uniform" && given === 0) return byCell((cell) => cell.map(() => 1 / cell.length));
  if (kind === "thompson" && given === 0) return byCell(thompsonOf(1, 1));
  if (kind === "thompson" && given === 2 && isPrior(first) && isPrior(second)) return byCell(thompsonOf(first, second));
  if (kind === "eps-greedy" && given === 0) return byCell(greedyBut(0.1));
  if (kind === "eps-greedy" && given === 1 && first >= 0 && first <= 1) return byCell(greedyBut(first));
  return null;
}

type CellRule = (cell: readonly Counts[]) => readonly number[];
const isPrior = (value: number): boolean => value >= 0.05 && value <= 1e6;

/** Thompson sampling from Beta(a, b). */
const thompsonOf =
  (a: number, b: number): CellRule =>
  (cell) =>
    chancesBest(cell.map(({ exposures, clicks }) => ({ a: a + clicks, b: b + exposures - clicks })));

/** The arm with the highest (clicks + 1) / (exposures + 100), but for a share that is spread over all. */
const greedyBut =
  (epsilon: number): CellRule =>
  (cell) => {
    const scores = cell.map(({ exposures, clicks }) => (clicks + 1) / (exposures + 100));
    const best = scores.indexOf(Math.max(...scores));
    return cell.map((_, arm) => epsilon / cell.length + (arm === best ? 1 - epsilon : 0));
  };

/** A rule that sees each cluster by itself, with the floor and the least evidence that every experiment has. */
function byCell(rule: CellRule): ShareRule {
  return (evidence, open, { exploration, leastEvidence, challenge = 0 }) => {
    const arms = open.flatMap((is, arm) => (is ? [arm] : []));
    return evidence.map((cell) => {
      const own = arms.map((arm) => cell[arm] ?? { exposures: 0, clicks: 0 });
      const seen = own.reduce((sum, { exposures }) => sum + exposures, 0);
      const equal = 1 / arms.length;
      const learned =
        seen < leastEvidence || arms.length < 2 ? own.map(() => equal) : challenged(rule(own), own, challenge);
      const shares = open.map(() => 0);
      for (const [i, arm] of arms.entries())
        shares[arm] = exploration * equal + (1 - exploration) * (learned[i] as number);
      return shares;
    });
  };
}
