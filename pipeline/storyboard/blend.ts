import type { Concept } from "../../core/attributes.ts";
import { type Act, DEPTHS } from "./act.ts";
import type { StoryboardRequest } from "./request.ts";

/** Below this share of the whole a concept is left out, and below the next it gives only its farthest part. */
const LEAST = 0.08;
const WHOLE = 0.25;

export type Blend = { readonly concepts: readonly Concept[]; part(concept: Concept, act: Act): Act };

/**
 * Puts a request's concepts in order of their shares, the heaviest first as the place, without repetition. Without shares
 * the order is the request's own and every concept counts in full.
 *
 * @throws RangeError when shares and concepts differ in number, or a share is not a number of 0 or more
 */
export function blendOf({ concepts, shares }: StoryboardRequest): Blend {
  if (shares === undefined) return { concepts: [...new Set(concepts)], part: (_, act) => act };
  if (shares.length !== concepts.length || shares.some((share) => !(share >= 0 && share < Number.POSITIVE_INFINITY)))
    throw new RangeError(`storyboard: ${concepts.length} concepts need as many shares of 0 or more, not [${shares}]`);
  const weights = new Map<Concept, number>();
  concepts.forEach((concept, index) => {
    weights.set(concept, (weights.get(concept) ?? 0) + (shares[index] as number));
  });
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  const ordered = [...weights].sort(([, one], [, other]) => other - one);
  return {
    concepts: ordered.filter(([, weight], index) => index === 0 || weight / total >= LEAST).map(([concept]) => concept),
    part: (concept, act) => ((weights.get(concept) ?? 0) / total >= WHOLE ? act : farthest(act)),
  };
}

function farthest(act: Act): Act {
  const depth = DEPTHS.find((name) => act[name] !== undefined);
  return depth === undefined ? {} : { [depth]: act[depth] };
}
