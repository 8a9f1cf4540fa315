import type { Pixels } from "../../../core/picture.ts";
import type { Gate } from "../gate.ts";
import { laplacianOf, type Seen, seenOf } from "../measure/seen.ts";
import { histogramOf } from "../measure/spread.ts";

/** A painting, the storyboard that it was painted over, and what several gates ask of both. */
export type PictureEvidence = {
  readonly painting: Seen;
  readonly storyboard: Seen;
  /** Counts of the painting's luma code values. */
  readonly histogram: Uint32Array;
  /** Mean square of the Laplacian of luma. */
  readonly fineness: { readonly painting: number; readonly storyboard: number };
};
export type PictureGate = Gate<PictureEvidence>;

export function evidenceOf(painting: Pixels, storyboard: Pixels): PictureEvidence {
  const seen = seenOf(painting);
  const drawn = seenOf(storyboard);
  return {
    painting: seen,
    storyboard: drawn,
    histogram: histogramOf(seen.luma.data),
    fineness: { painting: laplacianOf(seen.luma), storyboard: laplacianOf(drawn.luma) },
  };
}
