import { z } from "zod";
import { ChannelName, Channels } from "./channel.ts";
import { ClusterId } from "./cluster.ts";
import { CreativeId } from "./creative.ts";
import { TitleId } from "./title.ts";

export const JobId = z
  .string()
  .regex(/^job_[0-9a-f]{16}$/, "must look like job_ and 16 hexadecimal digits")
  .brand<"JobId">();
export type JobId = z.infer<typeof JobId>;

// One transaction plans them all, in about 2 s; a whole catalogue is several orders.
const MOST_CREATIVES = 5_000;

/** An order for artwork. */
export const JobRequest = z
  .strictObject({
    titles: z.array(TitleId).min(1).max(1_000),
    clusters: z.array(ClusterId).min(1).max(50),
    /** Creatives per title and cluster; each title gets one control besides. */
    armsPerCluster: z.int().min(1).max(16).default(4),
    /** Where the artwork will be shown: one scene, cut and titled for each. */
    channels: Channels.default([...ChannelName.options]),
    seed: z.int().min(0).max(0xffff_ffff).default(1),
  })
  .refine(
    ({ titles, clusters, armsPerCluster }) => titles.length * (clusters.length * armsPerCluster + 1) <= MOST_CREATIVES,
    {
      path: ["titles"],
      message: `would make more than ${MOST_CREATIVES} creatives; split the order by titles`,
    },
  );
export type JobRequest = z.infer<typeof JobRequest>;

/** How far an order has come, counted from its creatives' rows. */
export const JobProgress = z.strictObject({
  planned: z.int(),
  made: z.int(),
  refused: z.int(),
  failed: z.int(),
});
export type JobProgress = z.infer<typeof JobProgress>;

export const Job = z.strictObject({
  id: JobId,
  request: JobRequest,
  /** `done` when no creative is left to make. */
  state: z.enum(["running", "done"]),
  progress: JobProgress,
  createdAt: z.iso.datetime(),
});
export type Job = z.infer<typeof Job>;

/** What producer and consumer of the queue agree on. Payloads are ids: the rows hold the rest. */
export const QUEUE_JOBS = {
  "creative.make": z.strictObject({ creativeId: CreativeId }),
  "title.finish": z.strictObject({ jobId: JobId, titleId: TitleId }),
  "policy.learn": z.strictObject({}),
} as const;
export type QueueJobName = keyof typeof QUEUE_JOBS;

/** What a processor says happened; kept with the queue job, so that a skipped job and a done one never look alike. */
export type JobOutcome = "made" | "already-made" | "refused" | "finished" | "learned" | "nothing-to-learn";

/** The work of one title: a parent that waits for its creatives, failed ones included. */
export type TitleFlow = {
  readonly jobId: JobId;
  readonly titleId: TitleId;
  readonly creativeIds: readonly CreativeId[];
};
