import { z } from "zod";
import { ChannelName } from "./channel.ts";
import { ClusterId } from "./cluster.ts";
import { ContextKey, Device } from "./context.ts";
import { CreativeId } from "./creative.ts";
import { TitleId } from "./title.ts";

/**
 * How an arm came to be chosen.
 *
 * `policy`: drawn by the cell's policy. `novelty`: drawn outside the cluster's habit; `propensity` is what policy and
 * novelty together give the arm. `row`: drawn by the policy after its neighbours in a row were told. These three were
 * drawn with their propensity, and estimates may use them. `holdout`: the control, for a user who is in no experiment.
 * `kept`: the user's change budget allowed no new
 * lot, and the old one no longer says what could be chosen. `locked`: the user has played the title. `fixed`: the experiment's mode
 * draws nothing. `fallback`: no cluster, or no policy. These hold no lot, and no estimate of arms may use them.
 */
export const Basis = z.enum(["policy", "novelty", "row", "holdout", "kept", "locked", "fixed", "fallback"]);
export type Basis = z.infer<typeof Basis>;

/** Those that were drawn with the propensity that they state. */
export const DRAWN: readonly Basis[] = ["policy", "novelty", "row"];

/** What an exposure token says, and its signature vouches for: one decision, as it was made. */
export const DecisionClaim = z.strictObject({
  /** 128 random bits; an event of one kind counts once per decision. */
  decisionId: z.string().regex(/^[0-9a-f]{32}$/),
  titleId: TitleId,
  creativeId: CreativeId,
  clusterId: ClusterId,
  channel: ChannelName,
  policyVersion: z.int().min(0),
  propensity: z.number().gt(0).max(1),
  basis: Basis.default("policy"),
  context: ContextKey,
  /** Known even where the experiment does not tell devices apart. */
  device: Device.optional(),
  /** The arms that could be chosen, where they are fewer than the policy's. */
  eligible: z.array(CreativeId).optional(),
  /** A keyed hash of user and title, 64 bits in hexadecimal: tells one user's decisions for one title apart, and nobody who it is. */
  visitor: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  /** How often the same visitor was given this arm before, as far as is known. */
  repeat: z.int().min(0).max(32_767).default(0),
  /** Milliseconds since 1970, UTC. */
  decidedAtMs: z.int().min(0),
});
export type DecisionClaim = z.infer<typeof DecisionClaim>;

/** `view`: played for some time; `play` starts one and locks the artwork; `conversion`: bought, subscribed, booked. */
export const EventKind = z.enum(["exposure", "click", "play", "view", "conversion"]);
export type EventKind = z.infer<typeof EventKind>;

/** How long a view lasted and how far it came; of the last view that was reported for a decision. */
export type Viewed = { readonly seconds?: number | undefined; readonly completion?: number | undefined };

/** A claim whose token was verified, and what happened to it. */
export type OutcomeEvent = { readonly kind: EventKind; readonly claim: DecisionClaim; readonly viewed?: Viewed };
