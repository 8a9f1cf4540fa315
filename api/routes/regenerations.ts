import { z } from "zod";
import { Job, JobTerms } from "../../core/job.ts";
import { Estimate, Regeneration } from "../../core/regeneration.ts";
import { estimateOfJob, estimateRegeneration, regenerationId, replacements } from "../regenerate.ts";
import { defineRoute } from "../route.ts";
import { existing, ORDER_BYTES } from "./jobs.ts";

export const regenerate = defineRoute({
  method: "post",
  path: "/v1/regenerations",
  summary:
    "Make existing creatives anew. With `dryRun` it only says what that would take; without, it is one job, and each old creative stays until the one that replaces it is approved.",
  scope: "jobs:write",
  body: z.strictObject({ ...Regeneration.shape, ...JobTerms.shape, dryRun: z.boolean().default(true) }),
  maxBodyBytes: ORDER_BYTES,
  reply: z.object({ estimate: Estimate, job: Job.nullable() }),
  status: 202,
  costly: true,
  errors: ["title_not_found", "cluster_not_found", "plan_impossible", "storage_full"],
  handle: async ({ body, actor, workspace }, deps) => {
    const { priority, budget, dryRun, ...request } = body;
    if (dryRun) return { estimate: await estimateRegeneration(workspace, request, deps.studios, deps), job: null };
    const id = await regenerationId(workspace, request, deps);
    const order = { request, terms: { priority, budget }, actor };
    await deps.jobs.plan(id, order, replacements(workspace, request, deps));
    return { estimate: await estimateOfJob(id, deps.studios, deps), job: await existing(id, deps) };
  },
});
