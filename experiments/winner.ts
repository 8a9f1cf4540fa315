import type { CreativeId } from "../core/creative.ts";
import { standings } from "./best.ts";
import { betaMean } from "./beta.ts";
import { type Counts, estimateOf, type Interval, PRIOR_CLICKS, posteriorsOf } from "./posterior.ts";

/** What was counted of one named arm. */
export type ArmCounts = Counts & { readonly creativeId: CreativeId };

/** All three must hold before a leader is called the winner. */
export type WinnerRule = {
  /** Least probability that the leader is the best arm, 0..1, among four arms or more; see `probabilityNeeded`. */
  readonly probabilityBest: number;
  /** Most that choosing the leader may be expected to lose, as a share of its own click rate, > 0. */
  readonly relativeLoss: number;
  /** Least exposures of the leader. */
  readonly exposures: number;
};

export const WINNER_RULE: WinnerRule = { probabilityBest: 0.95, relativeLoss: 0.01, exposures: 500 };

/**
 * The probability to be best that a leader needs among `arms` arms.
 *
 * Counts are looked at again and again, and the fewer the rivals, the sooner chance alone lifts an arm over any mark:
 * with 0.95 at 40 looks, half of all pairs of equal arms have a "winner" at some look, an eighth of threes and a
 * twentieth of fours. So the doubt that the rule allows shrinks with the cube of the rivals below four arms, to 0.002
 * for two and 0.015 for three, which keeps false winners under 5 % (`node samples/false-winners.ts`).
 */
export function probabilityNeeded(rule: WinnerRule, arms: number): number {
  return 1 - (1 - rule.probabilityBest) * Math.min(1, ((arms - 1) / 3) ** 3);
}

export type Condition = "rivals" | "exposures" | "probability" | "loss";

/** The numbers behind a verdict, all of the leader. */
export type Evidence = {
  readonly exposures: number;
  readonly clicks: number;
  /** Posterior mean of the click rate, 0..1, and its 95 % credible interval. */
  readonly rate: number;
  readonly interval: Interval;
  readonly probabilityBest: number;
  readonly probabilityNeeded: number;
  /** Expected loss of choosing the leader, as a share of its click rate. */
  readonly relativeLoss: number;
};

export type Verdict =
  | { readonly kind: "winner"; readonly leader: CreativeId; readonly evidence: Evidence }
  | {
      readonly kind: "undecided";
      readonly leader: CreativeId;
      readonly evidence: Evidence;
      /** Conditions of the rule that do not hold yet; at least one. */
      readonly missing: readonly Condition[];
    };

/**
 * Who leads a cell, and whether the lead is proven.
 *
 * The leader is the arm with the highest posterior mean, which is the one with the least expected loss; the first in
 * the order of ids when several share it. Serving a leader and declaring a winner are two decisions: a leader can be
 * served long before anybody should be told that it won.
 *
 * @param arms all arms of one title in one cluster
 * @throws RangeError when there is no arm, a count is impossible or the rule is outside its ranges
 */
export function judge(arms: readonly ArmCounts[], rule: WinnerRule = WINNER_RULE, priorClicks = PRIOR_CLICKS): Verdict {
  checkRule(rule);
  const sorted = [...arms].sort((one, other) => (one.creativeId < other.creativeId ? -1 : 1));
  const posteriors = posteriorsOf(sorted, priorClicks);
  const means = posteriors.map(betaMean);
  const first = means.indexOf(Math.max(...means));
  const [leader, posterior, standing] = [sorted[first], posteriors[first], standings(posteriors)[first]];
  if (!leader || !posterior || !standing) throw new RangeError("a verdict needs at least one arm");

  const { mean, interval } = estimateOf(posterior);
  const evidence: Evidence = {
    exposures: leader.exposures,
    clicks: leader.clicks,
    rate: mean,
    interval,
    probabilityBest: standing.probabilityBest,
    probabilityNeeded: probabilityNeeded(rule, arms.length),
    relativeLoss: standing.expectedLoss / mean,
  };
  const missing: Condition[] = [];
  if (arms.length < 2) missing.push("rivals");
  if (evidence.exposures < rule.exposures) missing.push("exposures");
  if (evidence.probabilityBest < evidence.probabilityNeeded) missing.push("probability");
  if (evidence.relativeLoss > rule.relativeLoss) missing.push("loss");
  return missing.length === 0
    ? { kind: "winner", leader: leader.creativeId, evidence }
    : { kind: "undecided", leader: leader.creativeId, evidence, missing };
}

function checkRule({ probabilityBest, relativeLoss, exposures }: WinnerRule): void {
  if (!(probabilityBest >= 0 && probabilityBest <= 1)) {
    throw new RangeError(`probabilityBest must be in 0..1, not ${probabilityBest}`);
  }
  if (!(relativeLoss > 0)) throw new RangeError(`relativeLoss must be > 0, not ${relativeLoss}`);
  if (!(exposures >= 0)) throw new RangeError(`exposures must be >= 0, not ${exposures}`);
}
