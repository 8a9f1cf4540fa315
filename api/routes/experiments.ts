import { z } from "zod";
import { changesOf, laidOver } from "../../core/changes.ts";
import { ClusterId } from "../../core/cluster.ts";
import { type Creative, CreativeId } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { DEFAULT_EXPERIMENT, Experiment, ExperimentSettings, PausedArm } from "../../core/experiment.ts";
import type { Page } from "../../core/ports.ts";
import { shownText } from "../../core/text.ts";
import { TitleId } from "../../core/title.ts";
import type { ApiDeps } from "../deps.ts";
import { isShowable, objectionsTo } from "../experiment-check.ts";
import { ExperimentReport } from "../report.ts";
import { defineRoute } from "../route.ts";

const Params = z.strictObject({ title: TitleId });

const Paused = PausedArm.pick({ creativeId: true }).extend({ reason: shownText(200) });

export const putExperiment = defineRoute({
  method: "post",
  path: "/v1/experiments/{title}",
  summary:
    "Open, change or close the experiment of a title: its arms, its mode and how it counts. What is left out stays as it is.",
  scope: "experiments:write",
  params: Params,
  body: z.strictObject({
    state: Experiment.shape.state.optional().meta({ description: "Left out: as it is; a new one is opened." }),
    merged: z
      .record(ClusterId, ClusterId)
      .refine(
        (merged) => Object.values(merged).every((host) => !(host in merged)),
        "shares with one that shares itself",
      )
      .optional()
      .meta({ description: "Clusters too small for a contest of their own, each with the one that it shares with." }),
    arms: z
      .array(CreativeId)
      .min(1)
      .max(1_000)
      .nullish()
      .meta({ description: "Approved creatives of the title, the control among them; `null`: all that are approved." }),
    paused: z
      .array(Paused)
      .max(1_000)
      .optional()
      .meta({ description: "Arms that get no traffic until they are resumed, from this moment on." }),
    resume: z.array(CreativeId).max(1_000).optional().meta({ description: "Arms that are paused no longer." }),
    settings: changesOf(ExperimentSettings)
      .optional()
      .meta({ description: "Laid over what stands, field by field; `null` takes `shares` or `guard` away." }),
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
    const base = before ?? (await freshExperiment(params.title, deps));
    const { arms: standing, ...rest } = base;
    const arms = body.arms === undefined ? standing : (body.arms ?? undefined);
    const experiment: Experiment = {
      ...rest,
      ...(arms && { arms }),
      state: body.state ?? base.state,
      merged: body.merged ?? base.merged,
      paused: pausedAfter(base.paused, body, new Date(deps.now()).toISOString()),
      settings: laidOver(base.settings, body.settings ?? {}),
    };
    const { settings } = body;
    const asked = {
      arms: body.arms !== undefined,
      paused: body.paused !== undefined,
      settings: settings?.mode !== undefined || settings?.shares !== undefined,
    };
    const issues = await objectionsTo(experiment, asked, deps.creatives);
    if (issues.length > 0) throw new AppError("invalid_request", `${issues.length} objections`, { issues });
    await deps.experiments.put(experiment, actor);
    await deps.refresh();
    return experiment;
  },
});

/** Those that are paused already keep their reason and their time. */
function pausedAfter(
  before: Experiment["paused"],
  { paused = [], resume = [] }: { paused?: z.output<typeof Paused>[] | undefined; resume?: CreativeId[] | undefined },
  at: string,
): Experiment["paused"] {
  const known = new Set(before.map(({ creativeId }) => creativeId));
  const added = paused.filter(({ creativeId }) => !known.has(creativeId)).map((arm) => ({ ...arm, at }));
  // The new ones first, in the order that was asked: what is refused is named by its place.
  return [...added, ...before].filter(({ creativeId }) => !resume.includes(creativeId));
}

export const getExperiment = defineRoute({
  method: "get",
  path: "/v1/experiments/{title}",
  summary: "What is known of every arm in every cluster, who leads, who has won, and by how much.",
  scope: "catalogue:read",
  params: Params,
  reply: ExperimentReport,
  errors: ["experiment_not_found", "statistics_busy", "statistics_late"],
  handle: ({ params, gone }, { statistics }) => statistics("report", { titleId: params.title }, gone()),
});

async function freshExperiment(titleId: TitleId, deps: ApiDeps): Promise<Experiment> {
  const { control, any } = await findControl(titleId, deps);
  if (!any) throw new AppError("nothing_approved", `title ${titleId} has nothing approved`);
  if (!control)
    throw new AppError("invalid_request", `title ${titleId} has no approved control`, {
      issues: [
        { field: "path.title", reason: "has no approved control: the artwork that was made for nobody in particular" },
      ],
    });
  return {
    titleId,
    state: "open",
    controlId: control.id,
    openedAt: new Date(deps.now()).toISOString(),
    merged: {},
    paused: [],
    settings: DEFAULT_EXPERIMENT,
  };
}

/** The control, if it can be shown, and whether anything of the title can. */
async function findControl(
  titleId: TitleId,
  { creatives }: Pick<ApiDeps, "creatives">,
): Promise<{ control: Creative | null; any: boolean }> {
  let any = false;
  for (const status of ["approved", "in-review"] as const) {
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page: Page<Creative> = await creatives.page({ titleId, status }, { after, limit: 200 });
      const showable = page.items.filter(isShowable);
      const control = showable.find(({ clusterId }) => clusterId === null);
      if (control) return { control, any: true };
      any ||= showable.length > 0;
      after = page.next;
    }
  }
  return { control: null, any };
}
