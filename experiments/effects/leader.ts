import type { CreativeId } from "../../core/creative.ts";
import type { Stratum } from "../../core/experiment.ts";
import { betaMean } from "../beta.ts";
import { posteriorsOf } from "../posterior.ts";
import type { ArmCounts } from "../winner.ts";
import { type ArmLift, armLift, isDrawn, LEAST_CLICKS, liftOverControl, sumOf } from "./arms.ts";

/**
 * The leader's curse: whoever leads was lucky too, and the clicks that made it lead say more of it than is true. So the
 * leader whose lift is told is the one of the versions before `since`, and its lift is told from `since` on: the data
 * that judges is never the data that chose.
 */
export type LeaderLift = ArmLift & {
  readonly creativeId: CreativeId;
  readonly over: CreativeId;
  readonly since: number;
};

/**
 * Lift of the arm that led before `since` over the control and over another, from `since` on.
 *
 * @param strata of one cell
 * @param plan.since of `splitOf` over the title
 * @param plan.among arms that may lead
 * @returns `null` where nobody led, the leader is the other itself, or what it is to be measured against is hardly shown
 */
export function leaderLift(
  strata: readonly Stratum[],
  plan: {
    readonly since: number;
    readonly among: readonly CreativeId[];
    readonly over: CreativeId;
    readonly controlId: CreativeId;
  },
): LeaderLift | null {
  const { since, among, over, controlId } = plan;
  const leader = leaderOf(before(strata, since), among);
  if (!leader || leader === over) return null;
  const later = strata.filter(({ policyVersion }) => policyVersion >= since);
  const lift = over === controlId ? liftOverControl(later, leader, over) : armLift(later, leader, over);
  if (!lift || (lift.reference === "draws" && !floorHolds(later))) return null;
  return { ...lift, creativeId: leader, over, since };
}

export const before = (strata: readonly Stratum[], since: number): Stratum[] =>
  strata.filter(({ policyVersion }) => policyVersion < since);

/**
 * Whether even the least share of all brings an arm some clicks. By that and not by how often the reference was shown:
 * it was shown often because it was lucky.
 */
function floorHolds(strata: readonly Stratum[]): boolean {
  const drawn = strata.filter(isDrawn);
  const least = drawn.reduce((low, { propensity }) => Math.min(low, propensity), 1);
  return least * sumOf(drawn, "clicks") >= LEAST_CLICKS;
}

/**
 * @param strata of one title
 * @returns the first version before which half of all drawn exposures lie, or the last; `null` with a single version
 */
export function splitOf(strata: readonly Stratum[]): number | null {
  const byVersion = new Map<number, number>();
  for (const stratum of strata.filter(isDrawn)) {
    byVersion.set(stratum.policyVersion, (byVersion.get(stratum.policyVersion) ?? 0) + stratum.exposures);
  }
  const versions = [...byVersion].sort(([a], [b]) => a - b);
  const all = versions.reduce((sum, [, exposures]) => sum + exposures, 0);
  let before = 0;
  for (const [at, [version, exposures]] of versions.entries()) {
    // The first version alone may be more than half.
    if (at > 0 && before >= all / 2) return version;
    before += exposures;
  }
  return versions.length > 1 ? (versions.at(-1)?.[0] ?? null) : null;
}

/** Who led a cell on its drawn exposures, by the product's own rule; `null` without any. */
export function leaderOf(strata: readonly Stratum[], among: readonly CreativeId[]): CreativeId | null {
  const arms = drawnCounts(strata, among);
  if (!arms.some(({ exposures }) => exposures > 0)) return null;
  // As `judge` finds it, without the proof: the highest posterior mean, and the first id of equals.
  const sorted = arms.sort((one, other) => (one.creativeId < other.creativeId ? -1 : 1));
  const means = posteriorsOf(sorted).map(betaMean);
  return sorted[means.indexOf(Math.max(...means))]?.creativeId ?? null;
}

/** Drawn exposures and their clicks, in the order of the arms. */
export function drawnCounts(strata: readonly Stratum[], among: readonly CreativeId[]): ArmCounts[] {
  const counts = new Map(among.map((creativeId) => [creativeId, { creativeId, exposures: 0, clicks: 0 }]));
  for (const { creativeId, exposures, clicks } of strata.filter(isDrawn)) {
    const arm = counts.get(creativeId);
    if (!arm) continue;
    arm.exposures += exposures;
    arm.clicks += clicks;
  }
  return [...counts.values()];
}
