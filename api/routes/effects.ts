import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import { AttributeEffect } from "../../core/effect.ts";
import { AppError } from "../../core/errors.ts";
import { TitleId } from "../../core/title.ts";
import { SystemLift } from "../report/lift.ts";
import { defineRoute } from "../route.ts";

export const listEffects = defineRoute({
  method: "get",
  path: "/v1/effects",
  summary: "What palettes, moods, hooks and the like are worth, cluster by cluster, over all titles in experiments.",
  scope: "catalogue:read",
  query: z.strictObject({ cluster: ClusterId.optional().meta({ description: "Of this cluster alone." }) }),
  reply: z.object({
    items: z.array(AttributeEffect).meta({
      description: "None for a cluster in which fewer than 10 titles were seen; levels of fewer than 5 are left out.",
    }),
  }),
  errors: ["cluster_not_found", "statistics_busy", "statistics_late"],
  handle: async ({ query, gone }, deps) => {
    const clusterId = query.cluster ?? null;
    if (clusterId && !(await deps.clusters.get(clusterId))) throw new AppError("cluster_not_found", clusterId);
    return { items: await deps.statistics("effects", { clusterId }, gone()) };
  },
});

export const showLifts = defineRoute({
  method: "get",
  path: "/v1/lifts",
  summary: "What the whole system is worth over showing everybody the control: in all, per cluster and per title.",
  scope: "catalogue:read",
  reply: z.object({
    workspace: SystemLift.nullable(),
    clusters: z.array(z.object({ clusterId: ClusterId, lift: SystemLift.nullable() })),
    titles: z.array(z.object({ titleId: TitleId, lift: SystemLift.nullable() })),
  }),
  errors: ["statistics_busy", "statistics_late"],
  handle: async ({ gone }, deps) => {
    const { workspace, clusters, titles } = await deps.statistics("lifts", {}, gone());
    return { workspace, clusters: [...clusters], titles: [...titles] };
  },
});
