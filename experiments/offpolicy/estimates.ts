import { normalQuantile } from "../normal.ts";
import { carefulInterval } from "./careful.ts";
import { Moments } from "./moments.ts";

/** One logged decision, seen from the policy that is judged. */
export type Observation = {
  /** The policy's probability of the logged arm, divided by the logged propensity; >= 0. */
  readonly weight: number;
  readonly reward: number;
  /** What the reward model expects of the logged arm. */
  readonly predicted: number;
  /** What the reward model expects under the policy: the mean over arms by the policy's probabilities. */
  readonly expected: number;
};

/** A mean reward with its standard error and the 95 % normal interval around it, `low <= high`. */
export type Estimate = {
  readonly value: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
};

export type Estimates = {
  readonly rows: number;
  /** Decisions in which the policy could have chosen the same. */
  readonly matched: number;
  /** Kish's effective sample size, (sum w)^2 / sum w^2: so many decisions of the policy's own would tell as much. */
  readonly ess: number;
  /** Whether that is under 50: the estimates are then noise, and nothing is decided by them. */
  readonly thin: boolean;
  /** Near 1 where propensities are true. */
  readonly meanWeight: number;
  readonly maxWeight: number;
  readonly ips: Estimate;
  readonly snips: Estimate;
  readonly dm: Estimate;
  readonly dr: Estimate;
  readonly switchDr: Estimate;
  readonly clippedIps: Estimate;
  readonly dros10: Estimate;
  readonly dros100: Estimate;
  readonly sndr: { readonly value: number };
  /** Intervals that hold on thin logs too, 95 %. */
  readonly careful: Readonly<Record<"ips" | "snips" | "dr", { readonly low: number; readonly high: number }>>;
};

/** Weights over this are cut by clipped IPS, and left to the reward model by switch-DR. */
export const WEIGHT_LIMIT = 10;
/** Below so many decisions' worth of evidence nothing is decided. */
export const LEAST_ESS = 50;
const Z95 = normalQuantile(0.975);

export const normalEstimate = (value: number, se: number): Estimate => ({
  value,
  se,
  low: value - Z95 * se,
  high: value + Z95 * se,
});

/**
 * Gathers what a policy would have earned, decision by decision; holds sums alone.
 *
 * With weight w, reward r, predicted q(a) and expected q(pi), the means over decisions of
 *
 *   ips          w r                      dm         q(pi)
 *   clippedIps   min(w, 10) r             dr         q(pi) + w (r - q(a))
 *   switchDr     q(pi) + w 1[w <= 10] (r - q(a))
 *   dros (l)     q(pi) + l w / (w^2 + l) (r - q(a))
 *
 * and with W the sum of weights, snips = sum(w r) / W with se = sqrt(sum(w^2 (r - snips)^2)) / W, and
 * sndr = mean q(pi) + sum(w (r - q(a))) / W. Standard errors of means divide by n - 1.
 *
 * Sources: Swaminathan and Joachims, NeurIPS 2015 (snips); Dudik, Langford and Li, ICML 2011 (dr); Wang, Agarwal and
 * Dudik, ICML 2017 (switch-DR); Su et al., ICML 2020 (dros); the definitions are those of Open Bandit Pipeline 0.5.5.
 */
export class OffPolicy {
  readonly #means = {
    ips: new Moments(),
    dm: new Moments(),
    dr: new Moments(),
    switchDr: new Moments(),
    clippedIps: new Moments(),
    dros10: new Moments(),
    dros100: new Moments(),
  };
  #matched = 0;
  #maxWeight = 0;
  #maxReward = 1;
  /** Sums of w, w^2, w r, w^2 r, w^2 r^2 and w (r - q). */
  #w = 0;
  #ww = 0;
  #wr = 0;
  #wwr = 0;
  #wwrr = 0;
  #wd = 0;

  add({ weight: w, reward: r, predicted, expected }: Observation): void {
    const means = this.#means;
    const miss = r - predicted;
    means.ips.add(w * r);
    means.dm.add(expected);
    means.dr.add(expected + w * miss);
    means.switchDr.add(expected + (w <= WEIGHT_LIMIT ? w * miss : 0));
    means.clippedIps.add(Math.min(w, WEIGHT_LIMIT) * r);
    means.dros10.add(expected + ((10 * w) / (w * w + 10)) * miss);
    means.dros100.add(expected + ((100 * w) / (w * w + 100)) * miss);
    if (w > 0) this.#matched++;
    this.#maxWeight = Math.max(this.#maxWeight, w);
    this.#maxReward = Math.max(this.#maxReward, r);
    this.#w += w;
    this.#ww += w * w;
    this.#wr += w * r;
    this.#wwr += w * w * r;
    this.#wwrr += w * w * r * r;
    this.#wd += w * miss;
  }

  /** What has been gathered so far. Without any decision, and without any match, values are 0. */
  get estimates(): Estimates {
    const rows = this.#means.ips.count;
    const mean = ({ mean, error }: Moments) => normalEstimate(mean, error);
    const ess = this.#ww > 0 ? (this.#w * this.#w) / this.#ww : 0;
    const { ips, dm, dr, switchDr, clippedIps, dros10, dros100 } = this.#means;
    const snips = this.#snips();
    const careful = (estimate: Estimate) => carefulInterval(estimate, ess, this.#maxReward);
    return {
      rows,
      matched: this.#matched,
      ess,
      thin: !(ess >= LEAST_ESS),
      meanWeight: rows > 0 ? this.#w / rows : 0,
      maxWeight: this.#maxWeight,
      ips: mean(ips),
      snips,
      dm: mean(dm),
      dr: mean(dr),
      switchDr: mean(switchDr),
      clippedIps: mean(clippedIps),
      dros10: mean(dros10),
      dros100: mean(dros100),
      sndr: { value: dm.mean + (this.#w > 0 ? this.#wd / this.#w : 0) },
      careful: { ips: careful(mean(ips)), snips: careful(snips), dr: careful(mean(dr)) },
    };
  }

  #snips(): Estimate {
    if (!(this.#w > 0)) return normalEstimate(0, 0);
    const value = this.#wr / this.#w;
    const squares = this.#wwrr - 2 * value * this.#wwr + value * value * this.#ww;
    return normalEstimate(value, Math.sqrt(Math.max(0, squares)) / this.#w);
  }
}
