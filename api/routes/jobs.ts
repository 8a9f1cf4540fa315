import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Brand, NO_BRAND } from "../../core/brand.ts";
import { AppError, type FieldIssue } from "../../core/errors.ts";
import { Job, JobId, JobRequest } from "../../core/job.ts";
import { DEFAULT_WORKSPACE, type WorkspaceId } from "../../core/workspace.ts";
import type { ApiDeps } from "../deps.ts";
import { defineRoute, PageQuery, pageOf, toPage } from "../route.ts";

export const orderJob = defineRoute({
  method: "post",
  path: "/v1/jobs",
  summary: "Order artwork: creatives for every title and cluster named. Work starts at once; follow it with GET.",
  scope: "jobs:write",
  body: JobRequest,
  reply: Job,
  status: 202,
  costly: true,
  errors: ["title_not_found", "cluster_not_found", "plan_impossible", "queue_away", "storage_full"],
  handle: async ({ body, actor, workspace }, deps) => {
    const titles = await all("titles", body.titles, (id) => deps.titles.get(id), "title_not_found");
    const clusters = await all("clusters", body.clusters, (id) => deps.clusters.get(id), "cluster_not_found");
    const { armsPerCluster, channels, seed } = body;
    const brand = await brandOf(workspace, deps);
    const flows = titles.map((title) => ({
      title,
      briefs: deps.plan({ title, clusters, armsPerCluster, channels, seed, ...brand }),
    }));

    // The same order has the same id, so that a client that lost our answer can order again without paying twice.
    const jobId = jobIdOf(workspace, body);
    const briefs = flows.flatMap((flow) => flow.briefs);
    await deps.jobs.plan(jobId, body, briefs, actor);
    await deps.queue.addFlows(
      flows.map(({ title, briefs }) => ({ jobId, titleId: title.id, creativeIds: briefs.map((b) => b.creativeId) })),
    );
    return existing(jobId, deps);
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

/** The workspace is part of it: others may have titles and clusters of the same ids. */
function jobIdOf(workspace: WorkspaceId, request: JobRequest): JobId {
  const name = JSON.stringify(workspace === DEFAULT_WORKSPACE ? request : [workspace, request]);
  return JobId.parse(`job_${createHash("sha256").update(name).digest("hex").slice(0, 16)}`);
}

/** What every brief of the workspace keeps to; nothing where it has no brand kit. */
async function brandOf(
  workspace: WorkspaceId,
  { workspaces }: Pick<ApiDeps, "workspaces">,
): Promise<{ brand?: Brand }> {
  const brand = (await workspaces.get(workspace))?.brand;
  return brand && !isDeepStrictEqual(brand, NO_BRAND) ? { brand } : {};
}

async function existing(id: JobId, { jobs }: Pick<ApiDeps, "jobs">): Promise<Job> {
  const job = await jobs.get(id);
  if (!job) throw new AppError("job_not_found", id);
  return job;
}

/** Every row that the ids name, or one error that lists all unknown ids. */
async function all<Id extends string, Row>(
  field: string,
  ids: readonly Id[],
  get: (id: Id) => Promise<Row | null>,
  notFound: "title_not_found" | "cluster_not_found",
): Promise<Row[]> {
  const rows = await Promise.all([...new Set(ids)].map(async (id) => ({ id, row: await get(id) })));
  const issues: FieldIssue[] = rows
    .filter(({ row }) => row === null)
    .map(({ id }) => ({ field: `body.${field}.${ids.indexOf(id)}`, reason: `there is no ${id}` }));
  if (issues.length > 0) throw new AppError(notFound, issues.map((issue) => issue.reason).join("; "), { issues });
  return rows.flatMap(({ row }) => (row === null ? [] : [row]));
}
