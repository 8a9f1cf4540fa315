import { z } from "zod";
import type { Attributes } from "../core/attributes.ts";
import { ClusterId } from "../core/cluster.ts";
import { ContextKey } from "../core/context.ts";
import { CreativeId } from "../core/creative.ts";
import type { ExperimentSettings, Policy, SliceCell } from "../core/experiment.ts";
import type { TitleId } from "../core/title.ts";
import { LEVELS, levelsOf } from "./bandit/levels.ts";
import { marqueeShares } from "./bandit/marquee.ts";
import { hintsOf, teach } from "./bandit/population.ts";
import { titlePriors } from "./bandit/posteriors.ts";
import { SPREADS } from "./bandit/spreads.ts";
import { policyNamed } from "./policies.ts";
import { type Counts, pool } from "./posterior.ts";

/** What has been learned of one title: dense tables by cell and arm. Opaque to everybody else. */
export const TitleState = z.strictObject({
  version: z.literal(1),
  arms: z.array(CreativeId),
  cells: z.array(
    z.strictObject({
      clusterId: ClusterId,
      context: ContextKey,
      /** In the order of `arms`. */
      exposures: z.array(z.number().min(0)),
      clicks: z.array(z.number().min(0)),
    }),
  ),
});
export type TitleState = z.infer<typeof TitleState>;

/** Means of log-odds, and the lower triangle of their covariance, row by row. */
const Effects = z.strictObject({ mean: z.array(z.number()), covariance: z.array(z.number()) });

/** What has been learned over all titles; see `bandit/population.ts`. */
export const Population = z.strictObject({
  version: z.literal(1),
  /** Log weights of how far arms of one title lie apart. */
  spreads: z.array(z.number()).default([]),
  /** What the attributes' levels do, and names of these levels in the order of the numbers. */
  levels: z.array(z.string()).default([]),
  overall: Effects.nullable().default(null),
  /** What a cluster adds. */
  own: z.record(ClusterId, Effects).default({}),
});
export type Population = z.infer<typeof Population>;

/** All that decides who sees what of one title. */
export type Contest = {
  readonly titleId: TitleId;
  /** Those that can be shown; whatever else was learned of gets nothing. */
  readonly arms: readonly CreativeId[];
  readonly attributes: ReadonlyMap<CreativeId, Attributes>;
  readonly controlId: CreativeId;
  readonly clusters: readonly ClusterId[];
  readonly settings: ExperimentSettings;
  /** The workspace's policy, of `policyNamed`; absent: `marquee`. */
  readonly policy?: string;
  readonly state: TitleState | null;
  readonly population: Population | null;
};

/**
 * Folds what one stretch of time brought into a title's state. Calls must be in the order of time.
 *
 * @param slice cells of one title; the same cell may come twice
 * @throws RangeError when an arm has more clicks than exposures
 */
export function foldTitle(state: TitleState | null, slice: readonly SliceCell[]): TitleState {
  const before = state ?? { version: 1, arms: [], cells: [] };
  const arms = [...new Set([...before.arms, ...slice.map(({ creativeId }) => creativeId)])];
  const index = new Map(arms.map((id, i) => [id, i]));
  const grown = (values: readonly number[]) => arms.map((_, i) => values[i] ?? 0);
  const cells = new Map(
    before.cells.map((cell) => [
      keyOf(cell),
      { ...cell, exposures: grown(cell.exposures), clicks: grown(cell.clicks) },
    ]),
  );
  for (const { clusterId, context, creativeId, exposures, clicks } of slice) {
    if (clicks > exposures) throw new RangeError(`${creativeId} has ${clicks} clicks of ${exposures} exposures`);
    const key = keyOf({ clusterId, context });
    const cell = cells.get(key) ?? { clusterId, context, exposures: grown([]), clicks: grown([]) };
    const arm = index.get(creativeId) as number;
    cell.exposures[arm] = (cell.exposures[arm] as number) + exposures;
    cell.clicks[arm] = (cell.clicks[arm] as number) + clicks;
    cells.set(key, cell);
  }
  return { version: 1, arms, cells: [...cells.values()] };
}

