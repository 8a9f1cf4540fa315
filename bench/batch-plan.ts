import { getHeapStatistics } from "node:v8";
import { connectPostgres, migrate } from "../adapters/database-postgres.ts";
import type { Log } from "../api/deps.ts";
import { briefsOf } from "../api/order.ts";
import { estimateRegeneration, type RegenerateDeps, regenerationId, replacements } from "../api/regenerate.ts";
import { statisticsHere } from "../api/statistics.ts";
import { storesOn } from "../app/records.ts";
import { Cluster } from "../core/cluster.ts";
import { JobId, JobRequest, JobTerms } from "../core/job.ts";
import { Regeneration } from "../core/regeneration.ts";
import { Title } from "../core/title.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { planBriefs } from "../pipeline/plan.ts";
import { freshPostgres } from "./postgres.ts";

/**
 * How long a plan of 1,000 titles, 6 clusters and 4 arms takes, and how much of it is in memory at once: an order of
 * new artwork, and a regeneration of all that it made, with its estimate and a second run. On the embedded PostgreSQL.
 *
 *   node --expose-gc bench/batch-plan.ts [titles]
 */
const TITLES = Number(process.argv[2] ?? 1_000);
const CLUSTERS = 6;
const ARMS = 4;

const postgres = await freshPostgres();
const owner = connectPostgres({ url: postgres.ownerUrl, maxConnections: 2 });
await migrate(owner);
const database = connectPostgres({ url: postgres.ownerUrl, maxConnections: 6 });
const stores = storesOn(database);
const own = stores.of(DEFAULT_WORKSPACE);
const deps: RegenerateDeps & { jobs: typeof own.jobs; log: Log } = {
  ...own,
  workspaces: stores.workspaces,
  statistics: statisticsHere(own),
  plan: (order) => planBriefs({ ...order, workspace: DEFAULT_WORKSPACE }),
  generation: async () => "today",
  log: { info: () => {}, warn: console.warn, error: console.error },
};

const titles = Array.from({ length: TITLES }, (_, i) =>
  Title.parse({
    id: `title-${i}`,
    year: 1900 + (i % 120),
    genres: ["drama", "horror"],
    concepts: ["sea", "castle"],
    texts: {
      en: {
        name: `The Sea of ${i}`,
        synopsis: "Somebody sails out at night; somebody waits for the light. ".repeat(4),
      },
      uk: { name: `Море ${i}`, synopsis: "Хтось виходить у море вночі; хтось чекає на світло. ".repeat(4) },
    },
  }),
);
const clusters = Array.from({ length: CLUSTERS }, (_, i) =>
  Cluster.parse({ id: `cluster-${i}`, name: `Cluster ${i}`, locale: "en", allowed: i % 2 ? { mood: ["dark"] } : {} }),
);
for (const title of titles) await own.titles.add(title, "bench");
for (const cluster of clusters) await own.clusters.add(cluster, "bench");

const request = JobRequest.parse({
  titles: titles.map(({ id }) => id),
  clusters: clusters.map(({ id }) => id),
  armsPerCluster: ARMS,
});
const terms = JobTerms.parse({});
await measured("an order of new artwork", () =>
  deps.jobs.plan(
    JobId.parse("job_0000000000000001"),
    { request, terms, actor: "bench" },
    briefsOf(request, DEFAULT_WORKSPACE, deps),
  ),
);

await owner.query("ANALYZE");
await measured("the feeder's first look at it", () => stores.feed.next(4));
await measured("the feeder's next look", () => stores.feed.next(8));

// As if all of it had been made, so that it can be made anew.
await owner.query(
  `UPDATE creatives SET status = 'in-review', provenance = '{"prompt": "", "stages": {}, "stageMs": {"paint": 9000},
     "imageModel": {"id": "painter", "sha256": "0"}, "textModel": {"id": "writer", "sha256": "1"}}'`,
);
await owner.query("ANALYZE");
const anew = Regeneration.parse({ selection: { madeBy: "painter" } });
await measured("the estimate of a regeneration of all of it", () =>
  estimateRegeneration(DEFAULT_WORKSPACE, anew, 2, deps),
);
const id = await regenerationId(DEFAULT_WORKSPACE, anew, deps);
const run = () =>
  deps.jobs.plan(id, { request: anew, terms, actor: "bench" }, replacements(DEFAULT_WORKSPACE, anew, deps));
await measured("that regeneration", run);
await measured("that regeneration again", run);

await database.close();
await owner.close();
await postgres.stop();

/** Prints seconds, rows, seconds of this process's own, and the most that the heap held above where it began. */
async function measured(what: string, work: () => Promise<unknown>): Promise<void> {
  globalThis.gc?.();
  const heapUsed = getHeapStatistics().used_heap_size;
  let most = heapUsed;
  const sample = () => {
    most = Math.max(most, getHeapStatistics().used_heap_size);
  };
  const timer = setInterval(sample, 20);
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  sample();
  clearInterval(timer);
  const [rows] = await owner.query<{ count: number }>("SELECT count(*)::int AS count FROM creatives");
  const heap = `${(heapUsed / 1e6).toFixed(0)} MB, at most ${((most - heapUsed) / 1e6).toFixed(0)} MB more`;
  console.log(
    `${what}: ${seconds.toFixed(2)} s, ${rows?.count} creatives in all; this process was busy for ${((user + system) / 1e6).toFixed(2)} s; heap ${heap}`,
  );
}
