import type { CreativeId } from "../../core/creative.ts";
import { DRAWN } from "../../core/event.ts";
import type { Stratum } from "../../core/experiment.ts";
import type { Interval } from "../posterior.ts";
import { type Lifted, liftInterval, rateInterval, ratioOf, type Weighed } from "./score.ts";

/**
 * What an arm is worth, from exposures whose arms were drawn by a policy that learned from the ones before.
 *
 * A plain mean is biased then: an arm that had bad luck is shown less, and its bad luck stands. Every exposure here is
 * weighted by h / p, p its propensity and h of our choice, and rates are Σ (h/p) clicks / Σ (h/p) exposures: the
 * augmented inverse-propensity estimate whose plug-in is the estimate itself, so arms that join late or leave early, or
 * cannot be chosen for some rows, need no special care.
 *
 * The estimate takes h = 1, which is unbiased. The interval takes h such that every exposure adds the same variance,
 * whatever the policy had learned by then: √p for one arm, 1 / √(1/p + 1/p') for two. Only so is the sum normal: with
 * h = 1 its variance depends on the luck that it measures. It is a score interval of as many equal draws as the weights
 * are worth. Exposures of one user count as independent.
 *
 * Source: V. Hadad, D. A. Hirshberg, R. Zhan, S. Wager, S. Athey, "Confidence intervals for policy evaluation in adaptive
 * experiments", PNAS 118 (2021) e2014602118, equations 5, 10 and 18.
 */
export type ArmEstimate = Interval & {
  readonly rate: number;
  /** Drawn exposures and their clicks, as counted. */
  readonly exposures: number;
  readonly clicks: number;
};

/** What a lift is measured against: what users see who are in no experiment, or the other arm's own draws. */
export type Reference = "holdout" | "draws";
export type ArmLift = Lifted & { readonly reference: Reference };

/** Clicks to be expected of a reference before it is one: with fewer, a ratio over it is mostly chance. */
export const LEAST_CLICKS = 10;

/** @returns `null` for an arm that was never drawn */
export function armEstimate(strata: readonly Stratum[], arm: CreativeId, mass = 0.95): ArmEstimate | null {
  const drawn = drawnOf(strata, arm);
  if (drawn.length === 0) return null;
  const { rate } = weigh(drawn, ({ propensity }) => 1 / propensity);
  const { low, high } = rateInterval(
    weigh(drawn, ({ propensity }) => 1 / Math.sqrt(propensity)),
    mass,
  );
  // The two weightings differ by far less than the interval is wide, as a rule.
  const [exposures, clicks] = [sumOf(drawn, "exposures"), sumOf(drawn, "clicks")];
  return { rate, low: Math.min(low, rate), high: Math.max(high, rate), exposures, clicks };
}

/**
 * Lift of one arm over another where both were drawn, version by version against each other, so that a season is in
 * neither.
 *
 * @returns `null` while either is unknown
 */
export function armLift(
  strata: readonly Stratum[],
  arm: CreativeId,
  over: CreativeId,
  mass = 0.95,
): (Lifted & { readonly reference: "draws" }) | null {
  const found = contrast(drawnOf(strata, arm), drawnOf(strata, over), mass);
  return found && { ...found, reference: "draws" };
}

/**
 * Lift of an arm over the control: over what users see who are in no experiment, where enough of them were seen, and
 * over the control's own draws otherwise.
 */
export function liftOverControl(
  strata: readonly Stratum[],
  arm: CreativeId,
  control: CreativeId,
  mass = 0.95,
): ArmLift | null {
  const holdout = strata.filter(({ basis, creativeId }) => basis === "holdout" && creativeId === control);
  const drawn = strata.filter(isDrawn);
  const [held, all] = [sumOf(holdout, "exposures"), sumOf(drawn, "exposures")];
  // By what all arms are clicked, not by its own clicks: an unlucky reference must not be kept back longer.
  if (!(held * sumOf(drawn, "clicks") >= LEAST_CLICKS * all && all > 0)) return armLift(strata, arm, control, mass);
  // Its users are a steady part of all: as if the control had been drawn for them with that share.
  const share = held / (held + all);
  const asDrawn = holdout.map((stratum) => ({ ...stratum, propensity: share }));
  const found = contrast(drawnOf(strata, arm), asDrawn, mass);
  return found && { ...found, reference: "holdout" };
}

