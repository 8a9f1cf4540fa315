import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import { Creative, CreativeId, CreativeStatus } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { JobId } from "../../core/job.ts";
import { HistoryLine } from "../../core/pull.ts";
import { Verdict } from "../../core/review.ts";
import { shownText } from "../../core/text.ts";
import { TitleId } from "../../core/title.ts";
import { fieldOf, refuseMissing } from "../missing.ts";
import { defineRoute, PageQuery, pageOf, toPage } from "../route.ts";

export const listCreatives = defineRoute({
  method: "get",
  path: "/v1/creatives",
  summary: "Creatives with their provenance, by id; filter by title, cluster, job and status.",
  scope: "catalogue:read",
  query: PageQuery.extend({
    title: TitleId.optional(),
    cluster: ClusterId.optional(),
    job: JobId.optional(),
    status: CreativeStatus.optional(),
  }),
  reply: pageOf(Creative),
  errors: [],
  handle: async ({ query }, { creatives }) => {
    const filter = {
      ...(query.title && { titleId: query.title }),
      ...(query.cluster && { clusterId: query.cluster }),
      ...(query.job && { jobId: query.job }),
      ...(query.status && { status: query.status }),
    };
    const page = await creatives.page(filter, toPage(query));
    return { items: [...page.items], next: page.next };
  },
});

export const getCreative = defineRoute({
  method: "get",
  path: "/v1/creatives/{creative}",
  summary: "One creative: pictures, copy, checks, and how it came to be.",
  scope: "catalogue:read",
  params: z.strictObject({ creative: CreativeId }),
  reply: Creative,
  errors: ["creative_not_found"],
  handle: async ({ params }, { creatives }) => {
    const creative = await creatives.get(params.creative);
    if (!creative) throw new AppError("creative_not_found", params.creative);
    return creative;
  },
});

export const getCreativeHistory = defineRoute({
  method: "get",
  path: "/v1/creatives/{creative}/history",
  summary: "Who did what to a creative, and when, oldest first, from the audit trail.",
  scope: "catalogue:read",
  params: z.strictObject({ creative: CreativeId }),
  query: PageQuery,
  reply: pageOf(HistoryLine),
  errors: ["creative_not_found"],
  handle: async ({ params, query }, { creatives, history }) => {
    if (!(await creatives.get(params.creative))) throw new AppError("creative_not_found", params.creative);
    const page = await history.ofCreative(params.creative, toPage(query));
    return { items: [...page.items], next: page.next };
  },
});

export const reviewCreatives = defineRoute({
  method: "post",
  path: "/v1/creatives/reviews",
  summary:
    "Approve, reject, reopen, retire or restore creatives, all or none. What is approved is live at once where its title's experiment has been opened.",
  scope: "creatives:review",
  body: z
    .strictObject({
      creatives: z.array(CreativeId).min(1).max(500),
      verdict: Verdict,
      reason: shownText(500).optional().meta({ description: "A rejection must have one; kept in the history." }),
    })
    .refine(({ verdict, reason }) => verdict !== "reject" || reason !== undefined, {
      path: ["reason"],
      message: "say why it is rejected",
    }),
  reply: z.object({ reviewed: z.int() }),
  errors: ["creative_not_found", "creative_not_reviewable"],
  handle: async ({ body, actor }, { creatives, refresh }) => {
    const ids = [...new Set(body.creatives)];
    const review = { verdict: body.verdict, reason: body.reason ?? null, actor };
    const { missing, unreviewable } = await creatives.review(ids, review);
    refuseMissing(missing, body.creatives);
    if (unreviewable.length > 0)
      throw new AppError("creative_not_reviewable", unreviewable.map(({ id, why }) => `${id} ${why}`).join("; "), {
        issues: unreviewable.map(({ id, why }) => ({ field: fieldOf(id, body.creatives), reason: `${id} ${why}` })),
      });
    await refresh();
    return { reviewed: ids.length };
  },
});
