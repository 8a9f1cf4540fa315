import type { ClusterId } from "../core/cluster.ts";
import type { ContextKey } from "../core/context.ts";
import type { CreativeId } from "../core/creative.ts";
import type { ArmShare, Draws } from "../core/experiment.ts";
import { chiSquareTail } from "./chi-square.ts";
import { inverseForm } from "./symmetric.ts";

/** How often each arm was shown under one policy of one cell, and with which shares it should have been. */
export type RatioRow = {
  readonly clusterId: ClusterId;
  readonly context: ContextKey;
  readonly policyVersion: number;
  /** They sum to 1. */
  readonly shares: readonly ArmShare[];
  /** Exposures; an arm that is missing was not shown. */
  readonly counts: ReadonlyMap<CreativeId, number>;
};

export type SampleRatio = {
  /** How likely it is that chance alone makes counts as far from the logged shares as these; 1 with nothing to compare. */
  readonly pValue: number;
  /** Under `SAMPLE_RATIO_ALPHA`, or an arm was shown that could not be: do not trust the counts. */
  readonly flagged: boolean;
  readonly statistic: number;
  readonly degrees: number;
  readonly exposures: number;
  /** Arms that were shown under a policy that gave them no share. */
  readonly impossible: readonly CreativeId[];
  readonly arms: readonly { readonly creativeId: CreativeId; readonly shown: number; readonly expected: number }[];
};

/** Checked again and again over many titles: one healthy cell in a thousand is flagged. */
export const SAMPLE_RATIO_ALPHA = 0.001;

/**
 * Under policies that move, arms that are expected less often than this are taken together: the chi-square law is for
 * many (W. G. Cochran, Ann. Math. Stat. 23 (1952) 315-345). Of one policy the check is Pearson's as in the textbooks.
 */
const LEAST_EXPECTED = 5;

/** Shares must sum to 1 within this. */
const SUM_TOLERANCE = 1e-6;

/**
 * Were the arms shown as often as the policies drew them? A broken redirect, a lost beacon or a filter that likes one arm
 * shows here first.
 *
 * Under a policy of shares p, n exposures fall on the arms as a multinomial with mean n p and covariance
 * n (diag p - p p'). Over versions both are summed, so that shares which moved cost nothing, and the statistic is
 * d' C+ d for d = shown - expected, chi-square with as many degrees of freedom as C has rank. An arm without share is in no
 * rank: it counts as no degree of freedom, and one exposure of it proves a mismatch.
 *
 * @param rows of one cluster, in any order; of every policy version and context apart
 * @throws RangeError when shares do not sum to 1, or a count is no whole number >= 0
 *
 * Source: K. Pearson, Phil. Mag. 50 (1900) 157-175; A. Fabijan et al., "Diagnosing Sample Ratio Mismatch", KDD 2019.
 */
export function sampleRatioOf(rows: readonly RatioRow[], alpha = SAMPLE_RATIO_ALPHA): SampleRatio {
  const ids = [
    ...new Set(rows.flatMap(({ shares, counts }) => [...shares.map((arm) => arm.creativeId), ...counts.keys()])),
  ];
  const place = new Map(ids.sort().map((id, i) => [id, i]));
  const shown = ids.map(() => 0);
  const expected = ids.map(() => 0);
  const covariance = ids.map(() => ids.map(() => 0));
  const impossible = new Set<CreativeId>();
  let exposures = 0;
  for (const row of rows) {
    const share = sharesOf(row);
    const n = countIn(row);
    exposures += n;
    for (const [id, count] of row.counts) {
      const i = place.get(id) as number;
      shown[i] = (shown[i] as number) + count;
      if (count > 0 && !((share.get(id) ?? 0) > 0)) impossible.add(id);
    }
    for (const [id, p] of share) {
      const i = place.get(id) as number;
      expected[i] = (expected[i] as number) + n * p;
      const line = covariance[i] as number[];
      line[i] = (line[i] as number) + n * p;
      for (const [other, q] of share) {
        const j = place.get(other) as number;
        line[j] = (line[j] as number) - n * p * q;
      }
    }
  }
  const { value, rank } = statisticOf(shown, expected, covariance, rows.length > 1 ? LEAST_EXPECTED : 0);
  const pValue = impossible.size > 0 ? 0 : chiSquareTail(value, rank);
  return {
    pValue,
    flagged: pValue < alpha,
    statistic: value,
    degrees: rank,
    exposures,
    impossible: [...impossible].sort(),
    arms: ids.map((creativeId, i) => ({ creativeId, shown: shown[i] as number, expected: expected[i] as number })),
  };
}

