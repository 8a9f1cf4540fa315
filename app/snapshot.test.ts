import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { connectPostgres } from "../adapters/database-postgres.ts";
import { freshDatabase } from "../adapters/testing/postgres.ts";
import * as sample from "../adapters/testing/samples.ts";
import { Deciders } from "../api/deciders.ts";
import { wireTo } from "../api/testing/wire.ts";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { storesOn } from "./records.ts";
import { followSnapshot } from "./snapshot.ts";

const { appUrl } = await freshDatabase();
const log = { info() {}, warn() {}, error() {} };
const pool = connectPostgres({ url: appUrl, maxConnections: 4 });
afterAll(() => pool.close());
const mine = storesOn(pool).of(DEFAULT_WORKSPACE);
const readers = storesOn(pool).readers;

const [control, arm] = [sample.creativeId("control"), sample.creativeId("arm")];
await mine.titles.add(sample.title(), "ann");
await mine.clusters.add(sample.cluster(), "ann");
const briefs = [sample.brief("control", { cluster: null }), sample.brief("arm")];
await mine.jobs.plan(sample.jobId("one"), sample.order(), [briefs]);
for (const name of ["control", "arm"]) {
  const made = sample.made(name);
  await mine.creatives.keep(
    made,
    made.renditions.map((_, i) => sample.BLOBS[i] ?? sample.BLOBS[0] ?? ""),
  );
}
await mine.creatives.review([control, arm], { verdict: "approve", reason: null, actor: "ann" });
const openedAt = "2026-01-01T00:00:00.000Z";
await mine.experiments.put(
  {
    titleId: sample.titleId("the-sea"),
    state: "open",
    controlId: control,
    openedAt,
    merged: {},
    paused: [],
    settings: DEFAULT_EXPERIMENT,
  },
  "ann",
);

/** What an API process does, with a database connection of its own that can be cut. */
async function startProcess(name: string, staleAfterMs?: number) {
  const wire = await wireTo(appUrl);
  const database = connectPostgres({ url: wire.url, maxConnections: 2 });
  const stores = storesOn(database);
  const deciders = new Deciders(() => "salt", staleAfterMs);
  const snapshot = await followSnapshot({ ...stores, deciders, name, log });
  onTestFinished(async () => {
    await snapshot.stop();
    await database.close();
    wire.close();
  });
  const question = {
    titleId: sample.titleId("the-sea"),
    user: null,
    cluster: sample.clusterId("night-owls"),
    channel: "web",
    locale: "en",
  } as const;
  return {
    ...snapshot,
    cut: wire.cut,
    arms: () => deciders.of(DEFAULT_WORKSPACE).decide(question, Date.now()).eligible,
    isWithheld: (blob: string) => deciders.has(blob),
  };
}

/** Milliseconds until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > 20_000) throw new Error("not within 20 s");
    await sleep(20);
  }
  return performance.now() - start;
}

const pull = () => mine.pulls.pull([arm], { reason: "rights", note: "a letter came", actor: "ann" });
const lift = () => mine.pulls.lift([arm], { note: "settled", actor: "ann" });

it("takes what is pulled in one process out of the answers of every other, without a word between them", async () => {
  const [one, other] = [await startProcess("one"), await startProcess("other")];
  expect(other.arms()).toEqual([arm, control].sort());
  await pull();
  await one.refresh();
  expect(one.arms()).toEqual([control]);
  // The promise is 60 s; the look comes twice a second.
  expect(await until(() => !other.arms().includes(arm))).toBeLessThan(20_000);
  await lift();
  await until(() => other.arms().includes(arm));
});

it("withholds a picture no later than its creative, and only while nobody else shows it", async () => {
  const process = await startProcess("one");
  await pull();
  await process.refresh();
  // The samples share their pictures.
  expect(sample.BLOBS.map(process.isWithheld)).toEqual([false, false]);
  await mine.pulls.pull([control], { reason: "safety", note: "both", actor: "ann" });
  await process.refresh();
  expect(sample.BLOBS.map(process.isWithheld)).toEqual([true, true]);
  expect(process.isWithheld("0".repeat(64))).toBe(false);
  await mine.pulls.lift([arm, control], { note: "settled", actor: "ann" });
  await process.refresh();
  expect(sample.BLOBS.map(process.isWithheld)).toEqual([false, false]);
});

it("knows which process has not heard of a pull: one that is cut off, until it is back, and none that has gone", async () => {
  const [near, far] = [await startProcess("near"), await startProcess("far")];
  const gone = await startProcess("gone");
  await gone.stop();
  await far.cut(true);
  await pull();
  const since = await readers.now();
  expect(await readers.behind(since)).toEqual(["far", "near"]);
  await near.refresh();
  await until(async () => !(await readers.behind(since)).includes("near"));
  await sleep(1_200);
  expect(await readers.behind(since)).toEqual(["far"]);
  // It answers from the last good snapshot, as it does when the database is away for everybody.
  expect(far.arms()).toContain(arm);
  await far.cut(false);
  await until(async () => (await readers.behind(since)).length === 0);
  expect(far.arms()).toEqual([control]);
  await lift();
});

it("answers nothing from a snapshot that is older than it was told it may be", async () => {
  const process = await startProcess("strict", 1_500);
  expect(process.arms()).toContain(arm);
  await process.cut(true);
  let refused: unknown;
  await until(() => {
    try {
      process.arms();
      return false;
    } catch (error) {
      refused = error;
      return true;
    }
  });
  expect(refused).toMatchObject({ code: "database_away", status: 503 });
  await process.cut(false);
  await until(() => {
    try {
      return process.arms().includes(arm);
    } catch {
      return false;
    }
  });
});
