import { APART, type Fingerprints, nearestOf, type Sibling } from "../../../core/fingerprint.ts";
import type { Gate } from "../gate.ts";

/** A creative's fingerprints, and those of its title's other creatives as far as they are made. */
export type SiblingsEvidence = { readonly own: Fingerprints; readonly siblings: readonly Sibling[] };

/** Two arms that look the same split their clicks, and teach nothing. */
export const UNLIKE_SIBLINGS: readonly Gate<SiblingsEvidence>[] = APART.map(
  ({ name, measures, least, because, distance }) => ({
    name,
    measures,
    bound: "least",
    limit: least,
    because,
    again: true,
    measure: ({ own, siblings }) => nearestOf(own, siblings, distance)?.apart ?? null,
    detail: ({ own, siblings }) => `like ${nearestOf(own, siblings, distance)?.creativeId}`,
  }),
);
