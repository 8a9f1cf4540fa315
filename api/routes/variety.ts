import { z } from "zod";
import { CreativeId } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { descriptorDistance, nearestOf } from "../../core/fingerprint.ts";
import { TitleId } from "../../core/title.ts";
import { LEAST_VARIETY, varietyOf } from "../../experiments/variety.ts";
import { defineRoute } from "../route.ts";

/** The pairs that a person would look at first. */
const PAIRS = 10;

export const showVariety = defineRoute({
  method: "get",
  path: "/v1/titles/{title}/variety",
  summary: "How many different pictures a title's creatives amount to, and which of them are most alike.",
  scope: "catalogue:read",
  params: z.strictObject({ title: TitleId }),
  reply: z.object({
    creatives: z.int(),
    effective: z.number().meta({ description: "How many different pictures they amount to." }),
    share: z.number().meta({ description: "Of all creatives, 0..1." }),
    least: z.number().meta({ description: "Below this share, copies are made anew." }),
    holds: z.boolean(),
    alike: z.array(z.object({ creative: CreativeId, nearest: CreativeId, apart: z.number() })),
  }),
  errors: ["title_not_found"],
  handle: async ({ params }, { titles, gates }) => {
    if (!(await titles.get(params.title))) throw new AppError("title_not_found", params.title);
    const set = await gates.set({ titleId: params.title });
    const alike = set
      .flatMap(({ creativeId, fingerprints }) => {
        const others = set.filter((other) => other.creativeId !== creativeId);
        const nearest = nearestOf(fingerprints, others, descriptorDistance);
        return nearest
          ? [{ creative: creativeId, nearest: nearest.creativeId as CreativeId, apart: nearest.apart }]
          : [];
      })
      .sort((one, other) => one.apart - other.apart);
    return { ...varietyOf(set), least: LEAST_VARIETY, alike: alike.slice(0, PAIRS) };
  },
});
