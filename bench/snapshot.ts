import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { connectPostgres, migrate } from "../adapters/database-postgres.ts";
import { loadPolicies } from "../adapters/policies-load.ts";
import { Deciders } from "../api/deciders.ts";
import { storesOn } from "../app/records.ts";
import { ClusterId, UserId } from "../core/cluster.ts";
import type { PolicyTable } from "../core/policy-table.ts";
import { TitleId } from "../core/title.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { freshPostgres } from "./postgres.ts";
import { fill, republish } from "./snapshot/rows.ts";

/**
 * A snapshot of a million policies: what it holds in memory, how long it takes to load from the embedded PostgreSQL, and
 * how long the event loop stands still while it is loaded, and while changed policies take the place of old ones,
 * with decisions being answered all the time.
 *
 *   node --expose-gc bench/snapshot.ts [titles] [clusters]
 */
const TITLES = Number(process.argv[2] ?? 10_000);
const CLUSTERS = Number(process.argv[3] ?? 100);
const ARMS = 8;
const CHANGED = 60_000;
const SWAPS = 3;

const postgres = await freshPostgres();
try {
  await run();
} finally {
  await postgres.stop();
}
process.exit(0);

async function run(): Promise<void> {
  const owner = connectPostgres({ url: postgres.ownerUrl, maxConnections: 2 });
  await migrate(owner);
  const database = connectPostgres({ url: postgres.ownerUrl, maxConnections: 4 });
  const size = { titles: TITLES, clusters: CLUSTERS, arms: ARMS };
  await fill(owner, size);
  const before = resident();

  const text = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
  const rows: [what: string, measured: string, limit: string][] = [["resident before anything", `${before} MB`, ""]];
  // Kept until they have been weighed.
  let policies: PolicyTable | null = null;
  const alone = await timed(async () => {
    const loaded = await database.transaction(
      (query, copy) => loadPolicies({ query, copy }, DEFAULT_WORKSPACE, null),
      "read snapshot",
    );
    policies = loaded.policies;
  });
  rows.push([`load of ${(TITLES * CLUSTERS).toLocaleString("en")} policies`, text(alone.ms), "5 s"]);
  rows.push(["its processor time in this process", text(alone.cpuMs), "5 s"]);
  rows.push(["longest pause of the event loop during it", `${alone.pauseMs.toFixed(1)} ms`, "20 ms"]);
  rows.push(["resident with them, all of the process", `${resident()} MB`, "600 MB"]);
  checkSize(policies);
  policies = null;

  const deciders = new Deciders(() => "bench");
  const { snapshots } = storesOn(database);
  const load = await timed(() => deciders.follow(snapshots, Date.now));
  const { policyVersion } = deciders.of(DEFAULT_WORKSPACE).state(Date.now());
  rows.push([`load of all, with ${(TITLES * ARMS).toLocaleString("en")} creatives`, text(load.ms), ""]);
  rows.push(["longest pause of the event loop during it", `${load.pauseMs.toFixed(1)} ms`, "20 ms"]);
  rows.push(["resident with all, policies and creatives", `${resident()} MB`, ""]);

  const answers = answering(deciders);
  await sleep(2_000);
  const idle = await timed(() => sleep(2_000));
  rows.push(["longest pause while nothing is loaded (baseline)", `${idle.pauseMs.toFixed(1)} ms`, ""]);
  rows.push(["resident after some seconds of answers", `${resident()} MB`, ""]);
  for (let swap = 1; swap <= SWAPS; swap++) {
    await republish(owner, { ...size, changed: CHANGED, version: policyVersion + swap });
    const taken = await timed(() => deciders.follow(snapshots, Date.now));
    const now = deciders.of(DEFAULT_WORKSPACE).state(Date.now()).policyVersion;
    if (now !== policyVersion + swap) throw new Error(`version ${now} is served`);
    rows.push([
      `swap ${swap}: ${CHANGED.toLocaleString("en")} changed policies`,
      `${(taken.ms / 1_000).toFixed(2)} s`,
      "",
    ]);
    rows.push([`swap ${swap}: longest pause of the event loop`, `${taken.pauseMs.toFixed(1)} ms`, "20 ms"]);
  }
  answers.stop();
  rows.push(["resident after the swaps", `${resident()} MB`, ""]);
  for (const [what, measured, limit] of rows)
    console.log(`${what.padEnd(60)} ${measured.padStart(10)}  ${limit && `at most ${limit}`}`);
  console.log(`${answers.count()} decisions were answered meanwhile`);
  await database.close();
  await owner.close();
}

function checkSize(policies: PolicyTable | null): void {
  if (policies?.size !== TITLES * CLUSTERS) throw new Error(`${policies?.size} policies were loaded`);
}

/** Decides without end, a millisecond's worth at a time, over all titles and clusters. */
function answering(deciders: Deciders): { stop(): void; count(): number } {
  let count = 0;
  let going = true;
  const decider = deciders.of(DEFAULT_WORKSPACE);
  const titles = Array.from({ length: TITLES }, (_, i) => TitleId.parse(`title-${i}`));
  const clusters = Array.from({ length: CLUSTERS }, (_, i) => ClusterId.parse(`cluster-${i}`));
  void (async () => {
    while (going) {
      for (const end = performance.now() + 1; performance.now() < end; count++) {
        decider.decide(
          {
            titleId: titles[(count * 7_919) % TITLES] as TitleId,
            cluster: clusters[(count * 104_729) % CLUSTERS] as ClusterId,
            user: UserId.parse(`u${count % 10_000}`),
            channel: "web",
            locale: "en",
          },
          Date.now(),
        );
      }
      await sleep(1);
    }
  })();
  return { stop: () => (going = false), count: () => count };
}

async function timed(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number; pauseMs: number }> {
  await sleep(50);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  await sleep(50); // the pause that it may end with
  delay.disable();
  // The histogram counts its own millisecond too.
  return { ms, cpuMs: (user + system) / 1e3, pauseMs: delay.max / 1e6 - 1 };
}

/** Megabytes, after garbage has gone. */
function resident(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return Math.round(process.memoryUsage.rss() / 1e6);
}