/** The check of every cluster that has rows. */
export function sampleRatios(rows: readonly RatioRow[], alpha = SAMPLE_RATIO_ALPHA): Map<ClusterId, SampleRatio> {
  const byCluster = Map.groupBy(rows, (row) => row.clusterId);
  return new Map([...byCluster].map(([clusterId, own]) => [clusterId, sampleRatioOf(own, alpha)]));
}

/**
 * Rows from draws, one a cluster, context and version. One whose shares do not sum to 1 is left out: its policy is no longer
 * known, and the arms that were shown alone would tell of those that luck drew.
 *
 * @param since only later policy versions count; `null`: all of them
 */
export function ratioRowsOf(draws: readonly Draws[], since: number | null = null): RatioRow[] {
  const later = draws.filter(({ policyVersion }) => since === null || policyVersion > since);
  const cells = Map.groupBy(
    later,
    ({ clusterId, context, policyVersion }) => `${clusterId} ${context} ${policyVersion}`,
  );
  return [...cells.values()].flatMap((cell) => {
    const shares = cell.flatMap(({ creativeId, share }) => (share > 0 ? [{ creativeId, probability: share }] : []));
    const counts = new Map(cell.map(({ creativeId, exposures }) => [creativeId, exposures]));
    const sum = shares.reduce((total, { probability }) => total + probability, 0);
    if (Math.abs(sum - 1) > SUM_TOLERANCE || counts.size < cell.length) return [];
    const { clusterId, context, policyVersion } = cell[0] as Draws;
    return [{ clusterId, context, policyVersion, shares, counts }];
  });
}

function sharesOf({ shares, policyVersion }: RatioRow): Map<CreativeId, number> {
  const sum = shares.reduce((total, { probability }) => total + probability, 0);
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE))
    throw new RangeError(`the shares of version ${policyVersion} must sum to 1, not ${sum}`);
  return new Map(shares.filter(({ probability }) => probability > 0).map((arm) => [arm.creativeId, arm.probability]));
}

function countIn({ counts }: RatioRow): number {
  let sum = 0;
  for (const count of counts.values()) {
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new RangeError(`exposures must be a whole number >= 0, not ${count}`);
    sum += count;
  }
  return sum;
}

/** d' C+ d over groups of arms: those that are expected seldom are one. */
function statisticOf(
  shown: readonly number[],
  expected: readonly number[],
  covariance: readonly (readonly number[])[],
  least: number,
) {
  const groups = groupsOf(expected, least);
  const sum = (of: readonly number[], values: readonly number[]) =>
    of.reduce((all, i) => all + (values[i] as number), 0);
  const apart = groups.map((group) => sum(group, shown) - sum(group, expected));
  const merged = groups.map((group) =>
    groups.map((other) => group.reduce((all, i) => all + sum(other, covariance[i] as number[]), 0)),
  );
  // Divided by the standard deviations, so that a rare arm beside a frequent one keeps its rank.
  const scale = merged.map((row, i) => 1 / Math.sqrt(Math.max(row[i] as number, Number.MIN_VALUE)));
  const alive = groups.flatMap((_, i) => ((merged[i]?.[i] as number) > 1e-9 ? [i] : []));
  return inverseForm(
    alive.map((i) => alive.map((j) => (merged[i]?.[j] as number) * (scale[i] as number) * (scale[j] as number))),
    alive.map((i) => (apart[i] as number) * (scale[i] as number)),
  );
}

function groupsOf(expected: readonly number[], least: number): number[][] {
  const order = expected
    .flatMap((value, i) => (value > 0 ? [i] : []))
    .sort((i, j) => (expected[i] as number) - (expected[j] as number));
  const groups: number[][] = [];
  let few: number[] = [];
  let sum = 0;
  for (const i of order) {
    few.push(i);
    sum += expected[i] as number;
    if (sum < least) continue;
    groups.push(few);
    [few, sum] = [[], 0];
  }
  // What is left over at the end is the largest of a small cell: two such groups are compared as they are.
  if (few.length > 0) groups.push(few);
  return groups;
}
