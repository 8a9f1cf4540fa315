import type { ExperimentSettings } from "../../core/experiment.ts";
import { tableOf } from "../bandit/marquee.ts";
import { type EvidenceState, evidenceOf, foldEvidence } from "../drift/evidence.ts";
import { policyNamed, SERVED_POLICIES } from "../policies.ts";
import { thompsonBandit, uniformBandit } from "./baselines.ts";
import type { Environment } from "./environment.ts";
import { evenLosses, type Losses, type Maker, type Plan, type Summary, summaryOf, tryOut } from "./trial.ts";

/** One policy's row: clicks lost by the end, and beside the two baselines. */
export type Row = Summary & {
  readonly name: string;
  /** Mean loss as a share of what equal shares lose in the same tables, in expectation. */
  readonly shareOfUniform: number;
  /** 90th percentile over the tables, as a share of plain Thompson sampling's. */
  readonly p90ToThompson: number;
  readonly losses: Losses;
};

/** Thompson sampling of every cell by itself from Beta(1, 32), without a floor. */
export const PLAIN_THOMPSON = "plain Thompson";
const UNIFORM = "uniform";

/**
 * The policy of that name as it is served, with what has changed put in doubt before it hears of it.
 *
 * @throws RangeError for a name that none has, naming those that there are
 */
export function servedMaker(name: string, settings: ExperimentSettings): Maker {
  const rule = policyNamed(name);
  if (!rule) throw new RangeError(`no policy is called ${name}; there are ${SERVED_POLICIES.join(", ")}`);
  return (clusters, arms) => {
    let state: EvidenceState | null = null;
    return {
      shares: (open) => rule(state ? evidenceOf(state) : tableOf(clusters, arms), open, settings),
      learn: (batch) => {
        state = foldEvidence(state, batch);
      },
    };
  };
}

/** Plays policies beside equal shares and plain Thompson sampling, in the same tables. */
export function compare(environment: Environment, makers: ReadonlyMap<string, Maker>, plan: Plan): Row[] {
  const all = new Map<string, Maker>([
    ...makers,
    [PLAIN_THOMPSON, (clusters, arms) => thompsonBandit(clusters, arms, { a: 1, b: 32 })],
    [UNIFORM, uniformBandit],
  ]);
  const even = plan.impressions * summaryOf(evenLosses(environment).slice(0, plan.seeds)).mean;
  const rows = [...all].map(([name, make]) => {
    const losses = tryOut(environment, make, plan);
    const summary = summaryOf(losses.lost.map((row) => row.at(-1) ?? 0));
    return { name, ...summary, shareOfUniform: summary.mean / even, losses };
  });
  const thompson = rows.find(({ name }) => name === PLAIN_THOMPSON) as Summary;
  return rows.map((row) => ({ ...row, p90ToThompson: row.p90 / thompson.p90 }));
}