/** What all titles together teach: what attributes do, by cluster, and how far arms of one title lie apart. */
export function populationOf(
  titles: readonly { readonly state: TitleState; readonly attributes: ReadonlyMap<CreativeId, Attributes> }[],
): Population {
  const { tastes, spreads } = teach(titles.map(lessonOf));
  const plain = ({ mean, covariance }: { mean: ArrayLike<number>; covariance: ArrayLike<number> }) => ({
    mean: Array.from(mean, shortened),
    covariance: Array.from(covariance, shortened),
  });
  return {
    version: 1,
    spreads: spreads.map(shortened),
    levels: LEVEL_NAMES,
    overall: tastes && plain(tastes.overall),
    own: Object.fromEntries([...(tastes?.own ?? [])].map(([name, effects]) => [name, plain(effects)])),
  };
}

function lessonOf({ state, attributes }: { state: TitleState; attributes: ReadonlyMap<CreativeId, Attributes> }) {
  const clusters = [...new Set(state.cells.map(({ clusterId }) => clusterId))].sort();
  return {
    clusters,
    evidence: clusters.map((clusterId) => evidenceIn(state, clusterId, state.arms)),
    levels: state.arms.map((id) => levelsIn(attributes, id)),
  };
}

/**
 * The policies of one title: one a cluster, and one a context of a cluster that has its least evidence.
 *
 * Pure and exact: the same contest gives the same policies, in the order of cluster and context, each with its arms in
 * the order of their ids. Mode `ab` gives equal shares, `fixed` those that a person gave, `holdout` the control alone.
 *
 * @returns none when the title has no arm
 */
export function policiesOf(contest: Contest): Policy[] {
  const { titleId } = contest;
  const arms = [...new Set(contest.arms)].sort();
  const clusters = [...new Set(contest.clusters)].sort();
  if (arms.length === 0) return [];
  const given = givenShares(contest, arms);
  const rows = given
    ? clusters.map((clusterId) => ({ clusterId, shares: given }))
    : learnedShares(contest, arms, clusters);
  return rows.map(({ shares, ...cell }) => ({
    titleId,
    ...cell,
    arms: arms.flatMap((creativeId, i) => {
      const probability = shares[i] ?? 0;
      return probability > 0 ? [{ creativeId, probability }] : [];
    }),
  }));
}

type Row = { readonly clusterId: ClusterId; readonly context?: ContextKey; readonly shares: readonly number[] };

/** Every cluster's shares, each followed by those of its contexts. */
function learnedShares(contest: Contest, arms: readonly CreativeId[], clusters: readonly ClusterId[]): Row[] {
  const { settings, state, policy = "marquee" } = contest;
  // A name that is none any more must not stop anybody from learning.
  const rule = policyNamed(policy) ?? marqueeShares;
  const open = arms.map(() => true);
  const evidence = clusters.map((clusterId) => evidenceIn(state, clusterId, arms));
  const belief = rule === marqueeShares ? beliefOf(contest, arms, clusters) : {};
  const shares = rule(evidence, open, settings, belief);
  const contexts = clusters.map((clusterId) => contextsIn(state, clusterId, arms, settings));
  // A context borrows what is known of its arms over all contexts of the cluster, and over all clusters.
  const priors = contexts.some((own) => own.length > 0) ? titlePriors(evidence, belief) : [];
  return clusters.flatMap((clusterId, c): Row[] => {
    const own = contexts[c] ?? [];
    if (own.length === 0) return [{ clusterId, shares: shares[c] ?? [] }];
    const rest = restOf(evidence[c] ?? [], own);
    const hint = priors[c] ?? [];
    const parts = rule([...own.map((part) => part.evidence), rest], open, settings, {
      hints: [...own, rest].map(() => hint),
    });
    return [
      { clusterId, shares: shares[c] ?? [] },
      ...own.map(({ context }, i) => ({ clusterId, context, shares: parts[i] ?? [] })),
    ];
  });
}

