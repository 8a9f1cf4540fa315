import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type LogRow, readLog } from "../../core/log.ts";
import { randomFrom } from "../../core/random.ts";
import oracle from "../fixtures/offpolicy.json" with { type: "json" };
import { type Contest, censusOf, type Decision, decisionsOf } from "./census.ts";
import type { Estimates } from "./estimates.ts";
import { evaluate } from "./evaluate.ts";
import { policyByName } from "./named.ts";
import type { Policy } from "./policy.ts";
import { Replay } from "./replay.ts";
import { NAMES } from "./testing/names.ts";
import { always, fixed, logged, uniform } from "./textbook.ts";

type Given = { readonly value: number; readonly se?: number; readonly ci95?: readonly number[] };
type Log = "random" | "bts" | "synthetic";

const logs = {} as Record<Log, LogRow[]>;
beforeAll(async () => {
  for (const [log, file] of [
    ["random", "open-bandit-random"],
    ["bts", "open-bandit-bts"],
    ["synthetic", "obp-uniform"],
  ] as const) {
    const text = gunzipSync(readFileSync(new URL(`../fixtures/${file}.jsonl.gz`, import.meta.url))).toString();
    logs[log] = [];
    for await (const row of readLog(text.split("\n"), file)) logs[log].push(row);
  }
});

const judge = (log: Log, policy: Policy, seed = 1) => evaluate(() => logs[log], { policy, baseline: logged, seed });
const half = (policy: Policy): Policy => ({ ...policy, training: "half" });
const shares = (name: string, of: (decision: Decision, arm: number) => number): Policy =>
  fixed(name, (decision) => decision.open.map((arm) => of(decision, arm)));

const MEN: Record<string, Policy> = {
  uniform,
  bts: shares("bts", ({ logged: { position } }, arm) => oracle.openBandit.btsShares[arm]?.[Number(position) - 1] ?? 0),
  best_item_in_sample: always("0"),
  best_item_first_half: half(always("11")),
  top3_first_half: half(shares("top3", (_, arm) => ([6, 11, 28].includes(arm) ? 1 / 3 : 0))),
  eps10_best_half: half(shares("eps10", (_, arm) => 0.1 / 34 + (arm === 11 ? 0.9 : 0))),
};

// What is best in truth stands where users stand in this cut of the log.
const best = ({ logged: { user } }: Decision, arm: number): number => (user?.[0] === arm ? 1 : 0);
const SYNTHETIC: Record<string, Policy> = {
  uniform,
  optimal: shares("optimal", best),
  best_single_arm: always(`${oracle.synthetic.bestSingleArm}`),
  optimal_eps20: shares("eps20", (decision, arm) => 0.8 * best(decision, arm) + 0.2 / 8),
};

function hold(estimates: Estimates, given: Readonly<Record<string, Given>>) {
  for (const [name, { value, se, ci95 }] of Object.entries(given)) {
    const found = estimates[NAMES[name as keyof typeof NAMES]] as Estimates["ips"];
    expect(found.value, name).toBeCloseTo(value, 11);
    if (se === undefined || !ci95) continue;
    expect(found.se, `${name} se`).toBeCloseTo(se, 11);
    expect([found.low, found.high], `${name} interval`).toEqual(ci95.map((end) => expect.closeTo(end, 11)));
  }
}

describe("what Open Bandit Pipeline's definitions give for the Open Bandit logs", () => {
  it.each(Object.entries(oracle.openBandit.estimates))("%s", async (name, { diag, ...given }) => {
    const [log, policy] = name.split("|") as [Log, string];
    const { estimates, judged } = await judge(log, MEN[policy] as Policy);
    expect(judged).toBe(diag.n === 5_000 ? "second-half" : "all");
    expect([estimates.rows, estimates.matched]).toEqual([diag.n, diag.nonzero]);
    expect(estimates.ess).toBeCloseTo(diag.ess, 8);
    expect(estimates.meanWeight).toBeCloseTo(diag.mean_w, 11);
    expect(estimates.maxWeight).toBeCloseTo(diag.max_w, 9);
    hold(estimates, given);
  });
});

describe("what they give for its synthetic log", () => {
  it.each(Object.entries(oracle.synthetic.policies))("%s", async (name, { ess, estimates: given }) => {
    const { estimates } = await judge("synthetic", SYNTHETIC[name] as Policy);
    expect(estimates.ess).toBeCloseTo(ess, 8);
    hold(estimates, given);
  });
});

describe("replays of the evenly drawn log", () => {
  it.each(Object.entries(oracle.openBandit.replay.deterministic))("%s matches the same rows", async (name, given) => {
    const { replay } = await judge("random", policyByName(name) as Policy);
    expect([replay.matched, replay.reward]).toEqual([given.matched, given.clicks]);
    expect(replay.rate).toBeCloseTo(given.ctr, 12);
  });

  it.each([
    ["uniform", "uniform"],
    ["eps-greedy", "eps-greedy 0.1"],
    ["thompson", "ts beta(1,1)"],
    ["thompson:1,200", "ts beta(1,200)"],
  ] as const)("%s stays within the spread of a hundred runs", async (name, reference) => {
    const given = oracle.openBandit.replay.timeOrder[reference];
    const policy = policyByName(name) as Policy;
    const census = await censusOf(() => logs.random);
    const replays = Array.from({ length: 12 }, (_, seed) => {
      const contest = census.contests.get("") as Contest;
      return new Replay(() => policy.learner(contest), true, randomFrom(seed));
    });
    for await (const decision of decisionsOf(() => logs.random, census))
      for (const replay of replays) replay.see(decision);
    for (const { result } of replays)
      expect(Math.abs(result.matched - given.matched_mean)).toBeLessThan(5 * Math.sqrt(given.matched_mean));
    const rates = replays.map(({ result }) => result.rate ?? 0);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    expect(Math.abs(mean - given.ctr_pooled)).toBeLessThan((4 * given.ctr_sd_over_runs) / Math.sqrt(rates.length));
  });
});

it("finds a planted mistake: propensities that are not those of the draws", async () => {
  const wrong = logs.random.map((row) => ({ ...row, propensity: row.propensity * 1.25 }));
  const { estimates, notes } = await evaluate(() => wrong, { policy: uniform, baseline: logged, seed: 1 });
  expect(estimates.meanWeight).toBeCloseTo(0.8, 9);
  expect(notes.join()).toContain("propensities are not what the arms were drawn with");
});
