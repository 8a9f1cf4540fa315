import { z } from "zod";
import { type Attributes, Composition, Hook, Mood, PaintStyle, PaletteName, Tone } from "../core/attributes.ts";
import { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import { randomFrom, seedOf } from "../core/random.ts";
import type { TitleId } from "../core/title.ts";

const effects = <Level extends z.ZodEnum>(level: Level) => z.partialRecord(level, z.number().min(-5).max(5)).optional();

/** What a cluster likes: how much each level adds to the logit of a click. A level that is not named adds nothing. */
export const ClusterTaste = z.strictObject({
  palette: effects(PaletteName),
  mood: effects(Mood),
  composition: effects(Composition),
  style: effects(PaintStyle),
  tone: effects(Tone),
  hook: effects(Hook),
});
export type ClusterTaste = z.infer<typeof ClusterTaste>;

/** An invented audience whose true click rates are known, to try the product on. Nothing in the product reads it. */
export const Taste = z.strictObject({
  /** Seeds the interests and the residuals. */
  seed: z.int().min(0).max(0xffff_ffff),
  /** Click rate of an artwork that nobody likes or dislikes. */
  baseRate: z.number().gt(0).lt(1),
  /** Standard deviation, in logits, of a cluster's interest in a title: the same for all its artworks. */
  interestSpread: z.number().min(0).max(5),
  /** Standard deviation, in logits, of what one artwork has beyond its attributes, in the eyes of one cluster. */
  residualSpread: z.number().min(0).max(5),
  clusters: z.record(ClusterId, ClusterTaste),
});
export type Taste = z.infer<typeof Taste>;

/** An artwork as a member of the audience sees it. */
export type Sight = {
  readonly titleId: TitleId;
  readonly clusterId: ClusterId;
  readonly creativeId: CreativeId;
  readonly attributes: Attributes;
};

/** Nobody clicks less or more often than this. */
export const LEAST_RATE = 0.005;
export const MOST_RATE = 0.35;

const TASTED = ["palette", "mood", "composition", "style", "tone", "hook"] as const;

/**
 * True probability, LEAST_RATE..MOST_RATE, that a member of the cluster clicks on this artwork.
 *
 * The logit is the sum of the base, the cluster's interest in the title, its effects of the artwork's levels, and a
 * residual of the artwork itself, so that attributes explain much of a click rate and never all of it. The same
 * arguments always give the same probability. A cluster without a taste likes everything alike.
 */
export function clickProbability(taste: Taste, { titleId, clusterId, creativeId, attributes }: Sight): number {
  const likes = taste.clusters[clusterId] ?? {};
  let logit = Math.log(taste.baseRate / (1 - taste.baseRate));
  logit += taste.interestSpread * gaussianOf(seedOf("interest", taste.seed, clusterId, titleId));
  logit += taste.residualSpread * gaussianOf(seedOf("residual", taste.seed, clusterId, creativeId));
  for (const name of TASTED) {
    const levels: Partial<Record<string, number>> = likes[name] ?? {};
    logit += levels[attributes[name]] ?? 0;
  }
  return Math.min(MOST_RATE, Math.max(LEAST_RATE, 1 / (1 + Math.exp(-logit))));
}

/** One standard normal number (Box and Muller, 1958). */
function gaussianOf(seed: number): number {
  const random = randomFrom(seed);
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
