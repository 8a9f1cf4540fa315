import type { Allowed, Cluster, ClusterId } from "../core/cluster.ts";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { type Aim, exposuresNeeded, separableArms, smallestLift } from "./power.ts";

/** A cluster and how often a title is shown to it in a day. */
export type Traffic = { readonly cluster: Cluster; readonly impressionsPerDay: number };

export type ClusterPlan = {
  readonly clusterId: ClusterId;
  readonly impressionsPerDay: number;
  /** The most arms that its own traffic separates in the time; 0: not even two. */
  readonly separable: number;
  /** The cluster whose artwork and evidence it shares; itself, when it stands alone. */
  readonly servedBy: ClusterId;
  /** Days until the whole pool of arms is separated, with the traffic of all that share it; a whole cycle at least. */
  readonly daysNeeded: number;
  /** The smallest lift that the days asked for find among the pool, with the same traffic; `null`: none. */
  readonly smallestLift: number | null;
};

export type TrafficPlan = {
  readonly clusters: readonly ClusterPlan[];
  /** Creatives for each cluster that stands alone, 1..16. */
  readonly armsPerCluster: number;
  /** All arms of the title, the control included: every cluster's contest is over all of them. */
  readonly pool: number;
  readonly warnings: readonly string[];
};

type Group = { readonly members: readonly Traffic[] };

// The most that an order may ask for (core/job.ts).
const MOST_PER_CLUSTER = 16;

/**
 * How many arms a title's traffic can tell apart, and which clusters must share to do so.
 *
 * Every cluster's contest is over all arms of the title: its control and what is made for each cluster. While a cluster
 * has too little traffic to separate even one arm a cluster and the control, the smallest is merged into the one whose
 * allowed levels are most like its own. Then each cluster gets as many arms as the poorest can still separate.
 *
 * @param days > 0
 * @throws RangeError without clusters, for impressions or days that are not positive, and as `exposuresNeeded` does
 */
export function planTraffic(traffic: readonly Traffic[], days: number, aim: Aim): TrafficPlan {
  if (traffic.length === 0) throw new RangeError("a plan needs at least one cluster");
  if (!(days > 0)) throw new RangeError(`days must be more than 0, not ${days}`);
  for (const { cluster, impressionsPerDay } of traffic)
    if (!(impressionsPerDay > 0 && Number.isFinite(impressionsPerDay)))
      throw new RangeError(`impressions a day of ${cluster.id} must be more than 0, not ${impressionsPerDay}`);

  const separable = (group: Group) => separableArms(days * perDayOf(group), aim);
  let groups: readonly Group[] = traffic.map((one) => ({ members: [one] }));
  while (groups.length > 1) {
    const poorest = groups.reduce((least, group) => (perDayOf(group) < perDayOf(least) ? group : least));
    if (separable(poorest) >= 1 + groups.length) break;
    groups = mergeInto(groups, poorest);
  }

  const least = Math.min(...groups.map(separable));
  const armsPerCluster = Math.min(MOST_PER_CLUSTER, Math.max(1, Math.floor((least - 1) / groups.length)));
  const pool = 1 + groups.length * armsPerCluster;
  const needed = pool * exposuresNeeded(pool, aim);
  const clusters = traffic.map((one): ClusterPlan => {
    const group = groups.find(({ members }) => members.includes(one)) as Group;
    return {
      clusterId: one.cluster.id,
      impressionsPerDay: one.impressionsPerDay,
      separable: separableArms(days * one.impressionsPerDay, aim),
      servedBy: hostOf(group).cluster.id,
      daysNeeded: Math.ceil(Math.max(DEFAULT_EXPERIMENT.cycleDays, needed / perDayOf(group))),
      smallestLift: smallestLift(pool, Math.floor((days * perDayOf(group)) / pool), aim),
    };
  });
  return { clusters, armsPerCluster, pool, warnings: warningsOf(clusters, days, pool) };
}

function warningsOf(clusters: readonly ClusterPlan[], days: number, pool: number): string[] {
  return clusters.flatMap(({ clusterId, servedBy, separable, daysNeeded }) => {
    const own = separable === 0 ? "not even two arms" : `${separable} arms`;
    if (servedBy !== clusterId)
      return [
        `${clusterId} separates ${own} in ${days} days by itself; it shares the artwork and evidence of ${servedBy}`,
      ];
    return daysNeeded > days
      ? [`${clusterId} needs ${daysNeeded} days for ${pool} arms, more than the ${days} asked for`]
      : [];
  });
}

const perDayOf = ({ members }: Group): number =>
  members.reduce((sum, { impressionsPerDay }) => sum + impressionsPerDay, 0);

/** The member with the most traffic; the first of equals. */
const hostOf = ({ members }: Group): Traffic =>
  members.reduce((most, one) => (one.impressionsPerDay > most.impressionsPerDay ? one : most));

function mergeInto(groups: readonly Group[], small: Group): readonly Group[] {
  const others = groups.filter((group) => group !== small);
  const likeness = (group: Group) => likenessOf(hostOf(small).cluster.allowed, hostOf(group).cluster.allowed);
  const nearest = others.reduce((best, group) => (likeness(group) > likeness(best) ? group : best));
  return others.map((group) => (group === nearest ? { members: [...group.members, ...small.members] } : group));
}

/** Mean over the attributes of the levels that both allow, as a share of those that either does (Jaccard); 0..1. */
export function likenessOf(one: Allowed, other: Allowed): number {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof Allowed)[];
  if (names.length === 0) return 1;
  const shares = names.map((name) => {
    const [mine, theirs] = [one[name] as readonly string[] | undefined, other[name] as readonly string[] | undefined];
    // An absent list allows all: as like as a list can be that leaves most of it open.
    if (!mine || !theirs) return mine || theirs ? 0.5 : 1;
    const either = new Set([...mine, ...theirs]);
    return [...either].filter((level) => mine.includes(level) && theirs.includes(level)).length / either.size;
  });
  return shares.reduce((sum, share) => sum + share, 0) / names.length;
}
