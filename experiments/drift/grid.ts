import { z } from "zod";
import type { Counts } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";

const Amounts = z.array(z.number().min(0));

/** Exposures and clicks of every cell, cluster by cluster, each in the order of its arms; real numbers. */
export const Grid = z.strictObject({ exposures: Amounts, clicks: Amounts });
export type Grid = z.infer<typeof Grid>;

/** How many clusters and arms the cells of a grid stand for. */
export type Shape = { readonly clusters: number; readonly arms: number };

export function emptyGrid({ clusters, arms }: Shape): Grid {
  const zeros = () => new Array<number>(clusters * arms).fill(0);
  return { exposures: zeros(), clicks: zeros() };
}

/** The cells of `from` in a shape that is no smaller; what is new is empty. */
export function grownGrid(grid: Grid, from: Shape, to: Shape): Grid {
  if (from.clusters === to.clusters && from.arms === to.arms) return grid;
  const grown = emptyGrid(to);
  for (let cluster = 0; cluster < from.clusters; cluster++) {
    for (let arm = 0; arm < from.arms; arm++) {
      const [old, cell] = [cluster * from.arms + arm, cluster * to.arms + arm];
      grown.exposures[cell] = grid.exposures[old] as number;
      grown.clicks[cell] = grid.clicks[old] as number;
    }
  }
  return grown;
}

/** @throws RangeError when a row is longer than `arms`, or a count is impossible */
export function gridOf(table: Table<Counts>, { clusters, arms }: Shape): Grid {
  const grid = emptyGrid({ clusters, arms });
  for (const [cluster, row] of table.entries()) {
    if (row.length > arms) throw new RangeError(`cluster ${cluster} has ${row.length} arms, not ${arms}`);
    for (const [arm, { exposures, clicks }] of row.entries()) {
      if (!(exposures >= 0 && clicks >= 0 && clicks <= exposures)) {
        throw new RangeError(`cluster ${cluster}, arm ${arm}: ${clicks} clicks of ${exposures} exposures`);
      }
      grid.exposures[cluster * arms + arm] = exposures;
      grid.clicks[cluster * arms + arm] = clicks;
    }
  }
  return grid;
}

/** By cluster and arm again. */
export const tableOf = ({ exposures, clicks }: Grid, { clusters, arms }: Shape): Counts[][] =>
  Array.from({ length: clusters }, (_, cluster) =>
    Array.from({ length: arms }, (_, arm) => ({
      exposures: exposures[cluster * arms + arm] as number,
      clicks: clicks[cluster * arms + arm] as number,
    })),
  );

/** Cell by cell, a + factor b; never below 0, as a difference of sums may be by a rounding. */
export function combined(a: Grid, b: Grid, factor = 1): Grid {
  const of = (key: "exposures" | "clicks") => a[key].map((x, i) => Math.max(0, x + factor * (b[key][i] as number)));
  return { exposures: of("exposures"), clicks: of("clicks") };
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Click rate of each cluster, over its arms, a click and a miss added. */
export function clusterRates({ exposures, clicks }: Grid, { clusters, arms }: Shape): number[] {
  return Array.from({ length: clusters }, (_, cluster) => {
    let [shown, clicked] = [2, 1];
    for (let i = cluster * arms; i < (cluster + 1) * arms; i++) {
      shown += exposures[i] as number;
      clicked += clicks[i] as number;
    }
    return clicked / shown;
  });
}

/** Click rate of each cell, drawn towards its cluster's by as much as `worth` clicks: the luck that made a leader is not expected of it again. */
export function cellRates(grid: Grid, shape: Shape, worth: number): number[] {
  const means = clusterRates(grid, shape);
  return grid.exposures.map((shown, i) => {
    const mean = means[Math.floor(i / shape.arms)] as number;
    return ((grid.clicks[i] as number) + worth) / (shown + worth / mean);
  });
}
