import type { Row } from "../../experiments/worlds/comparison.ts";
import type { Environment } from "../../experiments/worlds/environment.ts";
import type { Plan } from "../../experiments/worlds/trial.ts";

const COLUMNS = ["mean", "error", "p90", "of uniform", "p90 / Thompson"];

/** The table that a person reads. */
export function inWords(
  { kind, K, clusters }: Environment,
  { impressions, batch, seeds }: Plan,
  rows: readonly Row[],
): string {
  const widest = Math.max(...rows.map(({ name }) => name.length));
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(widest)}${cells.map((text) => text.padStart(16)).join("")}`;
  return [
    `${kind}: ${K} arms, ${clusters} clusters, ${count(seeds, "table")}, ${impressions.toLocaleString("en")} impressions in batches of ${batch.toLocaleString("en")}; clicks lost`,
    row("", COLUMNS),
    ...rows.map(({ name, mean, error, p90, shareOfUniform, p90ToThompson }) =>
      row(name, [
        mean.toFixed(1),
        error.toFixed(1),
        p90.toFixed(1),
        shareOfUniform.toFixed(3),
        p90ToThompson.toFixed(2),
      ]),
    ),
  ].join("\n");
}

const count = (many: number, noun: string): string => `${many} ${noun}${many === 1 ? "" : "s"}`;
