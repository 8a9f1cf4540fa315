import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import { Creative, CreativeId, CreativeStatus } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { JobId } from "../../core/job.ts";
import { shownText } from "../../core/text.ts";
import { TitleId } from "../../core/title.ts";
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

export const reviewCreatives = defineRoute({
  method: "post",
  path: "/v1/creatives/reviews",
  summary: "Approve, reject or retire creatives, all or none. Only approved ones are ever served.",
  scope: "creatives:review",
  body: z.strictObject({
    creatives: z.array(CreativeId).min(1).max(500),
    verdict: z.enum(["approve", "reject", "retire"]),
    reason: shownText(500).optional(),
  }),
  reply: z.object({ reviewed: z.int() }),
  errors: ["creative_not_found", "creative_not_reviewable"],
  handle: async ({ body, actor }, { creatives, refresh }) => {
    const ids = [...new Set(body.creatives)];
    const review = { verdict: body.verdict, reason: body.reason ?? null, actor };
    const { missing, unreviewable } = await creatives.review(ids, review);
    const issue = (reason: string) => (id: CreativeId) => ({
      field: `body.creatives.${body.creatives.indexOf(id)}`,
      reason: `${id} ${reason}`,
    });
    if (missing.length > 0)
      throw new AppError("creative_not_found", missing.join(), { issues: missing.map(issue("does not exist")) });
    if (unreviewable.length > 0)
      throw new AppError("creative_not_reviewable", unreviewable.join(), {
        issues: unreviewable.map(issue("cannot take that verdict in its present status")),
      });
    await refresh();
    return { reviewed: ids.length };
  },
});
