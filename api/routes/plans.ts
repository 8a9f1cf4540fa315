import { AppError, type FieldIssue } from "../../core/errors.ts";
import { JobRequest } from "../../core/job.ts";
import type { ClusterStore } from "../../core/ports.ts";
import { PlanRequest, TrafficPlan } from "../../core/traffic.ts";
import { planTraffic, type Traffic } from "../../experiments/traffic.ts";
import { defineRoute } from "../route.ts";

export const planOrder = defineRoute({
  method: "post",
  path: "/v1/plans",
  summary: "How many arms a title's traffic separates, which clusters must share, and the order that follows.",
  scope: "catalogue:read",
  body: PlanRequest,
  reply: TrafficPlan,
  errors: ["cluster_not_found"],
  handle: ({ body }, { clusters }) => planOf(body, clusters),
});

/** @throws AppError `cluster_not_found` naming each cluster that is not there */
export async function planOf(request: PlanRequest, clusters: Pick<ClusterStore, "get">): Promise<TrafficPlan> {
  const { titles, days, baseRate, lift, power, seed } = request;
  const traffic: Traffic[] = [];
  const issues: FieldIssue[] = [];
  for (const [at, { id, impressionsPerDay }] of request.clusters.entries()) {
    const cluster = await clusters.get(id);
    if (cluster) traffic.push({ cluster, impressionsPerDay });
    else issues.push({ field: `body.clusters.${at}.id`, reason: `there is no ${id}` });
  }
  if (issues.length > 0) throw new AppError("cluster_not_found", issues.map(({ reason }) => reason).join(), { issues });

  const plan = planTraffic(traffic, days, { baseRate, lift, power });
  const { armsPerCluster } = plan;
  const alone = plan.clusters.filter(({ clusterId, servedBy }) => clusterId === servedBy);
  const shared = plan.clusters.filter(({ clusterId, servedBy }) => clusterId !== servedBy);
  return {
    ...plan,
    clusters: [...plan.clusters],
    warnings: [...plan.warnings],
    merged: Object.fromEntries(shared.map(({ clusterId, servedBy }) => [clusterId, servedBy])),
    order: JobRequest.parse({ titles, clusters: alone.map(({ clusterId }) => clusterId), armsPerCluster, seed }),
  };
}
