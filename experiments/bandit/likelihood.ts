import type { Responses } from "./responses.ts";
import { ARM_VARIANCES, INTERPLAY_VARIANCES } from "./spreads.ts";

/** How likely each pair of `SPREADS` makes what was observed, and by how much each cluster's mean should move under it. */
export type Weighed = { readonly likelihoods: Float64Array; readonly shifts: readonly Float64Array[] };

/**
 * The restricted log-likelihood of every pair of variances, up to a constant.
 *
 * y_ci = m_c + arm_i + interplay_ci + noise, with m_c free: each pair has its own, the mean of its cluster under the
 * pair's variances. What is needed of `interplay` alone is computed once for all `arms`.
 */
export function weigh({ clusters, arms, value, weight }: Responses): Weighed {
  const likelihoods = new Float64Array(ARM_VARIANCES.length * INTERPLAY_VARIANCES.length);
  const shifts: Float64Array[] = Array.from(likelihoods, () => new Float64Array(clusters));
  const certainty = new Float64Array(value.length);
  const precision = new Float64Array(arms);
  const pull = new Float64Array(arms);
  for (const [g, G] of INTERPLAY_VARIANCES.entries()) {
    precision.fill(0);
    let common = 0;
    for (let c = 0; c < clusters; c++) {
      let own = 0;
      for (let i = 0; i < arms; i++) {
        const at = c * arms + i;
        const w = weight[at] as number;
        const shrunk = 1 / (1 + w * G);
        certainty[at] = w * shrunk;
        own += w * shrunk;
        precision[i] = (precision[i] as number) + w * shrunk;
        common += 0.5 * Math.log(shrunk);
      }
      if (own > 0) common -= (0.5 * (clusters - 1) * Math.log(own / arms)) / clusters;
    }
    for (const [a, A] of ARM_VARIANCES.entries()) {
      const h = a * INTERPLAY_VARIANCES.length + g;
      const shift = shifts[h] as Float64Array;
      let likelihood = common + 0.5 * Math.log(A + G / Math.max(1, clusters));
      pull.fill(0);
      for (let c = 0; c < clusters; c++) {
        const mean = meanUnder(value, weight, c * arms, arms, A + G);
        shift[c] = mean;
        for (let i = 0; i < arms; i++) {
          const at = c * arms + i;
          const rest = (value[at] as number) - mean;
          const pulled = (certainty[at] as number) * rest;
          pull[i] = (pull[i] as number) + pulled;
          likelihood -= 0.5 * pulled * rest;
        }
      }
      for (let i = 0; i < arms; i++) {
        const [p, q] = [precision[i] as number, pull[i] as number];
        likelihood += 0.5 * ((q * q) / (p + 1 / A) - Math.log1p(A * p));
      }
      likelihoods[h] = likelihood;
    }
  }
  return { likelihoods, shifts };
}

/** The mean of one cluster's observations, which vary by `variance` beside their own; 0 when nothing was observed. */
function meanUnder(value: Float64Array, weight: Float64Array, from: number, arms: number, variance: number): number {
  let [all, pull] = [0, 0];
  for (let at = from; at < from + arms; at++) {
    const w = weight[at] as number;
    const certainty = w / (1 + w * variance);
    all += certainty;
    pull += certainty * (value[at] as number);
  }
  return all > 0 ? pull / all : 0;
}
