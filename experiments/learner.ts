import { z } from "zod";
import type { Attributes } from "../core/attributes.ts";
import { ClusterId } from "../core/cluster.ts";
import { ContextKey } from "../core/context.ts";
import { CreativeId } from "../core/creative.ts";
import type { ExperimentSettings, Policy, SliceCell } from "../core/experiment.ts";
import type { TitleId } from "../core/title.ts";
import { marqueeShares } from "./bandit/marquee.ts";
import { policyNamed, type ShareRule } from "./policies.ts";
import type { Counts } from "./posterior.ts";

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

/** What has been learned over all titles. */
export const Population = z.strictObject({ version: z.literal(1) });
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

/** What all titles together teach about attributes. */
export function populationOf(
  _titles: readonly { readonly state: TitleState; readonly attributes: ReadonlyMap<CreativeId, Attributes> }[],
): Population {
  return { version: 1 };
}

/**
 * The policies of one title: one a cluster, and one a context of a cluster that has evidence of its own.
 *
 * Pure and exact: the same contest gives the same policies, in the order of cluster and context, each with its arms in
 * the order of their ids. Mode `ab` gives equal shares, `fixed` those that a person gave, `holdout` the control alone.
 *
 * @returns none when the title has no arm
 */
export function policiesOf(contest: Contest): Policy[] {
  const { titleId, settings, state, policy = "marquee" } = contest;
  const arms = [...new Set(contest.arms)].sort();
  const clusters = [...new Set(contest.clusters)].sort();
  if (arms.length === 0) return [];
  const given = givenShares(contest, arms);
  const evidence = clusters.map((clusterId) => evidenceIn(state, clusterId, arms));
  const shares = given
    ? clusters.map(() => given)
    : ruleOf(policy)(
        evidence,
        arms.map(() => true),
        settings,
      );
  return clusters.map((clusterId, cell) => ({
    titleId,
    clusterId,
    arms: arms.flatMap((creativeId, i) => {
      const probability = shares[cell]?.[i] ?? 0;
      return probability > 0 ? [{ creativeId, probability }] : [];
    }),
  }));
}

/** A name that is none any more must not stop anybody from learning. */
const ruleOf = (policy: string): ShareRule => policyNamed(policy) ?? marqueeShares;

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

const keyOf = ({ clusterId, context }: { clusterId: ClusterId; context: ContextKey }): string =>
  `${clusterId} ${context}`;
