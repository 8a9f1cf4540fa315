import { z } from "zod";
import { Attributes } from "./attributes.ts";
import { ClusterId } from "./cluster.ts";

/** How much more, or less, an artwork with this level is clicked in a cluster than the mean of what was drawn. */
export const AttributeEffect = z.strictObject({
  clusterId: ClusterId,
  attribute: Attributes.keyof(),
  level: z.string(),
  ratio: z.number().meta({ description: "0.12 is 12 % more." }),
  low: z.number().meta({
    description: "95 % interval: all intervals of one cluster hold together with that probability.",
  }),
  high: z.number(),
  proven: z.boolean().meta({ description: "The interval excludes no effect." }),
  artworks: z.int(),
  titles: z.int(),
});
export type AttributeEffect = z.infer<typeof AttributeEffect>;

/** What plans lean on: proven effects alone, of the clusters that are planned for. */
export type ProvenEffect = Pick<AttributeEffect, "clusterId" | "attribute" | "level" | "low" | "high">;

/** No level is drawn less than half as often as evenly, however bad: what is never drawn is never learned of again. */
export const LEAST_OF_EVEN = 0.5;
/** What is proven good is wished for four times as often as what is not known, and that four times as often as what is proven bad. */
const LEAN = 4;

/**
 * The probabilities with which one attribute's levels are drawn for a cluster: even without proven effects.
 *
 * @param levels that may be drawn, each once
 * @returns in their order; each at least half of 1 / levels; they sum to 1
 */
export function leaningOf(levels: readonly string[], effects: readonly Pick<ProvenEffect, "level" | "low" | "high">[]) {
  const even = 1 / levels.length;
  const wishes = levels.map((level) => {
    const effect = effects.find((one) => one.level === level);
    return !effect ? 1 : effect.low > 0 ? LEAN : effect.high < 0 ? 1 / LEAN : 1;
  });
  if (wishes.every((wish) => wish === wishes[0])) return levels.map(() => even);
  const total = wishes.reduce((sum, wish) => sum + wish, 0);
  return wishes.map((wish) => LEAST_OF_EVEN * even + (1 - LEAST_OF_EVEN) * (wish / total));
}
