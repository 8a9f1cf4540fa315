import { z } from "zod";

const SECONDS_A_DAY = 86_400;
const within = (defaultS: number) =>
  z
    .number()
    .min(0)
    .max(90 * SECONDS_A_DAY)
    .default(defaultS)
    .meta({
      description: "Seconds after the exposure in which it counts; an exposure is learned from once they are over.",
    });

/** What an exposure is to bring. It is worth 1 when it came within its time, and 0 when that time is over without it. */
export const Reward = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("click"), withinS: within(600) }),
  z
    .strictObject({
      kind: z.literal("engaged"),
      withinS: within(SECONDS_A_DAY / 4),
      leastSeconds: z.number().gt(0).optional().meta({ description: "Watched at least so long." }),
      leastCompletion: z.number().gt(0).max(1).optional().meta({ description: "Watched at least this share of it." }),
    })
    .refine(({ leastSeconds, leastCompletion }) => leastSeconds !== undefined || leastCompletion !== undefined, {
      path: ["leastSeconds"],
      message: "name `leastSeconds`, `leastCompletion` or both; either is enough",
    }),
  z.strictObject({ kind: z.literal("conversion"), withinS: within(7 * SECONDS_A_DAY) }),
]);
export type Reward = z.infer<typeof Reward>;

/** Guards clicks by what follows them: an arm whose clicks are followed by fewer engaged views than the control's pauses. */
export const Guard = z.strictObject({
  leastSeconds: z.number().gt(0).default(120),
  leastCompletion: z.number().gt(0).max(1).optional(),
  withinS: within(SECONDS_A_DAY / 4),
  /** An arm pauses when its engaged views a click are surely below this share of the control's. */
  leastShare: z.number().gt(0).max(1).default(0.9),
});
export type Guard = z.infer<typeof Guard>;
