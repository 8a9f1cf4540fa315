import type { LogRow } from "../../core/log.ts";
import { isDrawn } from "./census.ts";

/**
 * Every k-th drawn decision of a log, with the least k that is a power of two and keeps no more than `most`: read once,
 * evenly over time, and small enough to hold. Keeps what estimates ask of a row and leaves the rest.
 *
 * @param most 2 or more
 */
export async function sampled(rows: AsyncIterable<LogRow>, most: number): Promise<LogRow[]> {
  let kept: LogRow[] = [];
  let [every, number] = [1, 0];
  for await (const row of rows) {
    if (!isDrawn(row)) continue;
    if (number++ % every !== 0) continue;
    kept.push(slim(row));
    if (kept.length <= most) continue;
    kept = kept.filter((_, index) => index % 2 === 0);
    every *= 2;
  }
  return kept;
}

function slim({ action, reward, propensity, title, campaign, cluster, context, position, eligible }: LogRow): LogRow {
  return { action, reward, propensity, title, campaign, cluster, context, position, eligible };
}
