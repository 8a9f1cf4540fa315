import type { Interval } from "../posterior.ts";
import { LEAST_ESS } from "./estimates.ts";

/** What a log says about a policy beside another. `refused`: too thin to say anything. */
export type Verdict = {
  readonly verdict: "better" | "worse" | "cannot-tell" | "refused";
  readonly why: string;
};

/** Decides by the 95 % interval of the difference, and refuses below 50 effective decisions on either side. */
export function verdictOf(evidence: {
  readonly careful: Interval;
  readonly ess: number;
  readonly baselineEss: number;
  /** The policy was chosen on the rows that it is judged by: they cannot say that it is better. */
  readonly inSample: boolean;
}): Verdict {
  const { careful, ess, baselineEss, inSample } = evidence;
  const thinnest = Math.min(ess, baselineEss);
  if (!(thinnest >= LEAST_ESS)) {
    const whose = ess <= baselineEss ? "the policy" : "the baseline";
    return {
      verdict: "refused",
      why: `too thin: the log is worth ${thinnest.toFixed(1)} decisions of ${whose}'s own, and ${LEAST_ESS} are needed`,
    };
  }
  const between = `the difference lies between ${signed(careful.low)} and ${signed(careful.high)} a decision (95 %)`;
  if (careful.low > 0 && inSample)
    return { verdict: "cannot-tell", why: `${between}, but it was chosen on the rows that it is judged by` };
  if (careful.low > 0) return { verdict: "better", why: between };
  if (careful.high < 0) return { verdict: "worse", why: between };
  return { verdict: "cannot-tell", why: between };
}

const signed = (value: number): string => `${value < 0 ? "" : "+"}${value.toPrecision(3)}`;
