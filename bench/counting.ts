import pg from "pg";
import { connectPostgres, migrate } from "../adapters/database-postgres.ts";
import { eventsOnPostgres } from "../adapters/events-postgres.ts";
import { Guard, Reward } from "../core/reward.ts";
import { TitleId } from "../core/title.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { freshPostgres } from "./postgres.ts";

/**
 * How long counting takes with a million exposures and as many more events as came of them: `node bench/counting.ts [exposures]`.
 * A tenth of all exposures are of one title; 1,000 titles share the rest. A fifth is clicked, a tenth watched.
 */
const EXPOSURES = Number(process.argv[2] ?? 1_000_000);
const TITLES = 1_000;
/** They came over so many hours. */
const HOURS = 240;

const postgres = await freshPostgres();
const database = connectPostgres({ url: postgres.ownerUrl, maxConnections: 4 });
// Without the limits on a statement's time: making an index takes longer.
const owner = new pg.Client({ connectionString: postgres.ownerUrl });
await owner.connect();

const timed = async (what: string, work: () => Promise<string | number>): Promise<void> => {
  const began = performance.now();
  const said = await work().catch((error: Error) => error.message);
  console.log(`${what.padEnd(70)} ${(performance.now() - began).toFixed(0).padStart(7)} ms   ${said}`);
};

const fill = async (kind: string, every: number, seconds: string) => {
  const perCall = 10_000;
  for (let from = 0; from < EXPOSURES; from += perCall) {
    await owner.query(
      `INSERT INTO events (decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity,
         decided_at, workspace_id, received_at, seconds)
       SELECT md5(i::text)::uuid, $1, CASE WHEN i % 10 = 0 THEN 'title-0' ELSE 'title-' || abs(hashint4(i) / 2) % ${TITLES} END, 'c-' || i % 7 % 6,
         'crv_' || lpad(to_hex(abs(hashint4(i + 1) / 2) % 8), 16, '0'), 'web', i * 200::bigint / ${EXPOSURES}, 0.125, now(), 'default',
         now() - interval '${HOURS} hours' + i * interval '${HOURS} hours' / ${EXPOSURES} - interval '1 hour'
           + CASE WHEN $1 = 'exposure' THEN interval '0' ELSE interval '20 seconds' END, ${seconds}
       FROM generate_series($2::int, $3::int) AS i WHERE abs(hashint4(i + 7) / 2) % ${every} = 0`,
      [kind, from, from + perCall - 1],
    );
  }
};

try {
  await migrate(database);
  await owner.query("ALTER TABLE events SET (autovacuum_enabled = off)");
  // Filled in without its indexes, which are made when all is there: as it would be, in a tenth of the time.
  const { rows: indexes } = await owner.query<{ name: string; made: string }>(
    `SELECT indexname AS name, indexdef AS made FROM pg_indexes WHERE tablename = 'events' AND indexname <> 'events_pkey'`,
  );
  for (const { name } of indexes) await owner.query(`DROP INDEX ${name}`);
  await owner.query("SET synchronous_commit = off");
  await timed(`filling in ${EXPOSURES} exposures, a fifth as many clicks, a tenth views`, async () => {
    await fill("exposure", 1, "NULL");
    await fill("click", 5, "NULL");
    await fill("view", 10, "60 + i % 120");
    for (const { made } of indexes) await owner.query(made);
    return "";
  });
  const events = eventsOnPostgres(database, DEFAULT_WORKSPACE);
  const titles = Array.from({ length: TITLES }, (_, i) => TitleId.parse(`title-${i}`));
  const click = Reward.parse({ kind: "click" });
  const engaged = Reward.parse({ kind: "engaged", leastSeconds: 120 });
  const rewards = new Map(titles.map((title) => [title, click]));
  const guards = new Map(titles.map((title) => [title, Guard.parse({})]));
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const [one] = titles as [TitleId];
  const counts = (cells: readonly { exposures: number }[]) =>
    `${cells.length} cells, ${cells.reduce((sum, { exposures }) => sum + exposures, 0)} exposures`;

  const measure = async () => {
    const minute = { after: ago(20), until: ago(20 - 1 / 60) };
    await timed("a slice of a minute, all titles", async () => counts(await events.slices({ ...minute, rewards })));
    await timed("a slice of an hour, all titles", async () =>
      counts(await events.slices({ after: ago(20), until: ago(19), rewards })),
    );
    await timed("the same with a guard", async () =>
      counts(await events.slices({ after: ago(20), until: ago(19), rewards, guards })),
    );
    await timed("a slice of everything", async () =>
      counts(await events.slices({ after: null, until: ago(0), rewards })),
    );
    await timed("a slice of everything of one title (100,000)", async () =>
      counts(await events.slices({ after: null, until: ago(0), rewards: new Map([[one, engaged]]) })),
    );
    await timed("strata of one title (100,000), clicks", async () =>
      counts(await events.strata({ titleId: one, reward: click })),
    );
    await timed("strata of one title (100,000), clicks and a guard", async () =>
      counts(await events.strata({ titleId: one, reward: click, guard: Guard.parse({}) })),
    );
    await timed("strata of one title (100,000), engaged views", async () =>
      counts(await events.strata({ titleId: one, reward: engaged })),
    );
    await timed("strata of a small title (900)", async () =>
      counts(await events.strata({ titleId: titles[7] as TitleId, reward: click })),
    );
    await timed("tallies of one title (100,000)", async () =>
      counts(await events.tallies({ titleId: one, reward: click })),
    );
  };
  await owner.query("VACUUM ANALYZE events");
  await measure();
} finally {
  await database.close();
  await owner.end();
  await postgres.stop();
}
