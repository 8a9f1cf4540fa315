import { z } from "zod";
import { Budget, Priority, Spent } from "./batch.ts";
import { ChannelName, Channels, Format, Formats } from "./channel.ts";
import { ClusterId } from "./cluster.ts";
import { CreativeId } from "./creative.ts";
import { Regeneration } from "./regeneration.ts";
import { TitleId } from "./title.ts";

export const JobId = z
  .string()
  .regex(/^job_[0-9a-f]{16}$/, "must look like job_ and 16 hexadecimal digits")
  .brand<"JobId">();
export type JobId = z.infer<typeof JobId>;

// One transaction plans them all, page by page, in about 10 s; a larger catalogue is several orders.
const MOST_CREATIVES = 50_000;

const REQUEST = {
  titles: z.array(TitleId).min(1).max(1_000),
  clusters: z.array(ClusterId).min(1).max(50),
  /** Creatives per title and cluster; each title gets one control besides. */
  armsPerCluster: z.int().min(1).max(16).default(4),
  /** Where the artwork will be shown: one scene, cut and titled for each. */
  channels: Channels.default([...ChannelName.options]),
  /** The files to make of each rendition; a channel that takes none of them is made in one that it takes. */
  formats: Formats.default([...Format.options]),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  /** Draw what is proven good for a cluster more often, and what is proven bad less; false: every level alike. */
  lean: z.boolean().default(true),
};

const fits = (order: { titles: readonly string[]; clusters: readonly string[]; armsPerCluster: number }): boolean =>
  order.titles.length * (order.clusters.length * order.armsPerCluster + 1) <= MOST_CREATIVES;
const TOO_MANY = {
  path: ["titles"],
  message: `would make more than ${MOST_CREATIVES} creatives; split the order by titles`,
};

/** An order for artwork: what it is known by. */
export const JobRequest = z.strictObject(REQUEST).refine(fits, TOO_MANY);
export type JobRequest = z.infer<typeof JobRequest>;

/** How an order is to be worked on. The same order may be sent again with other terms, which then hold. */
export const JobTerms = z.strictObject({
  priority: Priority.default("normal"),
  budget: Budget.default({}),
});
export type JobTerms = z.infer<typeof JobTerms>;

export const Order = z.strictObject({ ...REQUEST, ...JobTerms.shape }).refine(fits, TOO_MANY);
export type Order = z.infer<typeof Order>;

/**
 * running <-> paused; running -> budget-spent -> running (resumed with more); any of the three -> cancelled;
 * `done` when no creative is left to make. A cancelled order that is sent again runs again.
 */
export const JobState = z.enum(["running", "paused", "cancelled", "budget-spent", "done"]);
export type JobState = z.infer<typeof JobState>;

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
  /** What was ordered: new artwork, or existing artwork anew. */
  request: z.union([JobRequest, Regeneration]),
  priority: Priority,
  budget: Budget,
  state: JobState,
  progress: JobProgress,
  spent: Spent,
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Job = z.infer<typeof Job>;

const Counted = z.strictObject({
  /** Passed the gates, whatever a reviewer said of it. */
  made: z.int(),
  refused: z.int(),
  failed: z.int(),
  /** Had been made, or given up, before this order asked for it. */
  same: z.int(),
  left: z.int(),
});

/** What became of an order, in all and by title. */
export const JobReport = z.strictObject({
  job: Job,
  total: Counted,
  /** How often each reason kept a creative from review, most frequent first. */
  reasons: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
  /** From the order to its end, or to now. */
  minutes: z.number(),
  /** One page of titles, by id. */
  titles: z.array(z.strictObject({ titleId: TitleId, ...Counted.shape })),
  next: z.string().nullable().meta({ description: "Send as `after` for the following page; null at the end." }),
});
export type JobReport = z.infer<typeof JobReport>;

/** What a person may do to an order that is not done. */
export type JobMove = "pause" | "resume" | "cancel";

/** What producer and consumer of the queue agree on. Payloads are ids: the rows hold the rest. */
export const QUEUE_JOBS = {
  "creative.make": z.strictObject({ creativeId: CreativeId, turn: z.int() }),
  "policy.learn": z.strictObject({}),
} as const;
export type QueueJobName = keyof typeof QUEUE_JOBS;

/** What a processor says happened; kept with the queue job, so that a skipped job and a done one never look alike. */
export type JobOutcome = "made" | "already-made" | "not-wanted" | "refused" | "learned" | "nothing-to-learn";

/** A creative that is put on the queue; `turn` is another number each time that it is. */
export type Fed = z.infer<(typeof QUEUE_JOBS)["creative.make"]>;

/** A title of which an order has nothing left to make. */
export type TitleEnd = { readonly jobId: JobId; readonly titleId: TitleId };
