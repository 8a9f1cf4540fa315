import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { assetsOnPostgres } from "../../adapters/assets-postgres.ts";
import { openDiskBlobs } from "../../adapters/blobs-disk.ts";
import { clustersOnPostgres } from "../../adapters/clusters-postgres.ts";
import { creativesOnPostgres } from "../../adapters/creatives-postgres.ts";
import { connectPostgres } from "../../adapters/database-postgres.ts";
import { drawsOnPostgres } from "../../adapters/draws-postgres.ts";
import { eventsOnPostgres } from "../../adapters/events-postgres.ts";
import { experimentsOnPostgres } from "../../adapters/experiments-postgres.ts";
import { openFetcher } from "../../adapters/fetch-http.ts";
import { gatesOnPostgres } from "../../adapters/gates-postgres.ts";
import { historyOnPostgres } from "../../adapters/history-postgres.ts";
import { idempotencyOnPostgres } from "../../adapters/idempotency-postgres.ts";
import { jobsOnPostgres } from "../../adapters/jobs-postgres.ts";
import { keysOnPostgres } from "../../adapters/keys-postgres.ts";
import { policiesOnPostgres } from "../../adapters/policies-postgres.ts";
import { pullsOnPostgres } from "../../adapters/pulls-postgres.ts";
import { readersOnPostgres } from "../../adapters/readers-postgres.ts";
import { EVERY_WORKSPACE } from "../../adapters/records.ts";
import { regenerationsOnPostgres } from "../../adapters/regenerations-postgres.ts";
import { releasesOnPostgres } from "../../adapters/releases-postgres.ts";
import { snapshotOnPostgres } from "../../adapters/snapshot-postgres.ts";
import { freshDatabase } from "../../adapters/testing/postgres.ts";
import { titlesOnPostgres } from "../../adapters/titles-postgres.ts";
import { winnersOnPostgres } from "../../adapters/winners-postgres.ts";
import { workspacesOnPostgres } from "../../adapters/workspaces-postgres.ts";
import { createClient } from "../../client/client.ts";
import { CHANNELS, FORMATS, formatsOf } from "../../core/channel.ts";
import type { Brief, MadeCreative } from "../../core/creative.ts";
import { AppError } from "../../core/errors.ts";
import { Scope } from "../../core/key.ts";
import type { LogRow } from "../../core/log.ts";
import type { JobQueue } from "../../core/ports.ts";
import { plainCopy } from "../../core/testing/copy.ts";
import { DEFAULT_WORKSPACE, Workspace, WorkspaceId } from "../../core/workspace.ts";
import { judgePolicy } from "../../experiments/offpolicy/judge.ts";
import { decodePicture } from "../../pipeline/key-art/decode.ts";
import { planBriefs } from "../../pipeline/plan.ts";
import { missingCharacters } from "../../pipeline/type/drawable.ts";
import { Deciders } from "../deciders.ts";
import type { ApiDeps, Log } from "../deps.ts";
import { apiServer } from "../server.ts";
import { statisticsHere } from "../statistics.ts";
import { tokenSigner } from "../token.ts";
import { answersChecked } from "./contract.ts";
import { wireTo } from "./wire.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A queue on which nothing waits, and which can be away. */
export function emptyQueue() {
  let away = false;
  return {
    goAway: (value: boolean) => {
      away = value;
    },
    oldestWaitMs: async () => {
      if (away) throw new AppError("queue_away", "the test took it away");
      return 0;
    },
  } satisfies Pick<JobQueue, "oldestWaitMs"> & Record<string, unknown>;
}