function beliefOf({ attributes, population }: Contest, arms: readonly CreativeId[], clusters: readonly ClusterId[]) {
  if (!population) return {};
  // What was learned under other levels, or another grid, is of no use.
  const spreads = population.spreads.length === SPREADS.length ? population.spreads : undefined;
  if (!population.overall || population.levels.join() !== LEVEL_NAMES.join()) return { spreads };
  const own = clusters.flatMap((id) => {
    const effects = population.own[id];
    return effects ? [[id as string, effects] as const] : [];
  });
  const tastes = { overall: population.overall, own: new Map(own) };
  const levels = arms.map((id) => levelsIn(attributes, id));
  return { spreads, hints: hintsOf(tastes, clusters, levels) };
}

const LEVEL_NAMES = LEVELS.map(({ attribute, level }) => `${attribute}=${level}`);

const levelsIn = (attributes: ReadonlyMap<CreativeId, Attributes>, id: CreativeId): readonly number[] | undefined => {
  const own = attributes.get(id);
  return own && levelsOf(own);
};

/** Six digits: a population is written down after every run. */
const shortened = (value: number): number => Number(value.toPrecision(6));

/** Shares that nothing learned changes, in the order of `arms`; null in mode `bandit`. */
function givenShares({ settings, controlId }: Contest, arms: readonly CreativeId[]): number[] | null {
  const equal = arms.map(() => 1 / arms.length);
  if (settings.mode === "bandit") return null;
  if (settings.mode === "ab") return equal;
  if (settings.mode === "holdout")
    return arms.includes(controlId) ? arms.map((id) => (id === controlId ? 1 : 0)) : equal;
  const asked = new Map(settings.shares?.map(({ creativeId, probability }) => [creativeId, probability]));
  const shares = arms.map((id) => asked.get(id) ?? 0);
  const sum = shares.reduce((total, share) => total + share, 0);
  // Arms that were withdrawn since leave their share to the others.
  return sum > 0 ? shares.map((share) => share / sum) : equal;
}

/** What is known of each arm in one cluster, over all contexts. */
function evidenceIn(state: TitleState | null, clusterId: ClusterId, arms: readonly CreativeId[]): Counts[] {
  const cells = state?.cells.filter((cell) => cell.clusterId === clusterId) ?? [];
  const index = new Map(state?.arms.map((id, i) => [id, i]));
  return arms.map((id) => {
    const arm = index.get(id) ?? -1;
    return cells.reduce(
      (sum, cell) => ({
        exposures: sum.exposures + (cell.exposures[arm] ?? 0),
        clicks: sum.clicks + (cell.clicks[arm] ?? 0),
      }),
      { exposures: 0, clicks: 0 },
    );
  });
}

type Part = { readonly context: ContextKey; readonly evidence: readonly Counts[] };

/** The contexts of a cluster that the experiment tells apart and that have their least evidence. */
function contextsIn(
  state: TitleState | null,
  clusterId: ClusterId,
  arms: readonly CreativeId[],
  { context: names, leastEvidence }: ExperimentSettings,
): Part[] {
  const isTold = (context: ContextKey) =>
    context !== "" && context.split(",").every((part) => names.some((name) => part.startsWith(`${name}=`)));
  const told = state?.cells.filter((cell) => cell.clusterId === clusterId && isTold(cell.context)) ?? [];
  return told
    .map(({ context, ...cell }) => ({
      context,
      evidence: evidenceIn(state && { ...state, cells: [{ ...cell, context }] }, clusterId, arms),
    }))
    .filter(({ evidence }) => pool(evidence).exposures >= Math.max(1, leastEvidence))
    .sort((one, other) => (one.context < other.context ? -1 : 1));
}

/** What a cluster knows beyond its contexts. */
const restOf = (all: readonly Counts[], parts: readonly Part[]): Counts[] =>
  all.map((counts, i) => {
    const told = pool(parts.map(({ evidence }) => evidence[i] as Counts));
    return { exposures: counts.exposures - told.exposures, clicks: counts.clicks - told.clicks };
  });

const keyOf = ({ clusterId, context }: { clusterId: ClusterId; context: ContextKey }): string =>
  `${clusterId} ${context}`;
