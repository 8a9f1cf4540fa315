import { z } from "zod";
import { ChannelName } from "./channel.ts";
import { ClusterId } from "./cluster.ts";
import { CreativeId } from "./creative.ts";
import { TitleId } from "./title.ts";

/** What an exposure token says, and its signature vouches for: one decision, as it was made. */
export const DecisionClaim = z.strictObject({
  /** 128 random bits; an exposure or click counts once per decision. */
  decisionId: z.string().regex(/^[0-9a-f]{32}$/),
  titleId: TitleId,
  creativeId: CreativeId,
  clusterId: ClusterId,
  channel: ChannelName,
  policyVersion: z.int().min(0),
  propensity: z.number().gt(0).max(1),
  /** Milliseconds since 1970, UTC. */
  decidedAtMs: z.int().min(0),
});
export type DecisionClaim = z.infer<typeof DecisionClaim>;

export const EventKind = z.enum(["exposure", "click"]);
export type EventKind = z.infer<typeof EventKind>;

/** A claim whose token was verified, and what happened to it. */
export type OutcomeEvent = { readonly kind: EventKind; readonly claim: DecisionClaim };
