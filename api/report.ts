import { z } from "zod";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import {
  type Draws,
  Experiment,
  type Policy,
  type PolicySet,
  type Sights,
  type Stratum,
  type Tally,
} from "../core/experiment.ts";
import { SampleRatio, type WinnerRow } from "../core/winner.ts";
import { standings } from "../experiments/best.ts";
import type { Beta } from "../experiments/beta.ts";
import { fatigueOf } from "../experiments/drift/fatigue.ts";
import { armEstimate, liftOverControl } from "../experiments/effects/arms.ts";
import { systemLift } from "../experiments/effects/holdout.ts";
import { before, drawnCounts, leaderLift, splitOf } from "../experiments/effects/leader.ts";
import { bestForEverybody } from "../experiments/everybody.ts";
import { evidenceOf } from "../experiments/evidence.ts";
import { estimateOf, posteriorsOf } from "../experiments/posterior.ts";
import { ratioRowsOf, sampleRatioOf } from "../experiments/ratio.ts";
import { type ArmCounts, judge, winnerRuleOf } from "../experiments/winner.ts";
import { NO_CLUSTER } from "./decide.ts";
import { LeaderLift, Lift, SystemLift } from "./report/lift.ts";
import { Anytime, anytimeOver } from "./report/sequence.ts";

export const ArmReport = z.object({
  creativeId: CreativeId,
  exposures: z.int().meta({ description: "As counted, however it came to be shown." }),
  clicks: z.int(),
  rate: z.number().meta({
    description:
      "Rewarded exposures of a hundred, as a share: every drawn one weighted by the inverse of its propensity, because what a policy chose to show has no fair mean. Before any was drawn: what the arm is taken for.",
  }),
  low: z.number(),
  high: z.number(),
  liftOverControl: Lift.nullable().meta({ description: "Null for the control, and while either is unknown." }),
  anytimeOverControl: Anytime.nullable().meta({
    description:
      "Confidence sequences: the 95 % hold over all looks together. Null for the control, and until both were drawn.",
  }),
  probabilityBest: z.number(),
  expectedLoss: z.number().meta({ description: "Click rate that choosing this arm is expected to lose." }),
  share: z.number().meta({ description: "Its part of the cluster's traffic now." }),
  fatigue: z.enum(["fatigued", "poor", "steady", "unknown"]).meta({
    description:
      "`fatigued`: who has seen it often clicks less, so it may rest and come back. `poor`: it was behind the others at first sight.",
  }),
});

export const ClusterReport = z.object({
  clusterId: ClusterId,
  exposures: z.int(),
  clicks: z.int(),
  leader: CreativeId.nullable(),
  winner: z.object({ creativeId: CreativeId, declaredAt: z.string() }).nullable(),
  missing: z.array(z.string()).meta({ description: "What still keeps the leader from being a winner." }),
  liftOverControl: LeaderLift.nullable(),
  liftOverBestForEverybody: LeaderLift.nullable(),
  systemLift: SystemLift.nullable(),
  sampleRatio: SampleRatio,
  arms: z.array(ArmReport),
});
export type ClusterReport = z.infer<typeof ClusterReport>;

export const ExperimentReport = Experiment.extend({
  policyVersion: z.int(),
  bestForEverybody: CreativeId.nullable().meta({
    description: "The one artwork that would get most clicks if every cluster were shown the same.",
  }),
  systemLift: SystemLift.nullable(),
  clusters: z.array(ClusterReport),
});

type Known = {
  readonly tallies: readonly Tally[];
  readonly strata: readonly Stratum[];
  readonly policies: PolicySet;
  /** All rows, those that were taken back too. */
  readonly winners: readonly WinnerRow[];
  readonly draws: readonly Draws[];
  readonly sights: readonly Sights[];
  /** Since the experiment was opened. */
  readonly days: number;
};

/** One cluster's arms: those that its policy serves, and those that it once did. */
type Cell = {
  readonly clusterId: ClusterId;
  readonly counted: readonly ArmCounts[];
  /** What was drawn, in the order of `counted`; posteriors and verdicts are of these. */
  readonly drawn: readonly ArmCounts[];
  readonly strata: readonly Stratum[];
  readonly policy: Policy | undefined;
};

/** How lifts are told: who led before a version, over whom, from that version on. */
type Split = { readonly since: number | null; readonly everybody: CreativeId | null };

/** Everything that the counts say about one experiment. Pure: the same counts give the same report. */
export function reportOf(experiment: Experiment, known: Known): z.input<typeof ExperimentReport> {
  const strata = known.strata.filter(
    ({ titleId, clusterId }) => titleId === experiment.titleId && clusterId !== NO_CLUSTER,
  );
  const cells = cellsOf(experiment, { ...known, strata });
  const since = splitOf(strata);
  // Chosen on the same side of the split as the leaders that are held against it.
  const earlier = (cell: Cell) => drawnCounts(since === null ? [] : before(cell.strata, since), idsOf(cell));
  const split = { since, everybody: everybodys(cells.map(earlier)) };
  return {
    ...experiment,
    policyVersion: known.policies.version,
    bestForEverybody: everybodys(cells.map(({ drawn }) => drawn)),
    systemLift: systemLift(strata),
    clusters: cells.map((cell) => clusterReport(cell, experiment, split, known)),
  };
}

function everybodys(cells: readonly (readonly ArmCounts[])[]): CreativeId | null {
  const audience = cells.map((arms) => ({ weight: sum(arms.map((arm) => arm.exposures)), arms }));
  return audience.some(({ weight }) => weight > 0) ? bestForEverybody(audience).creativeId : null;
}