/** What is under test, whole: the real API on a real database, listening on a loopback port. Closed after the file. */
export async function openWorld() {
  const { database, appUrl } = await freshDatabase();
  // The service has a wire of its own, so that a test can take the database away from it alone.
  const wire = await wireTo(appUrl);
  const pool = connectPostgres({ url: wire.url, maxConnections: 6 });
  const storesOf = (workspace: WorkspaceId) => ({
    titles: titlesOnPostgres(pool, workspace),
    assets: assetsOnPostgres(pool, workspace),
    clusters: clustersOnPostgres(pool, workspace),
    jobs: jobsOnPostgres(pool, workspace),
    regenerations: regenerationsOnPostgres(pool, workspace),
    creatives: creativesOnPostgres(pool, workspace),
    gates: gatesOnPostgres(pool, workspace),
    pulls: pullsOnPostgres(pool, workspace),
    history: historyOnPostgres(pool, workspace),
    experiments: experimentsOnPostgres(pool, workspace),
    winners: winnersOnPostgres(pool, workspace),
    draws: drawsOnPostgres(pool, workspace),
    events: eventsOnPostgres(pool, workspace),
    policies: policiesOnPostgres(pool, workspace),
    releases: releasesOnPostgres(pool, workspace),
  });
  const stores = storesOf(DEFAULT_WORKSPACE);
  const everywhere = creativesOnPostgres(pool, EVERY_WORKSPACE);
  const keys = keysOnPostgres(pool);
  const workspaces = workspacesOnPostgres(pool);
  const snapshots = snapshotOnPostgres(pool);
  const folder = await mkdtemp(join(tmpdir(), "marquee-api-"));
  const blobs = openDiskBlobs({ folder });
  const queue = emptyQueue();
  const deciders = new Deciders((workspace) => `a salt of the tests for ${workspace}`);
  const secret = randomBytes(32);
  const tokensOf = (workspace: WorkspaceId) =>
    tokenSigner(createHash("sha256").update(secret).update(workspace).digest());
  const clock = { aheadMs: 0 };
  const generation = { name: "networks of today" };
  const policyLog: LogRow[] = [];
  const now = () => Date.now() + clock.aheadMs;
  const logged: { level: string; detail: object; message: string }[] = [];
  const logAs = (level: string) => (detail: object, message: string) => void logged.push({ level, detail, message });
  const log: Log = { info: logAs("info"), warn: logAs("warn"), error: logAs("error") };

  const refresh = () => deciders.follow(snapshots, now);
  const shared = {
    workspaces,
    readers: readersOnPostgres(pool),
    withheld: deciders,
    idempotency: idempotencyOnPostgres(pool),
    queue,
    blobs,
    // In this process: the pictures are the tests' own. To the fetcher 127.0.0.1 is the outside world.
    decoder: { decode: decodePicture },
    fetcher: openFetcher({ allowAddresses: ["127.0.0.1"], timeoutMs: 5_000 }),
    refresh,
    now,
    log,
  };
  const of = (workspace: WorkspaceId): ApiDeps => ({
    ...shared,
    ...storesOf(workspace),
    decider: deciders.of(workspace),
    statistics: statisticsHere(storesOf(workspace)),
    tokens: tokensOf(workspace),
    missingCharacters,
    plan: (order) => planBriefs({ ...order, workspace }),
    generation: async () => generation.name,
    studios: 2,
    judgePolicy: (ask) => judgePolicy(policyLog, ask),
  });
  const server = createServer(apiServer({ keys, of, now, log })).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = answersChecked(fetch);

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await pool.close();
    wire.close();
    await rm(folder, { recursive: true, force: true });
  });

  const keyOf = async (workspaceId: WorkspaceId, scopes: readonly Scope[]): Promise<{ id: string; secret: string }> => {
    const secret = `mq_${randomBytes(24).toString("base64url")}`;
    const id = `key_${randomBytes(8).toString("hex")}`;
    await keys.add({ id, name: `of ${id}`, scopes: [...scopes], sha256: sha256(secret), workspaceId });
    return { id, secret };
  };
  const keyWith = (...scopes: readonly Scope[]) => keyOf(DEFAULT_WORKSPACE, scopes);
  const all = await keyWith(...Scope.options);

  return {
    ...stores,
    snapshots,
    blobs,
    queue,
    decider: deciders.of(DEFAULT_WORKSPACE),
    tokens: tokensOf(DEFAULT_WORKSPACE),
    keys,
    workspaces,
    clock,
    generation,
    /** What policies are judged by, in place of what was decided. */
    policyLog,
    now,
    logged,
    database,
    baseUrl,
    keyWith,
    /** Another workspace on the same service, with a key of every scope. */
    neighbour: async (id: string) => {
      const workspace = WorkspaceId.parse(id);
      await workspaces.add(Workspace.parse({ id, name: id, brand: {} }), "the tests");
      const { secret } = await keyOf(workspace, Scope.options);
      return { workspace, secret, client: createClient({ baseUrl, key: secret, fetch: send, tries: 1 }) };
    },
    /** The key with every scope. */
    secret: all.secret,
    client: createClient({ baseUrl, key: all.secret, fetch: send, tries: 1 }),
    /** A request just as it is given: nothing is added but the key, unless `headers` has its own. */
    raw: (path: string, init: RequestInit = {}) =>
      send(`${baseUrl}${path}`, { ...init, headers: { authorization: `Bearer ${all.secret}`, ...init.headers } }),
    /** A POST of JSON, or of a body that is given as text. */
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(`${baseUrl}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${all.secret}`, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    /** Takes the database away from the service, or gives it back: connections are cut, and new ones refused. */
    goAway: wire.cut,
    reload: refresh,
    /** The whole content of the database, one hash a table: equal before and after is "nothing changed". */
    content: async (): Promise<Record<string, string>> => {
      const tables = await database.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
      );
      const hashes = await Promise.all(
        tables.map(async ({ name }): Promise<[string, string]> => {
          const [row] = await database.query<{ hash: string }>(
            `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS hash FROM ${name} AS t`,
          );
          return [name, row?.hash ?? ""];
        }),
      );
      return Object.fromEntries(hashes);
    },
    /** Does what the workers would: every planned creative gets pictures and passes its gates. */
    makeAll: async (): Promise<void> => {
      for (let after: string | null = null, more = true; more; ) {
        const page = await everywhere.page({ status: "draft" }, { after, limit: 100 });
        for (const { brief } of page.items) {
          const made = madeOf(brief);
          const names = await Promise.all(made.renditions.map(({ bytes }) => blobs.put(bytes)));
          await everywhere.keep(made, names);
        }
        after = page.next;
        more = after !== null;
      }
    },
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A creative as a pipeline would make it, but for the pictures, which are a few bytes each. */
export function madeOf(brief: Brief, passed = true): MadeCreative {
  const locales = Object.keys(brief.texts) as (keyof typeof brief.texts)[];
  return {
    creativeId: brief.creativeId,
    renditions: brief.channels.flatMap((channel) =>
      CHANNELS[channel].densities.flatMap((density) =>
        locales.flatMap((locale) =>
          formatsOf(channel).map((format) => ({
            channel,
            locale,
            density,
            format,
            widthPx: CHANNELS[channel].widthPx * density,
            heightPx: CHANNELS[channel].heightPx * density,
            contentType: FORMATS[format].contentType,
            bytes: Buffer.from(`${brief.creativeId} ${channel} ${locale} ${density} ${format}`),
            quality: 78,
            score: 0.99,
            contrast: 7,
            thumbHash: "3dkNHIJpmXiPd3d1d4hrj/PnVw==",
            dominant: "#a6b45f",
          })),
        ),
      ),
    ),
    copy: Object.fromEntries(locales.map((locale) => [locale, plainCopy({ headline: `Headline ${locale}` })])),
    checks: [{ gate: "contrast", passed, measured: 7, limit: 4.5 }],
    fingerprints: {},
    rejections: [],
    provenance: {
      prompt: "a quiet harbour",
      stages: { sketch: 1 },
      imageModel: { id: "painter", sha256: "0".repeat(64) },
      textModel: { id: "writer", sha256: "1".repeat(64) },
      stageMs: { sketch: 1 },
    },
  };
}
