import { logGamma } from "../beta.ts";
import type { Counts, Interval } from "../posterior.ts";
import type { Duel } from "./duel.ts";
import { ratioSequence, SEQUENCE_RULE, type SequenceRule } from "./sequence.ts";

/** Part of alpha that is spent on how many clicks there are at all; the rest on whose they are. */
const SPENT_ON_LEVEL = 0.04;

/** Shape of the gamma mixture over the level of clicks. */
const SHAPE = 20;

/**
 * The confidence sequence of the difference of two click rates, arm - rival: at every look at once, with probability
 * 1 - alpha or more.
 *
 * At a ratio r the rival's rate l makes l (n_rival + r n_arm) clicks expected in all, and the difference is l (r - 1). So
 * the bounds of the ratio and those of the expected clicks, which are a Poisson sequence of their own under a gamma mixture,
 * give bounds of the difference. It leaves out 0 exactly when the sequence of the ratio, at 0.96 alpha, leaves out 1.
 *
 * @param exposures of the whole time, of both arms
 * @returns -1 .. 1 while there is nothing to see
 */
export function differenceSequence(
  duels: readonly Duel[],
  exposures: { readonly arm: number; readonly rival: number },
  rule: SequenceRule = SEQUENCE_RULE,
): Interval {
  if (!(exposures.arm > 0 && exposures.rival > 0)) return { low: -1, high: 1 };
  const { low, high } = ratioSequence(duels, { ...rule, alpha: rule.alpha * (1 - SPENT_ON_LEVEL) });
  const clicks = duels.reduce((sum, duel) => sum + duel.clicks + duel.rivalClicks, 0);
  const level = expectedClicks(clicks, rule.alpha * SPENT_ON_LEVEL);
  const part = (ratio: number) =>
    ratio === Number.POSITIVE_INFINITY ? 1 / exposures.arm : (ratio - 1) / (exposures.rival + ratio * exposures.arm);
  const [least, most] = [part(low), part(high)];
  return {
    low: Math.max(-1, least * (least < 0 ? level.high : level.low)),
    high: Math.min(1, most * (most < 0 ? level.low : level.high)),
  };
}

/** Counts of one arm alone: the sequence of its click rate. */
export function rateSequence({ exposures, clicks }: Counts, alpha = SEQUENCE_RULE.alpha): Interval {
  if (exposures === 0) return { low: 0, high: 1 };
  const { low, high } = expectedClicks(clicks, alpha);
  return { low: low / exposures, high: Math.min(1, high / exposures) };
}

/** How many clicks may have been expected where so many came: a Poisson sequence, conservative for Bernoulli clicks. */
export function expectedClicks(clicks: number, alpha: number): Interval {
  const bound = -Math.log(alpha);
  // ln of the mixture's likelihood over that of the level: the mean of e^((1 - c) level) c^clicks over c ~ Gamma(s, s).
  const evidence = (level: number) =>
    level +
    SHAPE * Math.log(SHAPE) -
    logGamma(SHAPE) +
    logGamma(SHAPE + clicks) -
    (SHAPE + clicks) * Math.log(SHAPE + level);
  const edge = (inside: number, outside: number) => {
    let [near, far] = [inside, outside];
    for (let step = 0; step < 60; step++) {
      const middle = (near + far) / 2;
      if (evidence(middle) < bound) near = middle;
      else far = middle;
    }
    return near;
  };
  let far = 2 * clicks + 10;
  while (evidence(far) < bound) far *= 2;
  return { low: evidence(0) < bound ? 0 : edge(clicks, 0), high: edge(clicks, far) };
}
