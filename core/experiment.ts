import { z } from "zod";
import { ClusterId } from "./cluster.ts";
import { CreativeId } from "./creative.ts";
import { TitleId } from "./title.ts";

/** What is known of one arm in one cluster. */
export const Tally = z.strictObject({
  titleId: TitleId,
  clusterId: ClusterId,
  creativeId: CreativeId,
  exposures: z.int().min(0),
  clicks: z.int().min(0),
});
export type Tally = z.infer<typeof Tally>;

/** One arm's share of a cluster's traffic. */
export const ArmShare = z.strictObject({ creativeId: CreativeId, probability: z.number().gt(0).max(1) });
export type ArmShare = z.infer<typeof ArmShare>;

/** Probabilities over the arms of one title in one cluster, fixed until the next version. They sum to 1. */
export const Policy = z.strictObject({ titleId: TitleId, clusterId: ClusterId, arms: z.array(ArmShare).min(1) });
export type Policy = z.infer<typeof Policy>;

/** All policies of one learning run. */
export const PolicySet = z.strictObject({ version: z.int().min(0), policies: z.array(Policy) });
export type PolicySet = z.infer<typeof PolicySet>;

export const Experiment = z.strictObject({
  titleId: TitleId,
  state: z.enum(["open", "closed"]),
  /** The artwork made for nobody in particular, against which lift is measured. */
  controlId: CreativeId,
  openedAt: z.iso.datetime(),
  /** Clusters too small for a contest of their own, each with the one whose policy and counts it shares. */
  merged: z.record(ClusterId, ClusterId).default({}),
});
export type Experiment = z.infer<typeof Experiment>;
