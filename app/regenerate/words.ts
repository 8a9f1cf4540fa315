import type { Budget } from "../../core/batch.ts";
import type { JobReport } from "../../core/job.ts";
import type { Estimate } from "../../core/regeneration.ts";
import { bytesInWords, table } from "../models/words.ts";

/** `45 s`, `12 min`, `3.5 h`. */
export function minutesInWords(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Number((minutes / 60).toPrecision(2))} h`;
}

const of = (spent: string, limit: string | null): string => (limit === null ? spent : `${spent} (budget ${limit})`);

/** The estimate as a table, with what it rests on. */
export function estimateInWords(estimate: Estimate, budget: Budget): string {
  const { selected, same, pictures, renditions, minutes, bytes, studios, measured } = estimate;
  const rows = [
    ["selected", `${selected} creatives`],
    ["there already", `${same}`],
    ["pictures to make", of(`${pictures} creatives`, budget.pictures === undefined ? null : `${budget.pictures}`)],
    ["files", `about ${renditions}`],
    ["time", `about ${minutesInWords(minutes)} with ${studios} studios`],
    [
      "studio time",
      of(
        `about ${minutesInWords(minutes * studios)}`,
        budget.minutes === undefined ? null : minutesInWords(budget.minutes),
      ),
    ],
    ["disk", of(`about ${bytesInWords(bytes)}`, budget.bytes === undefined ? null : bytesInWords(budget.bytes))],
  ];
  const basis =
    measured === 0
      ? "Nothing has been made here yet: the figures are the documented defaults."
      : `At the mean of the newest ${measured} creatives made here.`;
  return `${table(rows)}\n${basis}`;
}

const TITLES_SHOWN = 20;

/** What became of it. */
export function reportInWords({ job, total, reasons, minutes, titles, next }: JobReport): string {
  const { made, refused, failed, same, left } = total;
  const rows = [
    ["title", "made", "refused", "failed", "there already", "left"],
    ...titles
      .slice(0, TITLES_SHOWN)
      .map((one) => [one.titleId, ...[one.made, one.refused, one.failed, one.same, one.left].map(String)]),
    ["all", ...[made, refused, failed, same, left].map(String)],
  ];
  const more = next !== null || titles.length > TITLES_SHOWN ? `The rest: GET /v1/jobs/${job.id}/report\n` : "";
  const why = reasons.map(({ reason, count }) => `  ${count} x ${reason}\n`).join("");
  const { spent } = job;
  const cost = `${minutesInWords(spent.minutes)} of studio time, ${bytesInWords(spent.bytes)}, ${minutesInWords(minutes)} from start to end.`;
  const stopped = job.state === "done" ? "" : `\nThe job is ${job.state}. ${HINTS[job.state]}`;
  return `${table(rows)}\n${more}${why}${cost}${stopped}`;
}

const HINTS = {
  running: "Ask again later.",
  paused: "POST /v1/jobs/{job}/resume goes on with it.",
  cancelled: "The same command runs it again.",
  "budget-spent": "What is left is planned: the same command with a larger budget goes on.",
  done: "",
} as const;
