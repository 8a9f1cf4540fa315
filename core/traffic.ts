import { z } from "zod";
import { ClusterId } from "./cluster.ts";
import { JobRequest } from "./job.ts";
import { TitleId } from "./title.ts";

/** What a plan is made from: who sees a title how often, and what is to be found out by when. */
export const PlanRequest = z.strictObject({
  titles: z.array(TitleId).min(1).max(1_000),
  clusters: z
    .array(
      z.strictObject({
        id: ClusterId,
        impressionsPerDay: z.number().gt(0).max(1e10).meta({ description: "Of one title, in this cluster." }),
      }),
    )
    .min(1)
    .max(50)
    .refine((clusters) => new Set(clusters.map(({ id }) => id)).size === clusters.length, "names a cluster twice"),
  baseRate: z.number().gt(0).lt(0.5).meta({ description: "Click rate of an ordinary artwork." }),
  days: z.number().gt(0).max(366).default(14),
  lift: z.number().min(0.01).max(1).default(0.2).meta({ description: "How much better a winner is: 0.2 is a fifth." }),
  power: z.number().min(0.5).max(0.99).default(0.8).meta({ description: "Probability of finding it in that time." }),
  seed: JobRequest.shape.seed,
});
export type PlanRequest = z.infer<typeof PlanRequest>;

/** How many arms the traffic separates, who shares, and the order that follows; a person may change the order. */
export const TrafficPlan = z.strictObject({
  clusters: z.array(
    z.strictObject({
      clusterId: ClusterId,
      impressionsPerDay: z.number(),
      separable: z.int().meta({ description: "The most arms that its own traffic separates; 0: not even two." }),
      servedBy: ClusterId.meta({ description: "The cluster whose artwork and evidence it shares; itself, alone." }),
      daysNeeded: z.int().meta({
        description:
          "Until the pool is separated, with all traffic that shares it, split evenly (mode `ab`); a week at least. A bandit loses fewer clicks meanwhile, and proves later.",
      }),
      smallestLift: z
        .number()
        .nullable()
        .meta({ description: "How small a lift the days asked for find among the pool, with that power; null: none." }),
    }),
  ),
  armsPerCluster: z.int(),
  pool: z.int().meta({ description: "All arms of a title, the control included." }),
  warnings: z.array(z.string()),
  merged: z.record(z.string(), ClusterId).meta({ description: "Send it when the title's experiment is opened." }),
  order: JobRequest.meta({ description: "Send it to POST /v1/jobs as it is, or changed." }),
});
export type TrafficPlan = z.infer<typeof TrafficPlan>;
