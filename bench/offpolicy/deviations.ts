import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type LogRow, readLog } from "../../core/log.ts";
import type { Decision } from "../../experiments/offpolicy/census.ts";
import type { Estimates } from "../../experiments/offpolicy/estimates.ts";
import { evaluate } from "../../experiments/offpolicy/evaluate.ts";
import { policyByName } from "../../experiments/offpolicy/named.ts";
import type { Policy } from "../../experiments/offpolicy/policy.ts";
import { NAMES } from "../../experiments/offpolicy/testing/names.ts";
import { always, fixed, logged, uniform } from "../../experiments/offpolicy/textbook.ts";

type Given = Readonly<Record<string, { readonly value: number; readonly se?: number; readonly ci95?: number[] }>>;

/** Prints the largest deviation of each estimate from the numbers in `open-bandit/` and `obp-synthetic/`, and replays. */
export async function deviations(folder: string): Promise<void> {
  const json = (path: string) => JSON.parse(readFileSync(join(folder, path), "utf8"));
  const worst = new Map<string, number>();
  const judge = (rows: readonly LogRow[], policy: Policy) =>
    evaluate(() => rows, { policy, baseline: logged, seed: 1 });
  const hold = async (rows: readonly LogRow[], policy: Policy, given: Given) => {
    const { estimates } = await judge(rows, policy);
    for (const [name, { value, se, ci95 = [] }] of Object.entries(given)) {
      const found = estimates[NAMES[name as keyof typeof NAMES]] as Estimates["ips"];
      const apart = [found.value - value, ...(se === undefined ? [] : [found.se - se, found.low - Number(ci95[0])])];
      if (ci95.length > 0) apart.push(found.high - Number(ci95[1]));
      worst.set(name, Math.max(worst.get(name) ?? 0, ...apart.map(Math.abs)));
    }
  };

  const { men } = json("open-bandit/ope-oracle.json").results;
  const logs: Record<string, LogRow[]> = {
    random: await rowsIn(join(folder, "open-bandit/random-men.jsonl")),
    bts: await rowsIn(join(folder, "open-bandit/bts-men.jsonl")),
  };
  const policies = openBandit(men);
  for (const [key, { diag: _, ...given }] of Object.entries<{ diag: unknown } & Given>(men.estimates)) {
    const [, log = "", policy = ""] = /log=(\w+)\|policy=(\w+)\|rows/.exec(key) ?? [];
    // What a logistic regression of another library expects is defined nowhere.
    if (policies[policy]) await hold(logs[log] ?? [], policies[policy], given);
  }
  const synthetic = await rowsIn(join(folder, "obp-synthetic/log-uniform.jsonl"));
  const { oracle } = json("obp-synthetic/oracle.json").results.uniform;
  for (const [name, policy] of Object.entries(trueBest(synthetic)))
    await hold(synthetic, policy, oracle[name].estimates);

  console.log("\nlargest deviation from the reference numbers, values, errors and intervals (asked: 1e-9)");
  for (const [name, deviation] of worst) console.log(`${name.padEnd(16)}${deviation.toExponential(1)}`);
  console.log("\nreplay (asked: equal)");
  const replays = json("open-bandit/replay-oracle.json");
  for (const name of ["greedy", "ucb1", "roundrobin", "best"]) {
    const { replay } = await judge(logs.random ?? [], policyByName(name) as Policy);
    const { matched, clicks } = replays[`men|deterministic|${name}`];
    console.log(
      `${name.padEnd(16)}${replay.matched} matched, ${replay.reward} clicks; reference ${matched}, ${clicks}`,
    );
  }
}

async function rowsIn(path: string): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for await (const row of readLog(createInterface({ input: createReadStream(path) }), path)) rows.push(row);
  return rows;
}

const shares = (name: string, of: (decision: Decision, arm: number) => number): Policy =>
  fixed(name, (decision) => decision.open.map((arm) => of(decision, arm)));

function openBandit(men: {
  bts_action_dist: number[][];
  best_item_in_sample: number;
  best_item_first_half: number;
  top3_first_half: number[];
  n_items: number;
}): Record<string, Policy> {
  const half = (policy: Policy): Policy => ({ ...policy, training: "half" });
  const { best_item_first_half: first, top3_first_half: top } = men;
  return {
    uniform,
    bts: shares("bts", ({ logged: row }, arm) => men.bts_action_dist[arm]?.[Number(row.position) - 1] ?? 0),
    best_item_in_sample: always(`${men.best_item_in_sample}`),
    best_item_first_half: half(always(`${first}`)),
    top3_first_half: half(shares("top3", (_, arm) => (top.includes(arm) ? 1 / top.length : 0))),
    eps10_best_half: half(shares("eps10", (_, arm) => 0.1 / men.n_items + (arm === first ? 0.9 : 0))),
  };
}

function trueBest(rows: readonly LogRow[]): Record<string, Policy> {
  const sums = (rows[0]?.true_ctr ?? []).map((_, arm) =>
    rows.reduce((sum, row) => sum + (row.true_ctr?.[arm] ?? 0), 0),
  );
  return {
    uniform,
    optimal: policyByName("optimal") as Policy,
    best_single_arm: always(`${sums.indexOf(Math.max(...sums))}`),
    optimal_eps20: policyByName("optimal:0.2") as Policy,
  };
}
