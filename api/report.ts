import { z } from "zod";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { Experiment, type Policy, type PolicySet, type Tally } from "../core/experiment.ts";
import type { WinnerStore } from "../core/ports.ts";
import { standings } from "../experiments/best.ts";
import type { Beta } from "../experiments/beta.ts";
import { bestForEverybody, liftOver } from "../experiments/lift.ts";
import { estimateOf, posteriorsOf } from "../experiments/posterior.ts";
import { type ArmCounts, judge } from "../experiments/winner.ts";
import { NO_CLUSTER } from "./decide.ts";

const Lift = z
  .object({ ratio: z.number(), low: z.number(), high: z.number() })
  .meta({ description: "Click rate over the other's, minus 1, with a 95 % credible interval: 0.2 is +20 %." });

export const ArmReport = z.object({
  creativeId: CreativeId,
  exposures: z.int(),
  clicks: z.int(),
  rate: z.number().meta({ description: "Posterior mean click rate, clicks per exposure." }),
  low: z.number(),
  high: z.number(),
  probabilityBest: z.number(),
  expectedLoss: z.number().meta({ description: "Click rate that choosing this arm is expected to lose." }),
  share: z.number().meta({ description: "Its part of the cluster's traffic now." }),
});

export const ClusterReport = z.object({
  clusterId: ClusterId,
  exposures: z.int(),
  clicks: z.int(),
  leader: CreativeId.nullable(),
  winner: z.object({ creativeId: CreativeId, declaredAt: z.string() }).nullable(),
  missing: z.array(z.string()).meta({ description: "What still keeps the leader from being a winner." }),
  liftOverControl: Lift.nullable(),
  liftOverBestForEverybody: Lift.nullable(),
  arms: z.array(ArmReport),
});
export type ClusterReport = z.infer<typeof ClusterReport>;

export const ExperimentReport = Experiment.extend({
  policyVersion: z.int(),
  bestForEverybody: CreativeId.nullable().meta({
    description: "The one artwork that would get most clicks if every cluster were shown the same.",
  }),
  clusters: z.array(ClusterReport),
});

type Known = {
  readonly tallies: readonly Tally[];
  readonly policies: PolicySet;
  readonly winners: Awaited<ReturnType<WinnerStore["standing"]>>;
};

/** One cluster's arms: those that its policy serves, and those that it once did. */
type Cell = { readonly clusterId: ClusterId; readonly arms: readonly ArmCounts[]; readonly policy: Policy | undefined };

/** Everything that the counts say about one experiment. Pure: the same counts give the same report. */
export function reportOf(experiment: Experiment, known: Known): z.input<typeof ExperimentReport> {
  const cells = cellsOf(experiment, known);
  const audience = cells.map(({ arms }) => ({ weight: sum(arms.map((arm) => arm.exposures)), arms }));
  const everybody = audience.some(({ weight }) => weight > 0) ? bestForEverybody(audience).creativeId : null;
  return {
    ...experiment,
    policyVersion: known.policies.version,
    bestForEverybody: everybody,
    clusters: cells.map((cell) => clusterReport(cell, experiment.controlId, everybody, known)),
  };
}

function cellsOf({ titleId }: Experiment, { tallies, policies }: Known): Cell[] {
  const ofTitle = policies.policies.filter((policy) => policy.titleId === titleId);
  const counted = Map.groupBy(
    tallies.filter((tally) => tally.titleId === titleId),
    (tally) => tally.clusterId,
  );
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
    return { clusterId, arms, policy };
  });
}

function clusterReport(
  { clusterId, arms, policy }: Cell,
  controlId: CreativeId,
  everybody: CreativeId | null,
  { winners }: Known,
): ClusterReport {
  const posteriors = posteriorsOf(arms);
  const standing = standings(posteriors);
  const posterior = new Map(arms.map((arm, i) => [arm.creativeId, posteriors[i] as Beta]));
  const share = new Map(policy?.arms.map((arm) => [arm.creativeId, arm.probability]));
  const declared = winners.find((winner) => winner.clusterId === clusterId);
  // An arm that was withdrawn keeps its numbers, but cannot lead.
  const served = policy ? arms.filter((arm) => share.has(arm.creativeId)) : arms;
  const verdict = served.length > 0 ? judge(served) : null;
  const best = declared?.creativeId ?? verdict?.leader;

  const liftOverArm = (other: CreativeId | null) => {
    const [of, over] = [best && posterior.get(best), other && posterior.get(other)];
    if (!of || !over || best === other) return null;
    const { lift, interval } = liftOver(of, over);
    return { ratio: lift, ...interval };
  };
  return {
    clusterId,
    exposures: sum(arms.map((arm) => arm.exposures)),
    clicks: sum(arms.map((arm) => arm.clicks)),
    leader: verdict?.leader ?? null,
    winner: declared ? { creativeId: declared.creativeId, declaredAt: declared.declaredAt } : null,
    missing: verdict?.kind === "undecided" ? [...verdict.missing] : [],
    liftOverControl: liftOverArm(controlId),
    liftOverBestForEverybody: liftOverArm(everybody),
    arms: arms.map((arm, i) => {
      const { mean, interval } = estimateOf(posteriors[i] as Beta);
      return {
        ...arm,
        rate: mean,
        ...interval,
        probabilityBest: standing[i]?.probabilityBest ?? 0,
        expectedLoss: standing[i]?.expectedLoss ?? 0,
        share: share.get(arm.creativeId) ?? 0,
      };
    }),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
