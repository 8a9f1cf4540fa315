import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import type { Creative } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { DEFAULT_EXPERIMENT, Experiment, ExperimentSettings } from "../../core/experiment.ts";
import type { Page } from "../../core/ports.ts";
import { TitleId } from "../../core/title.ts";
import type { ApiDeps } from "../deps.ts";
import { ExperimentReport, reportOf } from "../report.ts";
import { defineRoute } from "../route.ts";

const Params = z.strictObject({ title: TitleId });

export const putExperiment = defineRoute({
  method: "post",
  path: "/v1/experiments/{title}",
  summary: "Open or close the experiment of a title over all its approved creatives.",
  scope: "experiments:write",
  params: Params,
  body: z.strictObject({
    state: z.enum(["open", "closed"]),
    merged: z
      .record(ClusterId, ClusterId)
      .refine(
        (merged) => Object.values(merged).every((host) => !(host in merged)),
        "shares with one that shares itself",
      )
      .optional()
      .meta({ description: "Clusters too small for a contest of their own, each with the one that it shares with." }),
    settings: ExperimentSettings.optional().meta({ description: "Left out: as they were, or all at their defaults." }),
  }),
  reply: Experiment,
  errors: ["title_not_found", "experiment_not_found", "cluster_not_found", "nothing_approved"],
  handle: async ({ params, body, actor }, deps) => {
    if (!(await deps.titles.get(params.title))) throw new AppError("title_not_found", params.title);
    const before = await deps.experiments.get(params.title);
    if (!before && body.state === "closed") throw new AppError("experiment_not_found", params.title);
    for (const cluster of Object.entries(body.merged ?? {}).flat()) {
      if (!(await deps.clusters.get(cluster as ClusterId)))
        throw new AppError("cluster_not_found", cluster, {
          issues: [{ field: "body.merged", reason: `there is no ${cluster}` }],
        });
    }
    const merged = body.merged ?? before?.merged ?? {};
    const base = before ? { ...before, state: body.state } : await freshExperiment(params.title, deps);
    const experiment = { ...base, merged, settings: body.settings ?? base.settings };
    await deps.experiments.put(experiment, actor);
    await deps.refresh();
    return experiment;
  },
});

export const getExperiment = defineRoute({
  method: "get",
  path: "/v1/experiments/{title}",
  summary: "What is known of every arm in every cluster, who leads, who has won, and by how much.",
  scope: "catalogue:read",
  params: Params,
  reply: ExperimentReport,
  errors: ["experiment_not_found"],
  handle: async ({ params }, deps) => {
    const experiment = await deps.experiments.get(params.title);
    if (!experiment) throw new AppError("experiment_not_found", params.title);
    return reportOf(experiment, {
      tallies: await deps.events.tallies(params.title),
      strata: await deps.events.strata({ titleId: params.title, reward: experiment.settings.reward }),
      policies: await deps.policies.ofTitle(params.title),
      winners: await deps.winners.standing(params.title),
    });
  },
});

async function freshExperiment(titleId: TitleId, deps: ApiDeps): Promise<Omit<Experiment, "merged">> {
  const control = await findControl(titleId, deps);
  if (!control) throw new AppError("nothing_approved", `title ${titleId} has no approved control`);
  return {
    titleId,
    state: "open",
    controlId: control.id,
    openedAt: new Date(deps.now()).toISOString(),
    paused: [],
    settings: DEFAULT_EXPERIMENT,
  };
}

/** Approved by a person, or in some channel by the workspace's setting; not pulled. */
async function findControl(titleId: TitleId, { creatives }: Pick<ApiDeps, "creatives">) {
  for (const status of ["approved", "in-review"] as const) {
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page: Page<Creative> = await creatives.page({ titleId, status }, { after, limit: 200 });
      const control = page.items.find(
        ({ clusterId, pull, autoApproved }) =>
          clusterId === null && pull === null && (status === "approved" || autoApproved.length > 0),
      );
      if (control) return control;
      after = page.next;
    }
  }
  return null;
}
