import { describe, expect, it } from "vitest";
import type { LogRow } from "../../core/log.ts";
import { evaluate } from "./evaluate.ts";
import { POLICY_NAMES, policyByName } from "./named.ts";
import type { Policy } from "./policy.ts";
import { syntheticLog, syntheticWorld } from "./synthetic.ts";
import { always, logged, uniform } from "./textbook.ts";

const named = (name: string): Policy => {
  const policy = policyByName(name);
  if (!policy) throw new Error(`there is no ${name}`);
  return policy;
};
const row = (action: string | number, reward: number, more: Partial<LogRow> = {}): LogRow => ({
  action,
  reward,
  propensity: 0.5,
  ...more,
});
const judge = (rows: readonly LogRow[], policy: Policy, baseline = logged) =>
  evaluate(() => rows, { policy, baseline, seed: 1 });

/** Two arms drawn evenly, in pairs of rows so that both folds hold both: `a` earns 1 in 10, `b` 1 in 20. */
const contest = (rows: number, more: (i: number) => Partial<LogRow> = () => ({})): LogRow[] => {
  const shown = { a: 0, b: 0 };
  return Array.from({ length: rows }, (_, i) => {
    const arm = i % 4 < 2 ? "a" : "b";
    return row(arm, shown[arm]++ % (arm === "a" ? 10 : 20) === 0 ? 1 : 0, more(i));
  });
};

describe("a log of no, one and two decisions", () => {
  it.each([0, 1, 2])("%s", async (size) => {
    const { estimates, replay, verdict, decisions } = await judge(contest(size), size === 0 ? uniform : always("a"));
    expect(decisions).toBe(size);
    expect(estimates.rows).toBe(size);
    expect(replay.matched).toBe(size);
    expect(verdict.verdict).toBe("refused");
  });
});

describe("the verdict", () => {
  it("calls the better arm better and the worse one worse", async () => {
    const rows = contest(20_000);
    const better = await judge(rows, always("a"));
    expect(better.verdict.verdict).toBe("better");
    expect(better.estimates.snips.value).toBeCloseTo(0.1, 12);
    const worse = await judge(rows, always("b"));
    expect(worse.verdict.verdict).toBe("worse");
    expect(worse.difference.careful.high).toBeLessThan(0);
    expect((await judge(rows, always("b"), always("a"))).difference.value).toBeCloseTo(-0.05, 3);
  });

  it("cannot tell equals apart, and refuses below 50 effective decisions", async () => {
    expect((await judge(contest(400), uniform)).verdict.verdict).toBe("cannot-tell");
    expect((await judge(contest(97), always("a"))).verdict).toMatchObject({ verdict: "refused" });
    expect((await judge(contest(97), always("a"))).estimates.ess).toBe(49);
    expect((await judge(contest(98), always("a"))).verdict.verdict).not.toBe("refused");
    expect((await judge(contest(97), logged, always("a"))).verdict.why).toContain("the baseline");
  });

  it("never says better of what was chosen on the rows that judge it", async () => {
    const { verdict, notes } = await judge(contest(20_000), named("best"));
    expect(verdict.verdict).toBe("cannot-tell");
    expect(notes.join()).toContain("read too high");
  });
});

describe("what was logged", () => {
  it("earns what it earned, and differs from itself by nothing", async () => {
    const { estimates, difference } = await judge(contest(1_000), logged);
    expect(estimates.ips.value).toBeCloseTo(0.075, 12);
    expect(estimates.dr.value).toBeCloseTo(0.075, 12);
    expect(difference.value).toBe(0);
    expect(estimates.ess).toBe(1_000);
  });

  it("leaves out rows that nothing was drawn for", async () => {
    const rows = [...contest(100), row("a", 1, { basis: "holdout" }), row("b", 1, { basis: "locked" })];
    const { decisions, skipped, notes } = await judge(rows, uniform);
    expect([decisions, skipped]).toEqual([100, 2]);
    expect(notes.join()).toContain("2 rows hold no drawn arm");
  });

  it("keeps titles apart, and arms that could not be chosen out", async () => {
    const rows = contest(400, (i) => ({
      title: i % 4 < 2 ? "one" : "two",
      eligible: i % 4 < 2 ? ["a", "b"] : ["a", "b", "c"],
    }));
    const { estimates } = await judge(rows, uniform);
    // A third of `two` would see c, which nobody saw: the weights say so.
    expect(estimates.meanWeight).toBeCloseTo((1 + 2 / 3) / 2, 12);
    const only = await judge([row("a", 1, { eligible: ["a"], propensity: 1 }), row("b", 0)], always("b"));
    expect(only.estimates.matched).toBe(2);
  });
});

it("says the same twice, and something else of another seed", async () => {
  const rows = [...syntheticLog(syntheticWorld(3), { rows: 2_000, shares: new Array(8).fill(1 / 8), seed: 5 })];
  const run = (seed: number) => evaluate(() => rows, { policy: named("thompson"), baseline: uniform, seed });
  expect(await run(1)).toEqual(await run(1));
  expect((await run(1)).replay.matched).not.toBe((await run(2)).replay.matched);
});

it("learns in the first half and is judged by the second", async () => {
  const rows = contest(4_000);
  for (const name of ["greedy", "ucb1", "best-first-half", "eps-greedy", "thompson", "marquee"]) {
    const { judged, estimates, replay } = await judge(rows, named(name));
    expect([name, judged, estimates.rows]).toEqual([name, "second-half", 2_000]);
    expect(replay.rows).toBe(name === "best-first-half" ? 2_000 : 4_000);
    expect(estimates.snips.value, name).toBeGreaterThan(0.074);
  }
});

it("knows its policies by name and no others", () => {
  for (const help of POLICY_NAMES) {
    const name = help.replace(/ .*/, "").replace("[:SHARE]", "").replace("[:A,B]", "").replace("ACTION", "7");
    expect(named(name).name).toBe(name);
  }
  expect(named("eps-greedy:0.25").name).toBe("eps-greedy:0.25");
  expect(named("thompson:1,200").name).toBe("thompson:1,200");
  for (const none of [
    "",
    "Greedy",
    "always:",
    "eps-greedy:2",
    "eps-greedy:x",
    "thompson:1",
    "thompson:0,1",
    "toString",
  ])
    expect(policyByName(none), none).toBeNull();
});

it("refuses an arm that the log does not know, and `optimal` without a truth", async () => {
  await expect(judge(contest(10), always("z"))).rejects.toThrow("always:z: the log knows no arm z");
  await expect(judge(contest(10), named("optimal"))).rejects.toThrow("needs `true_ctr`");
});
