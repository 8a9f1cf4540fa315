import type { CreativeId } from "../core/creative.ts";
import type { ExperimentSettings } from "../core/experiment.ts";
import { standings } from "./best.ts";
import { betaMean } from "./beta.ts";
import { type Counts, estimateOf, type Interval, PRIOR_CLICKS, pool, posteriorsOf } from "./posterior.ts";
import { type Duel, duelOf } from "./sequences/duel.ts";
import { type Mixture, OPEN_END } from "./sequences/mixture.ts";
import { logEvidenceAbove, type Ratio, ratioSequence } from "./sequences/sequence.ts";

/** What was counted of one named arm. */
export type ArmCounts = Counts & { readonly creativeId: CreativeId };

/** All of it must hold before a leader is called the winner. */
export type WinnerRule = {
  /** Least probability that the leader is the best arm, 0..1. */
  readonly probabilityBest: number;
  /** Most that choosing the leader may be expected to lose, as a share of its own click rate, > 0. */
  readonly relativeLoss: number;
  /** Least exposures of the leader. */
  readonly exposures: number;
  /** Least days that were seen whole: weekdays and weekends differ. */
  readonly cycleDays: number;
  /** Chance of ever naming a winner that is not the best, however often one looks, 0..1, both excluded. */
  readonly alpha: number;
  /** What the sequences against the rivals bet on. */
  readonly mixture: Mixture;
};

/** Without a cycle: how long one is, an experiment's settings say (`winnerRuleOf`). */
export const WINNER_RULE: WinnerRule = {
  probabilityBest: 0.95,
  relativeLoss: 0.01,
  exposures: 500,
  cycleDays: 0,
  alpha: 0.05,
  mixture: OPEN_END,
};

/** The rule with what an experiment's settings ask. */
export const winnerRuleOf = (settings: Pick<ExperimentSettings, "leastExposures" | "cycleDays">): WinnerRule => ({
  ...WINNER_RULE,
  exposures: settings.leastExposures,
  cycleDays: settings.cycleDays,
});

/** What was counted of each arm in a stretch of time in which no share of the cell moved: one policy version and context. */
export type Batch = ReadonlyMap<CreativeId, Counts>;

/** What else is known of a cell besides its counts. */
export type Seen = {
  /** The same counts, apart by policy version and context. Absent: the shares never moved. */
  readonly batches?: readonly Batch[];
  /** Days from the first to the last exposure that the counts hold; left out: none is known. */
  readonly days?: number;
  /** The sample-ratio check of the cell failed. */
  readonly mismatch?: boolean;
  /** Only what later policy versions earned is in the counts: a person reversed what was found up to this one. */
  readonly since?: number | null;
};

/** `sequence`: some rival may still be as good; `ratio`: the arms were not shown as often as they were drawn. */
export type Condition = "rivals" | "exposures" | "cycle" | "ratio" | "sequence" | "probability" | "loss";

