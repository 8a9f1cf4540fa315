import type { Estimates } from "../../experiments/offpolicy/estimates.ts";
import type { Evaluation } from "../../experiments/offpolicy/evaluate.ts";

const VERDICTS = { better: "better", worse: "worse", "cannot-tell": "cannot tell", refused: "refused" } as const;
const ROWS = [
  ["IPS", "ips"],
  ["SNIPS", "snips"],
  ["DR", "dr"],
  ["switch-DR", "switchDr"],
  ["DM", "dm"],
] as const;

const number = (value: number): string => value.toFixed(6).padStart(10);
const whole = (value: number): string => value.toLocaleString("en");
const interval = ({ low, high }: { low: number; high: number }): string => `${number(low)} to ${number(high)}`;

/** What a replay found, as a table for people. */
export function inWords(file: string, evaluation: Evaluation): string {
  const { policy, baseline, decisions, judged, replay, estimates, baselineEstimates, difference } = evaluation;
  const where = judged === "all" ? "all of them" : `the second half, ${whole(estimates.rows)}`;
  return [
    `${file}: ${whole(decisions)} decisions`,
    `${policy} against ${baseline}, judged on ${where}`,
    "",
    `replay      matched ${whole(replay.matched)} of ${whole(replay.rows)}, rewards ${replay.reward}, rate ${replay.rate === null ? "-" : replay.rate.toFixed(6)}`,
    `sample      worth ${estimates.ess.toFixed(1)} decisions of the policy's own${estimates.thin ? " (TOO THIN: under 50)" : ""}`,
    `weights     greatest ${estimates.maxWeight.toPrecision(4)}, mean ${estimates.meanWeight.toFixed(4)}`,
    "",
    `${"".padEnd(10)}${"estimate".padStart(10)}  ${"95 % interval".padEnd(24)}  holds on thin logs too`,
    ...ROWS.map(([label, name]) => line(estimates, label, name)),
    `${baseline.slice(0, 9).padEnd(10)}${number(baselineEstimates.dr.value)}  ${interval(baselineEstimates.dr)}`,
    `${"difference".padEnd(10)}${number(difference.value)}  ${interval(difference)}  ${interval(difference.careful)}`,
    "",
    `verdict     ${VERDICTS[evaluation.verdict.verdict]}: ${evaluation.verdict.why}`,
    ...evaluation.notes.map((note) => `note        ${note}`),
  ].join("\n");
}

function line(estimates: Estimates, label: string, name: (typeof ROWS)[number][1]): string {
  const careful = name === "ips" || name === "snips" || name === "dr" ? interval(estimates.careful[name]) : "";
  return `${label.padEnd(10)}${number(estimates[name].value)}  ${interval(estimates[name])}  ${careful}`.trimEnd();
}
