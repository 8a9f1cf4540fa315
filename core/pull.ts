import { z } from "zod";

/** Taken out of every answer at once, in any status. */
export const PullReason = z.enum(["rights", "safety", "other"]);
export type PullReason = z.infer<typeof PullReason>;

export const Pull = z.strictObject({
  reason: PullReason,
  note: z.string(),
  /** Who pulled it. */
  actor: z.string(),
  at: z.iso.datetime(),
});
export type Pull = z.infer<typeof Pull>;

/** One line of a creative's past. */
export const HistoryLine = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type HistoryLine = z.infer<typeof HistoryLine>;
