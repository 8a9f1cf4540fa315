import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { assignmentsOnPostgres } from "../adapters/assignments-postgres.ts";
import { connectPostgres } from "../adapters/database-postgres.ts";
import { freshDatabase } from "../adapters/testing/postgres.ts";
import { Assignments } from "../api/assignments.ts";
import { hexOf } from "../api/decision-ids.ts";
import { wireTo } from "../api/testing/wire.ts";
import { CreativeId } from "../core/creative.ts";
import type { Assignment } from "../core/ports-experiments.ts";
import { followAssignments } from "./assignments.ts";

const { appUrl, database } = await freshDatabase();
const pool = connectPostgres({ url: appUrl, maxConnections: 4 });
afterAll(() => pool.close());
const store = assignmentsOnPostgres(pool);
const NOW_S = 1_800_000_000;
const arm = (n: number) => CreativeId.parse(`crv_${hexOf(5, n)}`);
const DRAWN = { armHigh: 5, armLow: 1, version: 1, propensity: 1 / 3, basis: "policy" } as const;
const row = (n: number, over: Partial<Assignment> = {}): Assignment => ({
  visitor: hexOf(0xffff_ff00, n),
  creativeId: arm(1),
  givenAtS: NOW_S,
  policyVersion: 1,
  propensity: 1 / 3,
  basis: "policy",
  turnedAtS: 0,
  turns: 0,
  repeats: 1,
  locked: false,
  ...over,
});
const allRows = async (limit = 1_000) => {
  const rows: Assignment[] = [];
  for (let next: string | null = null, more = true; more; more = next !== null) {
    const page = await store.page(next, limit);
    rows.push(...page.rows);
    next = page.next;
  }
  return new Map(rows.map((one) => [one.visitor, one]));
};

/** What an API process does, with a connection of its own that can be cut. */
async function startProcess() {
  const wire = await wireTo(appUrl);
  const own = connectPostgres({ url: wire.url, maxConnections: 2 });
  const assignments = new Assignments();
  const log = { info() {}, warn() {}, error() {} };
  const follower = await followAssignments({ store: assignmentsOnPostgres(own), assignments, log });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await follower.stop();
    await own.close();
    wire.close();
  };
  onTestFinished(stop);
  return { assignments, once: follower.once, stop, goAway: wire.cut };
}

it("keeps the newer lot, the later turn and any lock, in whatever order they come", async () => {
  const rows = [
    row(1, { givenAtS: NOW_S + 5, creativeId: arm(2), repeats: 7, policyVersion: 9, propensity: 0.1, basis: "row" }),
    row(1, { turnedAtS: NOW_S, turns: 1 }),
    row(2, { locked: true, creativeId: arm(3) }),
    row(2, { givenAtS: NOW_S + 9, creativeId: arm(4) }),
  ];
  for (const one of rows) await store.save([one]);
  const merged = await allRows();
  const expected = [
    row(1, {
      givenAtS: NOW_S + 5,
      creativeId: arm(2),
      repeats: 7,
      policyVersion: 9,
      propensity: 0.1,
      basis: "row",
      turnedAtS: NOW_S,
      turns: 1,
    }),
    row(2, { locked: true, creativeId: arm(3) }),
  ];
  for (const one of expected) expect(merged.get(one.visitor)).toEqual(one);
  // Memory merges by the same rules.
  const memory = new Assignments(16);
  for (const one of rows) memory.merge(one);
  for (const { visitor, creativeId } of expected) {
    const [high, low] = [Number.parseInt(visitor.slice(0, 8), 16), Number.parseInt(visitor.slice(8), 16)];
    expect([memory.find(high | 0, low | 0), memory.arm]).toEqual([true, creativeId]);
  }
});

it("reads all pages, the newest first, and nothing of an empty batch", async () => {
  await store.save([]);
  await store.save(Array.from({ length: 25 }, (_, n) => row(100 + n)));
  const all = await allRows(7);
  for (let n = 0; n < 25; n++) expect(all.has(row(100 + n).visitor)).toBe(true);
  expect((await store.page(null, 1)).rows).toHaveLength(1);
});

it("tells every process what another gave and locked, and a new one everything", async () => {
  const [one, other] = [await startProcess(), await startProcess()];
  one.assignments.add(7, 8, DRAWN, NOW_S);
  one.assignments.lock(hexOf(9, 9), arm(2), NOW_S);
  await one.once();
  await other.once();
  const third = await startProcess();
  for (const { assignments } of [other, third]) {
    expect([assignments.find(7, 8), assignments.arm]).toEqual([true, arm(1)]);
    expect([assignments.find(9, 9), assignments.isLocked]).toEqual([true, true]);
  }
});

it("goes on in memory while the database is away, and tells it everything afterwards", async () => {
  const one = await startProcess();
  await one.goAway(true);
  for (let n = 0; n < 50; n++) one.assignments.add(1_000 + n, n, DRAWN, NOW_S);
  await one.once();
  expect((await allRows()).has(hexOf(1_000, 0))).toBe(false);
  expect(one.assignments.find(1_000, 0)).toBe(true);
  await one.goAway(false);
  await one.once();
  const all = await allRows();
  for (let n = 0; n < 50; n++) expect(all.has(hexOf(1_000 + n, n))).toBe(true);
});

it("writes what is left when it stops", async () => {
  const one = await startProcess();
  one.assignments.add(77, 77, DRAWN, NOW_S);
  await one.stop();
  expect((await allRows()).has(hexOf(77, 77))).toBe(true);
});

it("killed in the middle, loses what it gave in its last second and nothing before", async () => {
  const child = fork(new URL("./testing/assigner-entry.ts", import.meta.url), [appUrl], { execArgv: [] });
  const said: { visitor: string; atMs: number }[] = [];
  child.on("message", (message) => said.push(message as { visitor: string; atMs: number }));
  while (said.length < 150) await sleep(20);
  child.kill("SIGKILL");
  const killedAtMs = Date.now();
  await once(child, "exit");
  const kept = await allRows();
  const before = said.filter(({ atMs }) => atMs < killedAtMs - 1_000);
  expect(before.length).toBeGreaterThan(20);
  expect(before.filter(({ visitor }) => !kept.has(visitor))).toEqual([]);
}, 30_000);

it("forgets what no longer counts, and locks after a year", async () => {
  await store.save([row(201), row(202, { locked: true }), row(203, { locked: true })]);
  const age = (n: number, days: number) =>
    database.query(
      "UPDATE assignments SET written_at = now() - make_interval(days => $2) WHERE visitor = decode($1, 'hex')",
      [row(n).visitor, days],
    );
  await age(201, 32);
  await age(202, 32);
  await age(203, 401);
  await store.forget();
  const all = await allRows();
  expect([201, 202, 203].map((n) => all.has(row(n).visitor))).toEqual([false, true, false]);
});
