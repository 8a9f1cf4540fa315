import type { Concept } from "../../../core/attributes.ts";
import type { Gate } from "../gate.ts";

/** Weather and light surround a thing and are none: fog over a castle takes nothing of its place. */
export const AIRS: ReadonlySet<Concept> = new Set(["fog", "storm", "snow", "bokeh", "neon", "underwater", "fire"]);

/** A thing this large at most is a motif of the scene, not its matter, and may have any place in the order. */
export const MOTIF = 0.2;

/** A thing of the brief: its share of the drawn frame, and the least share of those that the brief names before it. */
export type ThingEvidence = { readonly concept: Concept; readonly share: number; readonly before: number };

/** The things of a scene in the brief's order, without the first: that is the place they stand in. */
export function thingsIn(concepts: readonly Concept[], shares: Readonly<Record<string, number>>): ThingEvidence[] {
  const things = [...new Set(concepts)].slice(1).filter((concept) => !AIRS.has(concept));
  let least = 1 - things.reduce((sum, concept) => sum + (shares[concept] ?? 0), 0);
  return things.map((concept) => {
    const share = shares[concept] ?? 0;
    const before = least;
    least = Math.min(least, share);
    return { concept, share, before };
  });
}

export const thingInItsPlace: Gate<ThingEvidence> = {
  name: "thing in its place",
  measures: "share of the storyboard that would look otherwise without this thing, 0..1",
  bound: "most",
  limit: {
    says: `${MOTIF}, or the least share of what the brief names before it where that is more`,
    of: ({ before }) => Math.max(MOTIF, before),
  },
  because:
    "A thing may not take more of the picture than one that the brief names before it, the place first of all; up to a " +
    "fifth of the frame it is a motif. In the sample briefs things measure 0 to 0.18, and mountains under the sky of space up to 0.44.",
  again: true,
  measure: ({ share }) => share,
};
