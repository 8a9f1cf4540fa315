import type { CountRow } from "../../core/log.ts";
import { partOf, type ShareTable } from "../../core/share-table.ts";
import { marqueeShares } from "../bandit/marquee.ts";
import { pool } from "../posterior.ts";
import { clusterOf } from "./census.ts";
import { equalShares, type Policy } from "./policy.ts";
import { servedLearner } from "./served.ts";

/**
 * A policy that is a table of shares. Where an arm of it cannot be chosen, the others' shares grow in proportion;
 * where none of it can, all that can share equally.
 */
export function tabled(name: string, { keys, parts }: ShareTable): Policy {
  return {
    name,
    training: "none",
    progressive: false,
    arms: [...new Set([...parts.values()].flatMap((shares) => [...shares.keys()]))],
    learner: ({ arms }) => ({
      shares({ open, logged }) {
        const part = partOf(keys, { ...logged, title: logged.title ?? logged.campaign });
        const shares = parts.get(part);
        if (!shares) throw new Error(`the table of shares has none for ${keys.join(", ")} ${part}`);
        return scaled(
          open,
          open.map((arm) => shares.get(arms[arm] as string) ?? 0),
        );
      },
    }),
  };
}

/** What the product's own policy would do after these counts, without learning on. */
export function counted(name: string, rows: readonly CountRow[]): Policy {
  return {
    name,
    training: "none",
    progressive: false,
    arms: rows.map(({ arm }) => `${arm}`),
    learner(contest) {
      const counts = (cluster: string) => (row: CountRow) => (row.cluster ?? cluster) === cluster;
      const known = contest.segments.map((segment) => {
        const rowsHere = rows.filter(counts(clusterOf(segment)));
        return contest.arms.map((name) => pool(rowsHere.filter(({ arm }) => `${arm}` === name)));
      });
      return { shares: servedLearner(contest, marqueeShares, known).shares };
    },
  };
}

function scaled(open: readonly number[], shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum === 0) return equalShares(open);
  // As the table says it, to the last digit, where nothing is missing.
  return Math.abs(sum - 1) <= 1e-6 ? shares : shares.map((share) => share / sum);
}
