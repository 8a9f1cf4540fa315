import { z } from "zod";
import { ClusterId } from "./cluster.ts";
import { ContextKey, ContextName } from "./context.ts";
import { CreativeId } from "./creative.ts";
import { Basis } from "./event.ts";
import { Guard, Reward } from "./reward.ts";
import { TitleId } from "./title.ts";

/** What is known of one arm in one cluster. `clicks` are exposures that were rewarded, whatever the reward. */
export const Tally = z.strictObject({
  titleId: TitleId,
  clusterId: ClusterId,
  creativeId: CreativeId,
  exposures: z.int().min(0),
  clicks: z.int().min(0),
});
export type Tally = z.infer<typeof Tally>;

/** What one arm in one cell earned in one stretch of time; only exposures whose time for the reward is over. */
export const SliceCell = Tally.extend({
  context: ContextKey,
  /** Of `clicks`, those that an engaged view followed, where a guard was asked for. */
  engaged: z.int().min(0).optional(),
});
export type SliceCell = z.infer<typeof SliceCell>;

/**
 * Exposures that are alike in all that an estimate asks: arm, cell, policy version, basis and propensity. Enough for
 * every weighted estimate, and a thousand times fewer than the exposures.
 */
export const Stratum = SliceCell.extend({
  policyVersion: z.int().min(0),
  basis: Basis,
  propensity: z.number().gt(0).max(1),
  /** Rewarded exposures that were followed by an engaged view as the experiment's guard asks; 0 without a guard. */
  engaged: z.int().min(0),
});
export type Stratum = z.infer<typeof Stratum>;

/**
 * How many draws of a policy gave an arm, one a visitor, so that each is a lot of its own, and the share that the policy
 * gave it: 0 for an arm that it does not have. Arms that were never drawn have a row too.
 */
export const Draws = Stratum.pick({
  clusterId: true,
  context: true,
  creativeId: true,
  policyVersion: true,
  exposures: true,
}).extend({ share: z.number().min(0).max(1) });
export type Draws = z.infer<typeof Draws>;

/** What one arm earned from visitors who had been given it `repeat` times before. */
export const Sights = Tally.omit({ titleId: true }).extend({ repeat: z.int().min(0) });
export type Sights = z.infer<typeof Sights>;

/** One arm's share of a cluster's traffic. */
export const ArmShare = z.strictObject({ creativeId: CreativeId, probability: z.number().gt(0).max(1) });
export type ArmShare = z.infer<typeof ArmShare>;

/** Probabilities over the arms of one title in one cell, fixed until the next version. They sum to 1. */
export const Policy = z.strictObject({
  titleId: TitleId,
  clusterId: ClusterId,
  /** Absent: of every context that has no policy of its own. */
  context: ContextKey.optional(),
  arms: z.array(ArmShare).min(1),
  /**
   * Which users see which arm: where their points in 0..1 fall. `ends[i]` closes the stretch of arm `of[i]`, an index
   * into `arms`; each arm's stretches together are as long as its probability. Absent: one stretch an arm, in order.
   */
  stretches: z.strictObject({ ends: z.array(z.number()), of: z.array(z.int().min(0)) }).optional(),
});
export type Policy = z.infer<typeof Policy>;

/** All policies of one learning run. */
export const PolicySet = z.strictObject({ version: z.int().min(0), policies: z.array(Policy) });
export type PolicySet = z.infer<typeof PolicySet>;

/** `bandit`: shares follow what is learned. `ab`: equal shares until somebody closes it. `fixed`: shares that a person gave. `holdout`: the control for all. */
export const ExperimentMode = z.enum(["bandit", "ab", "fixed", "holdout"]);
export type ExperimentMode = z.infer<typeof ExperimentMode>;

/** How a title's experiment decides, counts and proves. Everything has a default. */
export const ExperimentSettings = z.strictObject({
  mode: ExperimentMode.default("bandit"),
  /** Of mode `fixed`: shares that sum to 1. */
  shares: z.array(ArmShare).min(1).optional(),
  reward: Reward.default({ kind: "click", withinS: 600 }),
  guard: Guard.optional(),
  /** What has policies of its own. */
  context: z.array(ContextName).default([]),
  /** Share of a cell's traffic that is spread evenly over all its arms, whatever is learned. */
  exploration: z.number().gt(0).max(1).default(0.01),
  /** Share of a cell's traffic for the rivals that are hardest to rule out, until a winner can be proven. 0 loses least; 0.1 to 0.3 proves soon. */
  challenge: z.number().min(0).max(0.5).default(0),
  /** Exposures a cell needs before its shares move at all. */
  leastEvidence: z.int().min(0).default(100),
  /** Exposures of an arm before it can win. */
  leastExposures: z.int().min(0).default(500),
  /** No winner before so many days have been seen whole: weekdays and weekends differ. */
  cycleDays: z.number().min(0).max(90).default(7),
});
export type ExperimentSettings = z.infer<typeof ExperimentSettings>;

/** Everything at its default. */
export const DEFAULT_EXPERIMENT: ExperimentSettings = ExperimentSettings.parse({});

/** An arm that gets no traffic until somebody resumes it, and why. */
export const PausedArm = z.strictObject({ creativeId: CreativeId, reason: z.string(), at: z.iso.datetime() });
export type PausedArm = z.infer<typeof PausedArm>;

export const Experiment = z.strictObject({
  titleId: TitleId,
  state: z.enum(["open", "closed"]),
  /** The artwork made for nobody in particular, against which lift is measured. */
  controlId: CreativeId,
  openedAt: z.iso.datetime(),
  /** Clusters too small for a contest of their own, each with the one whose policy and counts it shares. */
  merged: z.record(ClusterId, ClusterId).default({}),
  /** The arms, where they are not all that is approved. */
  arms: z.array(CreativeId).min(1).optional(),
  paused: z.array(PausedArm).default([]),
  settings: ExperimentSettings.default(DEFAULT_EXPERIMENT),
});
export type Experiment = z.infer<typeof Experiment>;
