import { z } from "zod";
import { mix } from "./schedule.ts";

export const clipOptions = {
  clip_sample: z.boolean().default(false),
  clip_sample_range: z.number().positive().default(1),
};

export const thresholdOptions = {
  thresholding: z.boolean().default(false),
  dynamic_thresholding_ratio: z.number().min(0).max(1).default(0.995),
  sample_max_value: z.number().positive().default(1),
};

type Bounds = z.infer<z.ZodObject<typeof thresholdOptions>> & Partial<z.infer<z.ZodObject<typeof clipOptions>>>;

/** What a network's output means: the noise, the clean sample, or the velocity of Salimans and Ho, arXiv:2202.00512. */
export const PredictionType = z.enum(["epsilon", "sample", "v_prediction"]);
export type PredictionType = z.infer<typeof PredictionType>;

/**
 * The clean sample and the noise that an output stands for, where `sample = alpha x0 + sigma noise` with
 * alpha^2 + sigma^2 = 1.
 *
 * epsilon: Ho et al., arXiv:2006.11239, equation 15; v: Salimans and Ho, appendix D.
 */
export function readOutput(
  type: PredictionType,
  output: Float32Array,
  sample: Float32Array,
  alpha: number,
  sigma: number,
): { original: Float32Array; epsilon: Float32Array } {
  if (type === "epsilon") return { original: mix(1 / alpha, sample, -sigma / alpha, output), epsilon: output };
  if (type === "sample") return { original: output, epsilon: mix(1 / sigma, sample, -alpha / sigma, output) };
  return { original: mix(alpha, sample, -sigma, output), epsilon: mix(alpha, output, sigma, sample) };
}

/** Keeps the believed clean sample in bounds, as the config asks. */
export function bounded(original: Float32Array, bounds: Bounds): Float32Array {
  if (bounds.thresholding) return thresholded(original, bounds);
  if (!bounds.clip_sample) return original;
  const most = bounds.clip_sample_range ?? 1;
  return original.map((value) => Math.min(most, Math.max(-most, value)));
}

/** Dynamic thresholding: Saharia et al. (Imagen), arXiv:2205.11487, section 2.3. */
function thresholded(original: Float32Array, bounds: Bounds): Float32Array {
  const sizes = original.map(Math.abs).sort();
  const at = bounds.dynamic_thresholding_ratio * (sizes.length - 1);
  const low = Math.floor(at);
  const from = sizes[low] as number;
  const quantile = from + ((sizes[Math.min(low + 1, sizes.length - 1)] as number) - from) * (at - low);
  // As in torch.clamp, a maximum below the minimum of 1 wins.
  const most = Math.min(bounds.sample_max_value, Math.max(1, quantile));
  return original.map((value) => Math.min(most, Math.max(-most, value)) / most);
}
