import type { CreativeId } from "../core/creative.ts";
import type { Experiment, Policy } from "../core/experiment.ts";
import type { LearnerContests } from "../core/ports.ts";
import { withoutDoubts } from "../experiments/drift/of-title.ts";
import { type Contest, type Population, policiesOf } from "../experiments/learner.ts";
import { stretched } from "../experiments/stretches.ts";
import type { Kept } from "./kept-title.ts";

/** Shares that moved by less than this together are left as they are: users would move, and nobody would be better off. */
export const LEAST_MOVE = 0.001;

type Entry = LearnerContests["titles"][number];

/** The arms that can be shown: those that are live, of a choice where one was made, and not paused. */
export function openArms(
  { experiment, arms }: Entry,
  paused: ReadonlySet<CreativeId> = pausedOf(experiment),
): CreativeId[] {
  const chosen = experiment.arms && new Set(experiment.arms);
  return arms.flatMap(({ id, live }) => (live && (!chosen || chosen.has(id)) && !paused.has(id) ? [id] : []));
}

export const pausedOf = ({ paused }: Experiment): ReadonlySet<CreativeId> =>
  new Set(paused.map(({ creativeId }) => creativeId));

export function contestOf(
  entry: Entry,
  { clusters, deciding }: Pick<LearnerContests, "clusters" | "deciding">,
  known: { kept: Kept | undefined; population: Population | null; paused: ReadonlySet<CreativeId> },
): Contest {
  const { experiment } = entry;
  return {
    titleId: experiment.titleId,
    arms: openArms(entry, known.paused),
    attributes: new Map(entry.arms.map(({ id, attributes }) => [id, attributes])),
    controlId: experiment.controlId,
    clusters: clusters.filter((cluster) => !(cluster in experiment.merged)),
    settings: experiment.settings,
    policy: deciding.policy,
    state: known.kept ? withoutDoubts(known.kept.state, known.kept.evidence) : null,
    population: known.population,
  };
}

/** Where policies stand: `title cluster context`; none of the three holds a blank. */
export const cellOf = ({ titleId, clusterId, context = "" }: Policy): string => `${titleId} ${clusterId} ${context}`;

/** The title's policies that are not as they stand, with the stretches that move the fewest users. */
export function renewed(contest: Contest, standing: ReadonlyMap<string, Policy>): Policy[] {
  const fresh = policiesOf(contest).filter((policy) => {
    const before = standing.get(cellOf(policy));
    return !before || moved(before, policy);
  });
  const known = fresh.flatMap((policy) => [
    standing.get(cellOf(policy)),
    standing.get(cellOf({ ...policy, context: "" })),
  ]);
  return stretched(
    known.filter((policy) => policy !== undefined),
    fresh,
  );
}

function moved(before: Policy, after: Policy): boolean {
  const had = new Map(before.arms.map(({ creativeId, probability }) => [creativeId, probability]));
  if (had.size !== after.arms.length || after.arms.some(({ creativeId }) => !had.has(creativeId))) return true;
  const distance = after.arms.reduce(
    (sum, { creativeId, probability }) => sum + Math.abs(probability - (had.get(creativeId) ?? 0)),
    0,
  );
  return distance / 2 >= LEAST_MOVE;
}
