import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { compare, PLAIN_THOMPSON, servedMaker } from "../experiments/worlds/comparison.ts";
import { type Environment, parseEnvironment } from "../experiments/worlds/environment.ts";
import { drawnEnvironment } from "./worlds/drawn.ts";

/**
 * What the product's own policy loses, with its default settings, beside the baselines: as a share of equal shares, and
 * its 90th percentile over the tables as a share of plain Thompson sampling's.
 *
 *   node bench/regret.ts [folder] [batch] [seeds]
 *
 * `folder` holds environments, such as `textbook-K4.json`; without one, or with `-`, tables of both kinds are drawn.
 */
const [folder = "-", batchText = "1000", seedsText = "30"] = process.argv.slice(2);
const [batch, seeds] = [Number(batchText), Number(seedsText)];
const HORIZONS = [
  { impressions: 100_000, p90: 0.9, limits: { textbook: 0.17, realistic: 0.28 } },
  { impressions: 500_000, p90: 1, limits: { textbook: 0.11, realistic: 0.11 } },
] as const;

const environmentOf = (kind: "textbook" | "realistic", K: number): Environment =>
  folder === "-"
    ? drawnEnvironment(kind, K, seeds)
    : parseEnvironment(readFileSync(join(folder, `${kind}-K${K}.json`), "utf8"));

const marquee = servedMaker("marquee", DEFAULT_EXPERIMENT);
console.log(`batches of ${batch}, ${seeds} tables each; clicks lost`);
for (const { impressions, p90: mostP90, limits } of HORIZONS) {
  for (const kind of ["textbook", "realistic"] as const) {
    const shares: number[] = [];
    const ratios: number[] = [];
    for (const K of [4, 8]) {
      const rows = compare(environmentOf(kind, K), new Map([["marquee", marquee]]), { impressions, batch, seeds });
      for (const { name, mean, error, p90, shareOfUniform, p90ToThompson } of rows) {
        const numbers = [mean.toFixed(1), error.toFixed(1), p90.toFixed(1), shareOfUniform.toFixed(3)];
        const cells = [...numbers, p90ToThompson.toFixed(2)].map((text) => text.padStart(9));
        console.log(
          `${`${kind}-K${K}`.padEnd(13)}${String(impressions).padStart(8)}  ${name.padEnd(16)}${cells.join("")}`,
        );
      }
      shares.push(rows[0]?.shareOfUniform ?? Number.NaN);
      ratios.push(rows[0]?.p90ToThompson ?? Number.NaN);
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    console.log(
      `${kind} at ${impressions}: share of uniform ${mean(shares).toFixed(3)} (at most ${limits[kind]}), ` +
        `90th percentile to ${PLAIN_THOMPSON} ${mean(ratios).toFixed(2)} (at most ${mostP90})\n`,
    );
  }
}
