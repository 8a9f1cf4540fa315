import { createHash } from "node:crypto";
import { z } from "zod";
import { Budget } from "../../core/batch.ts";
import { AppError } from "../../core/errors.ts";
import { Job, JobId, type JobMove, JobReport, type JobRequest, Order } from "../../core/job.ts";
import { DEFAULT_WORKSPACE, type WorkspaceId } from "../../core/workspace.ts";
import type { ApiDeps } from "../deps.ts";
import { briefsOf } from "../order.ts";
import { defineRoute, PageQuery, pageOf, toPage } from "../route.ts";

/** A thousand titles with the longest ids there are. */
export const ORDER_BYTES = 128 * 1024;

export const orderJob = defineRoute({
  method: "post",
  path: "/v1/jobs",
  summary: "Order artwork: creatives for every title and cluster named. Work starts at once; follow it with GET.",
  scope: "jobs:write",
  body: Order,
  maxBodyBytes: ORDER_BYTES,
  reply: Job,
  status: 202,
  costly: true,
  errors: ["title_not_found", "cluster_not_found", "plan_impossible", "storage_full"],
  handle: async ({ body, actor, workspace }, deps) => {
    const { priority, budget, ...request } = body;
    // The same order has the same id, so that a client that lost our answer can order again without paying twice.
    const id = jobIdOf(workspace, request);
    await deps.jobs.plan(id, { request, terms: { priority, budget }, actor }, briefsOf(request, workspace, deps));
    return existing(id, deps);
  },
});

export const listJobs = defineRoute({
  method: "get",
  path: "/v1/jobs",
  summary: "All orders, by id.",
  scope: "catalogue:read",
  query: PageQuery,
  reply: pageOf(Job),
  errors: [],
  handle: async ({ query }, { jobs }) => {
    const page = await jobs.page(toPage(query));
    return { items: [...page.items], next: page.next };
  },
});

export const getJob = defineRoute({
  method: "get",
  path: "/v1/jobs/{job}",
  summary: "One order and how far it has come.",
  scope: "catalogue:read",
  params: z.strictObject({ job: JobId }),
  reply: Job,
  errors: ["job_not_found"],
  handle: ({ params }, deps) => existing(params.job, deps),
});

export const reportJob = defineRoute({
  method: "get",
  path: "/v1/jobs/{job}/report",
  summary: "What became of a job: made, refused and why, failed, there already; in all and by title.",
  scope: "catalogue:read",
  params: z.strictObject({ job: JobId }),
  query: PageQuery,
  reply: JobReport,
  errors: ["job_not_found"],
  handle: async ({ params, query }, { jobs }) => {
    const report = await jobs.report(params.job, toPage(query));
    if (!report) throw new AppError("job_not_found", params.job);
    return report;
  },
});

const MOVED = {
  method: "post",
  scope: "jobs:write",
  params: z.strictObject({ job: JobId }),
  reply: Job,
  errors: ["job_not_found", "job_not_movable"],
} as const;

export const pauseJob = defineRoute({
  ...MOVED,
  path: "/v1/jobs/{job}/pause",
  summary: "Start no more creatives of a job; those that are being made are finished. Asking again changes nothing.",
  handle: ({ params, actor }, deps) => moved(params.job, "pause", { actor }, deps),
});

export const resumeJob = defineRoute({
  ...MOVED,
  path: "/v1/jobs/{job}/resume",
  summary: "Go on with a job that is paused, or whose budget is spent and is given anew: what was spent counts in it.",
  body: z.strictObject({ budget: Budget.optional() }),
  handle: ({ params, body, actor }, deps) =>
    moved(params.job, "resume", { actor, ...(body.budget && { budget: body.budget }) }, deps),
});

export const cancelJob = defineRoute({
  ...MOVED,
  path: "/v1/jobs/{job}/cancel",
  summary: "Stop a job for good: what is being made for it alone is stopped, what was made stays.",
  handle: ({ params, actor }, deps) => moved(params.job, "cancel", { actor }, deps),
});

async function moved(id: JobId, move: JobMove, by: { actor: string; budget?: Budget }, deps: ApiDeps): Promise<Job> {
  const outcome = await deps.jobs.move(id, move, by);
  if (outcome === "missing") throw new AppError("job_not_found", id);
  if (outcome === "conflict") throw new AppError("job_not_movable", `${id} cannot ${move}`);
  return existing(id, deps);
}

/** The workspace is part of it: others may have titles and clusters of the same ids. */
function jobIdOf(workspace: WorkspaceId, { lean, ...rest }: JobRequest): JobId {
  // Orders of before there was a choice keep their ids.
  const request = lean ? rest : { ...rest, lean };
  const name = JSON.stringify(workspace === DEFAULT_WORKSPACE ? request : [workspace, request]);
  return JobId.parse(`job_${createHash("sha256").update(name).digest("hex").slice(0, 16)}`);
}

export async function existing(id: JobId, { jobs }: Pick<ApiDeps, "jobs">): Promise<Job> {
  const job = await jobs.get(id);
  if (!job) throw new AppError("job_not_found", id);
  return job;
}
