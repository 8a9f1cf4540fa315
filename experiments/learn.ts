import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import type { Policy, Tally } from "../core/experiment.ts";
import type { TitleId } from "../core/title.ts";
import { allocate } from "./allocation.ts";
import { type Counts, PRIOR_CLICKS } from "./posterior.ts";

/** One title's contest: every approved artwork of the title competes in every cluster. */
export type Contest = {
  readonly titleId: TitleId;
  /** Approved creatives, the control among them. */
  readonly arms: readonly CreativeId[];
  /** Keeps a part of the traffic of its own; without one, or when it is withdrawn, all arms are treated alike. */
  readonly controlId?: CreativeId;
  readonly clusters: readonly ClusterId[];
};

export type LearnOptions = {
  /** Share of a cell's traffic spread evenly over all its arms, 0..1, 0 excluded: each keeps that share / arms. */
  readonly explorationShare?: number;
  /** Share of a cell's traffic that always sees the control, 0..1, 1 excluded, before the rest is allocated. */
  readonly controlShare?: number;
  /** Worth of the prior in clicks, > 0. */
  readonly priorClicks?: number;
};

/** Enough that every arm stays measurable and every propensity usable, for one click in twenty not fully earned. */
export const EXPLORATION_SHARE = 0.05;

/**
 * What a lift is measured against must be seen. Left to its clicks a weak control would get 0.3 % of the traffic, and
 * every lift over it an interval from "some" to "tenfold".
 */
export const CONTROL_SHARE = 0.05;

/**
 * New policies from all counts so far: one per title and cluster, over all arms of the title.
 *
 * Exact, so it draws nothing: the same counts give the same policies. Policies are in the order of title and cluster
 * ids, and the arms of each in the order of their ids. A cell without counts splits equally, but for the control's part. Counts of arms, clusters
 * or titles that are not in the contest are left out, and so is a title without arms.
 *
 * @throws RangeError when an option is outside its range or a count is impossible
 */
export function learn(input: {
  readonly tallies: readonly Tally[];
  readonly experiments: readonly Contest[];
  readonly options?: LearnOptions;
}): Policy[] {
  const { explorationShare = EXPLORATION_SHARE, controlShare = CONTROL_SHARE } = input.options ?? {};
  const { priorClicks = PRIOR_CLICKS } = input.options ?? {};
  if (!(explorationShare > 0 && explorationShare <= 1)) {
    throw new RangeError(`explorationShare must be in 0..1, 0 excluded, not ${explorationShare}`);
  }
  if (!(controlShare >= 0 && controlShare < 1)) {
    throw new RangeError(`controlShare must be in 0..1, 1 excluded, not ${controlShare}`);
  }
  const counts = countsByCell(input.tallies);
  const policies: Policy[] = [];
  for (const { titleId, arms, controlId, clusters } of [...input.experiments].sort(
    byText((contest) => contest.titleId),
  )) {
    const ids = [...new Set(arms)].sort();
    if (ids.length === 0) continue;
    const rule = { floor: explorationShare / ids.length, priorClicks };
    const reserved = controlId !== undefined && ids.includes(controlId) ? controlShare : 0;
    for (const clusterId of [...new Set(clusters)].sort()) {
      const cell = counts.get(cellKey(titleId, clusterId));
      const shares = allocate(
        ids.map((id) => cell?.get(id) ?? NOTHING),
        rule,
      );
      policies.push({
        titleId,
        clusterId,
        arms: ids.map((creativeId, i) => ({
          creativeId,
          probability: (1 - reserved) * (shares[i] as number) + (creativeId === controlId ? reserved : 0),
        })),
      });
    }
  }
  return policies;
}

const NOTHING: Counts = { exposures: 0, clicks: 0 };

// A slug holds no blank, so two cells never share a key.
const cellKey = (titleId: TitleId, clusterId: ClusterId): string => `${titleId} ${clusterId}`;

function countsByCell(tallies: readonly Tally[]): Map<string, Map<CreativeId, Counts>> {
  const cells = new Map<string, Map<CreativeId, Counts>>();
  for (const { titleId, clusterId, creativeId, exposures, clicks } of tallies) {
    const key = cellKey(titleId, clusterId);
    const cell = cells.get(key) ?? new Map<CreativeId, Counts>();
    const sofar = cell.get(creativeId) ?? NOTHING;
    cell.set(creativeId, { exposures: sofar.exposures + exposures, clicks: sofar.clicks + clicks });
    cells.set(key, cell);
  }
  return cells;
}

/** Orders by code units, the same on every machine. */
const byText =
  <Item>(text: (item: Item) => string) =>
  (one: Item, other: Item): number =>
    text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0;