/** The numbers behind a verdict, all of the leader. */
export type Evidence = {
  readonly exposures: number;
  readonly clicks: number;
  /** Posterior mean of the click rate, 0..1, and its 95 % credible interval. */
  readonly rate: number;
  readonly interval: Interval;
  readonly probabilityBest: number;
  /** Expected loss of choosing the leader, as a share of its click rate. */
  readonly relativeLoss: number;
  /** The rival that is hardest to rule out, and the confidence sequence of the leader's click rate over its own. */
  readonly closest: { readonly creativeId: CreativeId; readonly ratio: Ratio } | null;
  readonly days: number;
  /** Policy version after which the evidence was gathered; `null`: from the beginning. */
  readonly since: number | null;
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
 * The proof is a confidence sequence of the leader against every rival, at 1 - alpha each, that leaves out "as good":
 * valid at every look, whatever the shares were made of. No correction for many rivals is needed on top: a false winner has
 * to beat the best arm too, and the chance that any arm does so against all others is largest with two (S. Gutmann,
 * Z. Maymin, Ann. Stat. 15 (1987) 456-461, for one look at the end; `node bench/false-winners.ts` for every look).
 *
 * @param arms all arms of one title in one cluster
 * @throws RangeError when there is no arm, a count is impossible or the rule is outside its ranges
 */
export function judge(arms: readonly ArmCounts[], rule: WinnerRule = WINNER_RULE, seen: Seen = {}): Verdict {
  const { sorted, posteriors, first, missing } = lead(arms, rule, seen);
  const leader = sorted[first] as ArmCounts;
  const standing = standings(posteriors)[first] as ReturnType<typeof standings>[number];
  const { mean, interval } = estimateOf(posteriors[first] as (typeof posteriors)[number]);
  const evidence: Evidence = {
    exposures: leader.exposures,
    clicks: leader.clicks,
    rate: mean,
    interval,
    probabilityBest: standing.probabilityBest,
    relativeLoss: standing.expectedLoss / mean,
    closest: closestOf(sorted, leader, rule, seen),
    days: seen.days ?? 0,
    since: seen.since ?? null,
  };
  if (evidence.probabilityBest < rule.probabilityBest) missing.push("probability");
  if (evidence.relativeLoss > rule.relativeLoss) missing.push("loss");
  return missing.length === 0
    ? { kind: "winner", leader: leader.creativeId, evidence }
    : { kind: "undecided", leader: leader.creativeId, evidence, missing };
}

/**
 * Whom `judge` may find to be the winner, by everything but what takes a quadrature; `null`: nobody. For many cells at
 * once, and for sums over policy versions before the versions are asked for.
 */
export function possibleWinner(
  arms: readonly ArmCounts[],
  rule: WinnerRule = WINNER_RULE,
  seen: Seen = {},
): CreativeId | null {
  const { sorted, first, missing } = lead(arms, rule, seen);
  return missing.length === 0 ? (sorted[first] as ArmCounts).creativeId : null;
}

/** The leader, and which of the cheap conditions do not hold. */
function lead(arms: readonly ArmCounts[], rule: WinnerRule, seen: Seen) {
  checkRule(rule);
  if (arms.length === 0) throw new RangeError("a verdict needs at least one arm");
  const sorted = [...arms].sort((one, other) => (one.creativeId < other.creativeId ? -1 : 1));
  const posteriors = posteriorsOf(sorted, PRIOR_CLICKS);
  const means = posteriors.map(betaMean);
  const first = means.indexOf(Math.max(...means));
  const leader = sorted[first] as ArmCounts;
  const missing: Condition[] = [];
  if (arms.length < 2) missing.push("rivals");
  if (leader.exposures < rule.exposures) missing.push("exposures");
  if ((seen.days ?? 0) < rule.cycleDays) missing.push("cycle");
  if (seen.mismatch) missing.push("ratio");
  const needed = Math.log(2 / rule.alpha);
  const beaten = (rival: ArmCounts) =>
    rival === leader || logEvidenceAbove(duelsOf(leader, rival, seen), 1, rule.mixture) >= needed;
  if (!sorted.every(beaten)) missing.push("sequence");
  return { sorted, posteriors, first, missing };
}

/** Two arms of a cell, batch by batch. */
function duelsOf(leader: ArmCounts, rival: ArmCounts, { batches }: Seen): Duel[] {
  const pairs = batches?.map((batch) => [batch.get(leader.creativeId), batch.get(rival.creativeId)]) ?? [
    [leader, rival],
  ];
  return pairs.flatMap(([one, other]) => (one && other && duelOf(one, other)) ?? []);
}

function closestOf(arms: readonly ArmCounts[], leader: ArmCounts, rule: WinnerRule, seen: Seen): Evidence["closest"] {
  const rivals = arms.filter((arm) => arm !== leader);
  const evidence = (arm: ArmCounts) => logEvidenceAbove(duelsOf(leader, arm, seen), 1, rule.mixture);
  if (rivals.length === 0) return null;
  const closest = rivals.reduce((least, arm) => (evidence(arm) < evidence(least) ? arm : least));
  return { creativeId: closest.creativeId, ratio: ratioSequence(duelsOf(leader, closest, seen), rule) };
}

/** The counts of each arm over all batches, in the order of `ids`. */
export const armCountsOf = (ids: readonly CreativeId[], batches: readonly Batch[]): ArmCounts[] =>
  ids.map((creativeId) => ({ creativeId, ...pool(batches.flatMap((batch) => batch.get(creativeId) ?? [])) }));

function checkRule({ probabilityBest, relativeLoss, exposures, cycleDays, alpha }: WinnerRule): void {
  if (!(probabilityBest >= 0 && probabilityBest <= 1)) {
    throw new RangeError(`probabilityBest must be in 0..1, not ${probabilityBest}`);
  }
  if (!(relativeLoss > 0)) throw new RangeError(`relativeLoss must be > 0, not ${relativeLoss}`);
  if (!(exposures >= 0)) throw new RangeError(`exposures must be >= 0, not ${exposures}`);
  if (!(cycleDays >= 0)) throw new RangeError(`cycleDays must be >= 0, not ${cycleDays}`);
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be between 0 and 1, not ${alpha}`);
}
