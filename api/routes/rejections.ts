import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { JobId } from "../../core/job.ts";
import { Rejection, RejectionSummary } from "../../core/rejection.ts";
import { TitleId } from "../../core/title.ts";
import { defineRoute } from "../route.ts";

export const listRejections = defineRoute({
  method: "get",
  path: "/v1/creatives/{creative}/rejections",
  summary: "What each try at a creative did not pass, and by how much.",
  scope: "catalogue:read",
  params: z.strictObject({ creative: CreativeId }),
  reply: z.object({ rejections: z.array(Rejection) }),
  errors: ["creative_not_found"],
  handle: async ({ params }, { gates }) => {
    const rejections = await gates.rejections(params.creative);
    if (!rejections) throw new AppError("creative_not_found", params.creative);
    return { rejections: [...rejections] };
  },
});

export const sumRejections = defineRoute({
  method: "get",
  path: "/v1/rejections",
  summary: "The share of tries that each gate refused, over all creatives or those of a title, a cluster or a job.",
  scope: "catalogue:read",
  query: z.strictObject({ title: TitleId.optional(), cluster: ClusterId.optional(), job: JobId.optional() }),
  reply: RejectionSummary,
  errors: [],
  handle: ({ query }, { gates }) =>
    gates.summary({
      ...(query.title && { titleId: query.title }),
      ...(query.cluster && { clusterId: query.cluster }),
      ...(query.job && { jobId: query.job }),
    }),
});
