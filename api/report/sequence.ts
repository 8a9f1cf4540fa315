import { z } from "zod";
import type { CreativeId } from "../../core/creative.ts";
import { differenceSequence } from "../../experiments/sequences/difference.ts";
import { duelOf } from "../../experiments/sequences/duel.ts";
import { anytimeP, ratioSequence } from "../../experiments/sequences/sequence.ts";
import type { Batch } from "../../experiments/winner.ts";

/** An arm against the control, in terms that hold however often one looks. */
export const Anytime = z.object({
  low: z.number().meta({ description: "Click rate over the control's, minus 1: -0.05 is 5 % less." }),
  high: z.number().nullable().meta({ description: "Null: nothing is ruled out above." }),
  differenceLow: z.number().meta({ description: "Click rate minus the control's." }),
  differenceHigh: z.number(),
  pValue: z.number().meta({ description: "For no difference; may be looked at at any time, and stopped at." }),
});

/**
 * The 95 % confidence sequences of one arm against another, from what both earned while no share moved.
 *
 * @returns `null` while the two were never shown under the same policy version
 */
export function anytimeOver(
  batches: readonly Batch[],
  arm: CreativeId,
  control: CreativeId,
): z.infer<typeof Anytime> | null {
  const pairs = batches.flatMap((batch) => {
    const [own, rival] = [batch.get(arm), batch.get(control)];
    const duel = own && rival && duelOf(own, rival);
    return own && rival && duel ? [{ own, rival, duel }] : [];
  });
  if (pairs.length === 0) return null;
  const duels = pairs.map(({ duel }) => duel);
  const shown = {
    arm: pairs.reduce((sum, { own }) => sum + own.exposures, 0),
    rival: pairs.reduce((sum, { rival }) => sum + rival.exposures, 0),
  };
  const ratio = ratioSequence(duels);
  const difference = differenceSequence(duels, shown);
  return {
    low: ratio.low - 1,
    high: Number.isFinite(ratio.high) ? ratio.high - 1 : null,
    differenceLow: difference.low,
    differenceHigh: difference.high,
    pValue: anytimeP(duels),
  };
}