function cellsOf({ titleId }: Experiment, { tallies, policies, strata }: Known): Cell[] {
  const ofTitle = policies.policies.filter((policy) => policy.titleId === titleId);
  const counted = Map.groupBy(
    tallies.filter((tally) => tally.titleId === titleId),
    (tally) => tally.clusterId,
  );
  const stratified = Map.groupBy(strata, ({ clusterId }) => clusterId);
  const clusters = new Set([...ofTitle.map((policy) => policy.clusterId), ...counted.keys()]);
  clusters.delete(NO_CLUSTER); // its users see the control alone: there is nothing to compare
  return [...clusters].sort().map((clusterId) => {
    const policy = ofTitle.find((one) => one.clusterId === clusterId);
    const seen = new Map((counted.get(clusterId) ?? []).map((tally) => [tally.creativeId, tally]));
    const ids = new Set([...(policy?.arms ?? []).map((arm) => arm.creativeId), ...seen.keys()]);
    const arms = [...ids].sort().map((creativeId) => {
      const { exposures, clicks } = seen.get(creativeId) ?? { exposures: 0, clicks: 0 };
      return { creativeId, exposures, clicks };
    });
    const own = stratified.get(clusterId) ?? [];
    return { clusterId, counted: arms, drawn: drawnCounts(own, [...ids].sort()), strata: own, policy };
  });
}

function clusterReport(cell: Cell, experiment: Experiment, split: Split, known: Known): ClusterReport {
  const { controlId } = experiment;
  const { clusterId, counted, drawn, strata, policy } = cell;
  const posteriors = posteriorsOf(drawn);
  const standing = standings(posteriors);
  const share = new Map(policy?.arms.map((arm) => [arm.creativeId, arm.probability]));
  const rows = known.winners.filter((winner) => winner.clusterId === clusterId);
  const declared = rows.find(({ reversedAt }) => reversedAt === null);
  // An arm that was withdrawn keeps its numbers, but cannot lead.
  const served = policy ? drawn.filter((arm) => share.has(arm.creativeId)) : drawn;
  const { verdict, sampleRatio, batches } = proofOf(cell, idsIn(served), experiment, known);
  const among = idsIn(served);
  const sights = known.sights.filter((one) => one.clusterId === clusterId);
  const liftOver = (over: CreativeId | null) =>
    over === null || split.since === null ? null : leaderLift(strata, { since: split.since, among, over, controlId });
  return {
    clusterId,
    exposures: sum(counted.map((arm) => arm.exposures)),
    clicks: sum(counted.map((arm) => arm.clicks)),
    leader: verdict?.leader ?? null,
    winner: declared ? { creativeId: declared.creativeId, declaredAt: declared.declaredAt } : null,
    missing: verdict?.kind === "undecided" ? [...verdict.missing] : [],
    liftOverControl: liftOver(controlId),
    liftOverBestForEverybody: liftOver(split.everybody),
    systemLift: systemLift(strata),
    sampleRatio,
    arms: counted.map((arm, i) => ({
      ...arm,
      ...rateOf(cell, i, posteriors),
      liftOverControl: arm.creativeId === controlId ? null : liftOverControl(strata, arm.creativeId, controlId),
      anytimeOverControl: arm.creativeId === controlId ? null : anytimeOver(batches, arm.creativeId, controlId),
      probabilityBest: standing[i]?.probabilityBest ?? 0,
      expectedLoss: standing[i]?.expectedLoss ?? 0,
      share: share.get(arm.creativeId) ?? 0,
      fatigue: fatigueIn(sights, arm.creativeId),
    })),
  };
}

/** Whether the lead is proven, as the worker asks before it declares: `experiments/winner.ts`. */
function proofOf({ clusterId, strata }: Cell, served: readonly CreativeId[], { settings }: Experiment, known: Known) {
  const reversed = known.winners.flatMap((row) =>
    row.clusterId === clusterId ? (row.reversal?.policyVersion ?? []) : [],
  );
  const since = reversed.length > 0 ? Math.max(...reversed) : null;
  const draws = known.draws.filter((one) => one.clusterId === clusterId);
  const ratio = sampleRatioOf(ratioRowsOf(draws, since));
  const { arms, batches } = evidenceOf(strata, clusterId, served, since);
  const seen = { batches, days: known.days, mismatch: ratio.flagged, since };
  return {
    verdict: served.length > 0 ? judge(arms, winnerRuleOf(settings), seen) : null,
    batches,
    sampleRatio: { ...ratio, impossible: [...ratio.impossible], arms: [...ratio.arms] },
  };
}

function fatigueIn(sights: readonly Sights[], arm: CreativeId) {
  const [own, others] = [true, false].map((is) => sights.filter(({ creativeId }) => (creativeId === arm) === is));
  return fatigueOf(own ?? [], others ?? []).verdict;
}

function rateOf({ counted, strata }: Cell, arm: number, posteriors: readonly Beta[]) {
  const found = armEstimate(strata, counted[arm]?.creativeId as CreativeId);
  if (found) return { rate: found.rate, low: found.low, high: found.high };
  const { mean, interval } = estimateOf(posteriors[arm] as Beta);
  return { rate: mean, ...interval };
}

const idsIn = (arms: readonly ArmCounts[]): CreativeId[] => arms.map(({ creativeId }) => creativeId);
const idsOf = ({ counted }: Cell): CreativeId[] => idsIn(counted);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
