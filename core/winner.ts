import { z } from "zod";
import { ClusterId } from "./cluster.ts";
import { CreativeId } from "./creative.ts";
import { TitleId } from "./title.ts";

/** The arm that an experiment settled on for a cluster, with the evidence as it stood then. */
export type Winner = {
  readonly titleId: TitleId;
  readonly clusterId: ClusterId;
  readonly creativeId: CreativeId;
  readonly policyVersion: number;
  readonly evidence: Record<string, unknown> | null;
};

/** A person took a winner back. */
export const Reversal = z.strictObject({
  by: z.string(),
  reason: z.string(),
  /** The newest policy version then: evidence for another winner of the cell begins after it. */
  policyVersion: z.int().min(0),
});
export type Reversal = z.infer<typeof Reversal>;

/** One row of a title's winners; a row that stands has no end. */
export const WinnerRow = z.strictObject({
  titleId: TitleId,
  clusterId: ClusterId,
  creativeId: CreativeId,
  policyVersion: z.int().min(0).meta({ description: "The policy that followed from the same counts." }),
  evidence: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: "The numbers that proved it, as they stood: see docs/proof.md for what each means." }),
  declaredAt: z.iso.datetime(),
  reversedAt: z.iso.datetime().nullable().meta({ description: "Null while it stands." }),
  reversal: Reversal.nullable().meta({ description: "Null: it stands, or another winner took its place." }),
});
export type WinnerRow = z.infer<typeof WinnerRow>;

/** Were a cluster's arms shown as often as they were drawn? */
export const SampleRatio = z.object({
  pValue: z.number().meta({ description: "How likely chance alone is to make counts as far from the logged shares." }),
  flagged: z.boolean().meta({
    description: "Under 0.001, or an arm was shown that could not be: something eats events. No winner is declared.",
  }),
  statistic: z.number(),
  degrees: z.int(),
  exposures: z.int().meta({ description: "The first of every visitor: later ones are no lots." }),
  impossible: z.array(CreativeId).meta({ description: "Shown under a policy that gave them no share." }),
  arms: z.array(z.object({ creativeId: z.string(), shown: z.int(), expected: z.number() })),
});
