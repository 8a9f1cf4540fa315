import { z } from "zod";
import { Allowed, ClusterId } from "./cluster.ts";
import { TitleId } from "./title.ts";

/**
 * Which creatives are to be made anew: those in review or approved for which everything that is named holds. At least
 * one thing must be named, so that nobody orders the whole catalogue by leaving something out.
 */
export const Selection = z
  .strictObject({
    titles: z.array(TitleId).min(1).max(1_000).optional(),
    /** The controls, made for no cluster, are left out when clusters are named. */
    clusters: z.array(ClusterId).min(1).max(50).optional(),
    /** Any of the levels of each attribute named: `{ style: ["noir"] }`. */
    attributes: Allowed.optional(),
    /** Approved arms, not the control, that are almost surely best in none of the clusters that they were shown to. */
    losers: z.literal(true).optional(),
    /** Planned before it. */
    olderThan: z.union([z.iso.date(), z.iso.datetime()]).optional(),
    /** Id or sha256 of a network that painted or wrote it. */
    madeBy: z.string().min(1).max(200).optional(),
  })
  .refine((selection) => Object.values(selection).some((value) => value !== undefined), "must name something");
export type Selection = z.infer<typeof Selection>;

/** What a regeneration is known by: the same one, with the same networks and stages, makes the same creatives. */
export const Regeneration = z.strictObject({
  selection: Selection,
  /** `kept`: the same choices, made by today's networks and stages; `fresh`: choices drawn anew. Losers: `fresh`. */
  attributes: z.enum(["kept", "fresh"]).optional(),
  /** Another number makes other pictures of the same choices. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
});
export type Regeneration = z.infer<typeof Regeneration>;

export const drawsFresh = ({ attributes, selection }: Regeneration): boolean =>
  (attributes ?? (selection.losers ? "fresh" : "kept")) === "fresh";

/** What creatives took on this database so far, at the mean. */
export type Costs = {
  /** How many were looked at; 0: nothing has been made yet, and the figures are PLANNED_COSTS. */
  readonly measured: number;
  readonly minutes: number;
  readonly renditions: number;
  readonly bytes: number;
};

/** Before anything was made: the shipped networks, seven channels and two languages on one core of a small machine. */
export const PLANNED_COSTS: Costs = { measured: 0, minutes: 0.5, renditions: 48, bytes: 3_000_000 };

/** What a regeneration would take. */
export const Estimate = z.strictObject({
  /** Creatives that the selection finds. */
  selected: z.int(),
  /** Of those, made anew already, or to be made by an earlier order. */
  same: z.int(),
  /** Creatives to make; refused tries are in the minutes. */
  pictures: z.int(),
  /** Files. */
  renditions: z.int(),
  /** From start to end, with all studios at work on nothing else. */
  minutes: z.number(),
  bytes: z.int(),
  studios: z.int(),
  /** How many made creatives the figures are the mean of; 0: documented defaults. */
  measured: z.int(),
});
export type Estimate = z.infer<typeof Estimate>;

/** @param studios at work, >= 1 */
export function estimateOf(
  counts: { readonly selected: number; readonly same: number },
  costs: Costs,
  studios: number,
): Estimate {
  const pictures = counts.selected - counts.same;
  return {
    ...counts,
    pictures,
    renditions: Math.round(pictures * costs.renditions),
    minutes: (pictures * costs.minutes) / studios,
    bytes: Math.round(pictures * costs.bytes),
    studios,
    measured: costs.measured,
  };
}
