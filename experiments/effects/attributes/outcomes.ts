import type { Attributes } from "../../../core/attributes.ts";
import type { CreativeId } from "../../../core/creative.ts";
import type { Stratum } from "../../../core/experiment.ts";
import type { TitleId } from "../../../core/title.ts";
import { isDrawn } from "../arms.ts";

/** What one artwork earned in one cluster, and what was drawn for it. */
export type Outcome = {
  readonly titleId: TitleId;
  /** Artworks whose attributes were drawn together, from the same levels: of one title, made for one cluster. */
  readonly block: string;
  readonly attributes: Attributes;
  readonly clicks: number;
  /** Drawn exposures, each worth what its stretch of time was worth to the title; need not be a whole number. */
  readonly exposures: number;
};

/** An artwork as it was planned. */
export type Drawn = { readonly creativeId: CreativeId; readonly block: string; readonly attributes: Attributes };

/** A stretch of time is told apart when it brought so many clicks. */
const CLICKS_A_STRETCH = 100;
const MOST_STRETCHES = 10;
const ROUNDS = 12;

/**
 * Counts, and not weighted rates: what is made of them is a likelihood, to which it is all one how a policy chose what
 * to show, as long as it chose by what is counted. Only time must be taken out, because the winners were shown later.
 *
 * @param strata of one cluster, of any titles; artworks that `drawn` lacks are left out
 */
export function outcomesOf(strata: readonly Stratum[], drawn: readonly Drawn[]): Outcome[] {
  const planned = new Map(drawn.map((one) => [one.creativeId, one]));
  const known = strata.filter((one) => isDrawn(one) && planned.has(one.creativeId));
  return [...Map.groupBy(known, ({ titleId }) => titleId)].flatMap(([titleId, ofTitle]) => {
    const stretches = stretchesOf(ofTitle);
    const arms = [...Map.groupBy(ofTitle, ({ creativeId }) => creativeId)].map(([creativeId, own]) => {
      const clicks = own.reduce((sum, one) => sum + one.clicks, 0);
      const seen = new Array<number>(stretches.count).fill(0);
      for (const one of own) {
        const at = stretches.of(one);
        seen[at] = (seen[at] as number) + one.exposures;
      }
      return { creativeId, clicks, seen };
    });
    const worth = worthOf(arms, stretches.clicks);
    return arms.map(({ creativeId, clicks, seen }) => {
      const { block, attributes } = planned.get(creativeId) as Drawn;
      const exposures = seen.reduce((sum, one, at) => sum + one * (worth[at] as number), 0);
      return { titleId, block: `${titleId} ${block}`, attributes, clicks, exposures };
    });
  });
}

/** Policy versions in order, cut where enough clicks have come together. */
function stretchesOf(strata: readonly Stratum[]) {
  const byVersion = Map.groupBy(strata, ({ policyVersion }) => policyVersion);
  const all = strata.reduce((sum, { clicks }) => sum + clicks, 0);
  const least = Math.max(CLICKS_A_STRETCH, all / MOST_STRETCHES);
  const index = new Map<number, number>();
  const clicks = [0];
  for (const version of [...byVersion.keys()].sort((a, b) => a - b)) {
    const left = all - clicks.reduce((sum, one) => sum + one, 0);
    if ((clicks.at(-1) as number) >= least && left >= least) clicks.push(0);
    const at = clicks.length - 1;
    index.set(version, at);
    for (const one of byVersion.get(version) ?? []) clicks[at] = (clicks[at] as number) + one.clicks;
  }
  return { count: clicks.length, clicks, of: ({ policyVersion }: Stratum) => index.get(policyVersion) as number };
}

/**
 * What an exposure in each stretch was worth, 1 on average: the maximum likelihood of rates that are an artwork's own
 * times its stretch's, by fitting either in turn.
 */
function worthOf(
  arms: readonly { readonly clicks: number; readonly seen: readonly number[] }[],
  clicks: readonly number[],
): number[] {
  const worth = clicks.map(() => 1);
  if (clicks.length < 2) return worth;
  for (let round = 0; round < ROUNDS; round++) {
    const rates = arms.map((arm) => arm.clicks / Math.max(1e-9, inner(arm.seen, worth)));
    for (const [at, own] of clicks.entries()) {
      const expected = arms.reduce((sum, { seen }, arm) => sum + (seen[at] as number) * (rates[arm] as number), 0);
      if (expected > 0) worth[at] = own / expected;
    }
  }
  const seen = clicks.map((_, at) => arms.reduce((sum, arm) => sum + (arm.seen[at] as number), 0));
  const scale = seen.reduce((sum, one) => sum + one, 0) / inner(seen, worth);
  return worth.map((one) => one * scale);
}

const inner = (some: readonly number[], others: readonly number[]): number =>
  some.reduce((sum, one, at) => sum + one * (others[at] as number), 0);
