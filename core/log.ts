import { z } from "zod";
import { Basis, EventKind } from "./event.ts";
import { type Lines, readLines } from "./lines.ts";

/** How far shares may be from 1 in sum: what is left of them after a few digits. */
export const SHARE_TOLERANCE = 1e-6;

/** An arm as logs name it: a whole number or a text. `3` and `"3"` are one arm. */
export const Action = z.union([z.int(), z.string().min(1)], { error: "must be a whole number or a text" });
export type Action = z.infer<typeof Action>;

const probability = z.number({ error: "must be a number" }).min(0, "is under 0").max(1, "is over 1");
const text = z.string({ error: "must be a text" });

/**
 * One logged decision, as docs/log.md describes it: what was shown, with what probability, and what it brought. Other
 * fields are passed over.
 */
export const LogRow = z
  .object({
    action: Action,
    /** What the decision brought: 0 or 1 for clicks, any amount of at least 0 otherwise. */
    reward: z.number({ error: "must be a number" }).min(0, "is under 0"),
    /** The probability with which `action` was drawn, whatever it was drawn by. */
    propensity: z.number({ error: "must be a number" }).gt(0, "must be over 0").max(1, "is over 1"),

    /** When, as text; rows stand in the order of time. Any spelling: nothing is reckoned with it. */
    ts: text.optional(),
    decidedAt: z.iso.datetime({ offset: true, error: "must be a time such as 2026-11-26T05:00:00Z" }).optional(),
    /** Who decided: a label. */
    policy: text.optional(),
    policyVersion: z.int("must be a whole number").min(0, "is under 0").optional(),
    basis: z.enum(Basis.options, { error: `must be one of ${Basis.options.join(", ")}` }).optional(),

    /** The contest: decisions about different titles never share arms. */
    title: text.optional(),
    campaign: text.optional(),
    cluster: text.optional(),
    context: text.optional(),
    channel: text.optional(),
    device: text.optional(),
    /** The place in a row of several. */
    position: Action.optional(),
    /** What was known of the user: numbers that a reward model may learn from. */
    x: z.array(z.number({ error: "must be a number" })).optional(),
    user: z.array(z.union([z.number(), z.string()])).optional(),
    visitor: text.optional(),
    /** How often the visitor had been given this arm before. */
    repeat: z.int("must be a whole number").min(0, "is under 0").optional(),
    attributes: z.record(z.string(), z.string()).optional(),

    /** The arms that could be drawn; absent: all that the log knows, of the same title. */
    eligible: z.array(Action).min(1, "names no arm").optional(),
    /** The probability of each of `eligible`, in its order. */
    shares: z.array(probability).optional(),
    /** The true rate of each arm 0, 1, 2 ..., where a log was simulated. */
    true_ctr: z.array(probability).optional(),

    seconds: z.number({ error: "must be a number" }).min(0, "is under 0").optional(),
    completion: probability.optional(),
    /** The kinds of event that followed. */
    outcomes: z.array(z.enum(EventKind.options)).optional(),
  })
  .superRefine(({ action, eligible, shares }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (eligible) {
      const arms = new Set(eligible.map(String));
      if (arms.size < eligible.length) refuse("eligible", "names an arm twice");
      if (!arms.has(`${action}`)) refuse("action", `${JSON.stringify(action)} is not among the eligible arms`);
    }
    if (!shares) return;
    if (shares.length !== eligible?.length) refuse("shares", "must have one share for each arm of `eligible`");
    const sum = shares.reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) > SHARE_TOLERANCE) refuse("shares", `sum to ${sum}, not to 1`);
  });
export type LogRow = z.infer<typeof LogRow>;

/** What was counted of one arm, where only counts are known. */
export const CountRow = z
  .object({
    arm: Action,
    cluster: text.optional(),
    exposures: z.int("must be a whole number").min(0, "is under 0"),
    clicks: z.int("must be a whole number").min(0, "is under 0"),
  })
  .refine(({ exposures, clicks }) => clicks <= exposures, {
    path: ["clicks"],
    error: ({ input }) => {
      const { clicks, exposures } = input as { clicks: number; exposures: number };
      return `${clicks} clicks of ${exposures} exposures: more than were shown`;
    },
  });
export type CountRow = z.infer<typeof CountRow>;

/**
 * Reads a log of decisions, one JSON object a line, without holding more than a line of it.
 *
 * @param source what the log is called in errors, such as its file name
 * @throws LineError naming line and field
 */
export const readLog = (lines: Lines, source = "log"): AsyncGenerator<LogRow> => readLines(lines, LogRow, source);

/** Reads a table of counts, one arm a line. @throws LineError naming line and field */
export const readCounts = (lines: Lines, source = "counts"): AsyncGenerator<CountRow> =>
  readLines(lines, CountRow, source);