function contrast(of: readonly Stratum[], over: readonly Stratum[], mass: number): Lifted | null {
  const [mine, theirs] = [propensities(of), propensities(over)];
  const both = (stratum: Stratum): boolean => {
    const { policyVersion: version } = stratum;
    return version >= Math.max(mine.first, theirs.first) && version <= Math.min(mine.last, theirs.last);
  };
  const [some, others] = [of.filter(both), over.filter(both)];
  if (some.length === 0 || others.length === 0) return null;
  const even = ({ propensity }: Stratum) => 1 / propensity;
  const ratio = ratioOf(weigh(some, even), weigh(others, even));
  const stable = (stratum: Stratum) => {
    const [p, q] = [mine.at(stratum) ?? stratum.propensity, theirs.at(stratum) ?? stratum.propensity];
    return 1 / Math.sqrt(1 / p + 1 / q) / stratum.propensity;
  };
  const interval = liftInterval(weigh(some, stable), weigh(others, stable), mass);
  return interval && { ratio, low: Math.min(interval.low, ratio), high: Math.max(interval.high, ratio) };
}

/** Rate under weights that may depend on all but the clicks of their own version; how many equal draws they are worth. */
export function weigh(strata: readonly Stratum[], weightOf: (stratum: Stratum) => number): Weighed {
  let [clicks, exposures, squares] = [0, 0, 0];
  for (const stratum of strata) {
    const weight = weightOf(stratum);
    clicks += weight * stratum.clicks;
    exposures += weight * stratum.exposures;
    squares += weight ** 2 * stratum.exposures;
  }
  return exposures > 0 ? { rate: clicks / exposures, exposures: exposures ** 2 / squares } : { rate: 0, exposures: 0 };
}

export const isDrawn = ({ basis, exposures }: Stratum): boolean => DRAWN.includes(basis) && exposures > 0;

const drawnOf = (strata: readonly Stratum[], arm: CreativeId): Stratum[] =>
  strata.filter((stratum) => stratum.creativeId === arm && isDrawn(stratum));

/** An arm's mean propensity by cell and version; where it was not drawn, as in the version before in which it was. */
function propensities(strata: readonly Stratum[]) {
  const cells = new Map<string, Map<number, { exposures: number; inverse: number }>>();
  for (const stratum of strata) {
    const versions = cells.get(cellOf(stratum)) ?? new Map<number, { exposures: number; inverse: number }>();
    const seen = versions.get(stratum.policyVersion) ?? { exposures: 0, inverse: 0 };
    seen.exposures += stratum.exposures;
    seen.inverse += stratum.exposures / stratum.propensity;
    versions.set(stratum.policyVersion, seen);
    cells.set(cellOf(stratum), versions);
  }
  const steps = new Map(
    [...cells].map(([cell, versions]) => [
      cell,
      [...versions]
        .sort(([a], [b]) => a - b)
        .map(([version, { exposures, inverse }]) => ({ version, mean: exposures / inverse })),
    ]),
  );
  const versions = strata.map(({ policyVersion }) => policyVersion).sort((a, b) => a - b);
  return {
    first: versions[0] ?? Number.POSITIVE_INFINITY,
    last: versions.at(-1) ?? Number.NEGATIVE_INFINITY,
    at: (stratum: Stratum): number | undefined => lastUpTo(steps.get(cellOf(stratum)) ?? [], stratum.policyVersion),
  };
}

/** By halving: a cell may have thousands of versions. */
function lastUpTo(steps: readonly { version: number; mean: number }[], version: number): number | undefined {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.version ?? 0) <= version) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1]?.mean;
}

const cellOf = ({ clusterId, context }: Stratum): string => `${clusterId} ${context}`;

export const sumOf = (strata: readonly Stratum[], name: "exposures" | "clicks"): number =>
  strata.reduce((total, stratum) => total + stratum[name], 0);
