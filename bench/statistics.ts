import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { connectPostgres, migrate } from "../adapters/database-postgres.ts";
import { statisticsHere } from "../api/statistics.ts";
import { storesOn } from "../app/records.ts";
import { openStatistics } from "../app/statistics.ts";
import { TitleId } from "../core/title.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { freshPostgres } from "./postgres.ts";
import { fill } from "./snapshot/rows.ts";

/**
 * How long the event loop that answers requests stands still while a report over a large experiment is computed: on the
 * statistics thread, as the API has it; here, for comparison; and while nothing is computed. The numbers to read are the ratios.
 *
 *   node bench/statistics.ts [exposures]
 */
const EXPOSURES = Number(process.argv[2] ?? 100_000);
const CLUSTERS = 12;
const ARMS = 8;
const VERSIONS = 300;
const TITLE = TitleId.parse("title-0");

const postgres = await freshPostgres();
try {
  await run();
} finally {
  await postgres.stop();
}
process.exit(0);

async function run(): Promise<void> {
  const database = connectPostgres({ url: postgres.ownerUrl, maxConnections: 4 });
  await migrate(database);
  await fill(database, { titles: 1, clusters: CLUSTERS, arms: ARMS });
  for (let first = 1; first <= EXPOSURES; first += 10_000)
    await database.query(
      `INSERT INTO events (decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity,
       decided_at, received_at, workspace_id)
     SELECT gen_random_uuid(), 'exposure', 'title-0', 'cluster-' || i % ${CLUSTERS},
       'crv_' || lpad(to_hex(i / ${CLUSTERS} % ${ARMS}), 16, '0'), 'web', 1 + i / 7 % ${VERSIONS},
       0.05 + (i / 7 % ${VERSIONS}) * 0.001, now() - interval '2 days', now() - interval '2 days', 'default'
     FROM generate_series(${first}, ${Math.min(EXPOSURES, first + 9_999)}) AS i`,
    );
  await database.query("VACUUM ANALYZE events");
  const stores = storesOn(database).of(DEFAULT_WORKSPACE);
  const strata = await stores.events.strata({ titleId: TITLE, reward: { kind: "click", withinS: 600 } });
  const here = statisticsHere(stores);
  const { run, close } = openStatistics({
    entry: new URL("../app/statistics-thread.ts", import.meta.url),
    data: { databaseUrl: postgres.ownerUrl },
    log: console,
  });
  await run(DEFAULT_WORKSPACE, "losers", { titleId: TITLE, arms: [] }); // the thread is up
  const idle = await pauseOf(() => sleep(1_000));
  const thread = await pauseOf(() => run(DEFAULT_WORKSPACE, "report", { titleId: TITLE }));
  const same = await pauseOf(() => here("report", { titleId: TITLE }));
  console.log(
    `a report over ${EXPOSURES.toLocaleString("en")} exposures in ${strata.length.toLocaleString("en")} strata`,
  );
  for (const [what, { ms, pauseMs }] of [
    ["nothing is computed (baseline)", idle],
    ["on the statistics thread", thread],
    ["on the thread that answers", same],
  ] as const)
    console.log(
      `${what.padEnd(34)} ${ms.toFixed(0).padStart(6)} ms, longest pause ${pauseMs.toFixed(1).padStart(7)} ms, ${(pauseMs / idle.pauseMs).toFixed(1).padStart(6)} x baseline`,
    );
  await close();
  await database.close();
}

async function pauseOf(work: () => Promise<unknown>): Promise<{ ms: number; pauseMs: number }> {
  await sleep(50);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  await sleep(20);
  delay.disable();
  return { ms, pauseMs: delay.max / 1e6 };
}
