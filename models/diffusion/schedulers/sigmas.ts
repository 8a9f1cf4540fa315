import { betaQuantile } from "./beta-quantile.ts";
import { linspace } from "./spacing.ts";

/** Piecewise linear between `values[0], values[1], ...`, constant outside. */
export function interpolate(at: number, values: Float32Array): number {
  if (at <= 0) return values[0] as number;
  if (at >= values.length - 1) return values.at(-1) as number;
  const low = Math.floor(at);
  const from = values[low] as number;
  return from + ((values[low + 1] as number) - from) * (at - low);
}

/** The fractional training step with this noise level. @param logSigmas rising, one a training step */
export function timestepOf(sigma: number, logSigmas: Float32Array): number {
  const wanted = Math.log(Math.max(sigma, 1e-10));
  let low = 0;
  while (low < logSigmas.length - 2 && (logSigmas[low + 1] as number) <= wanted) low++;
  const from = logSigmas[low] as number;
  const share = Math.min(1, Math.max(0, (from - wanted) / (from - (logSigmas[low + 1] as number))));
  return (1 - share) * low + share * (low + 1);
}

export type SigmaShape = {
  readonly use_karras_sigmas: boolean;
  readonly use_exponential_sigmas: boolean;
  readonly use_beta_sigmas: boolean;
};

/** @throws when more than one shape is asked for */
export function checkShape(scheduler: string, shape: SigmaShape): void {
  const asked = Object.entries(shape).filter(([name, on]) => /^use_(karras|exponential|beta)_sigmas$/.test(name) && on);
  if (asked.length > 1)
    throw new Error(`${scheduler}: only one of ${asked.map(([name]) => name).join(", ")} can be used`);
}

/**
 * Noise levels redistributed between `most` and `least`, falling; `null` when no shape is asked for.
 *
 * - Karras et al., arXiv:2206.00364, equation 5 with rho = 7
 * - exponential: equal steps of log sigma
 * - beta: quantiles of Beta(0.6, 0.6), Lee et al., "Beta Sampling is All You Need", arXiv:2407.12173
 */
export function shapedSigmas(shape: SigmaShape, most: number, least: number, steps: number): number[] | null {
  if (shape.use_karras_sigmas) {
    const [first, last] = [most ** (1 / 7), least ** (1 / 7)];
    return linspace(0, 1, steps).map((ramp) => (first + ramp * (last - first)) ** 7);
  }
  if (shape.use_exponential_sigmas) return linspace(Math.log(most), Math.log(least), steps).map(Math.exp);
  if (shape.use_beta_sigmas) {
    return linspace(0, 1, steps).map((ramp) => least + betaQuantile(1 - ramp, 0.6, 0.6) * (most - least));
  }
  return null;
}
