import type { z } from "zod";
import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import type { Experiment, Policy, PolicySet, Tally } from "../core/experiment.ts";
import type { WinnerStore } from "../core/ports.ts";
import { standings } from "../experiments/best.ts";
import type { Beta } from "../experiments/beta.ts";
import { bestForEverybody, liftOver } from "../experiments/lift.ts";
import { estimateOf, posteriorsOf } from "../experiments/posterior.ts";
import { type ArmCounts, judge } from "../experiments/winner.ts";
import type { ClusterReport, ExperimentReport } from "./routes/experiments.ts";

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
  const verdict = arms.length > 0 ? judge(arms) : null;
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
