import { appendFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { connectPostgres, type Database } from "../../adapters/database-postgres.ts";
import { keysOnPostgres } from "../../adapters/keys-postgres.ts";
import { forgetQueue } from "../../adapters/queue-leftovers-redis.ts";
import { Scope } from "../../core/key.ts";
import { makeKey } from "../commands/keys.ts";
import type { DatabaseUrls } from "../database.ts";
import type { Settings } from "../settings.ts";
import { type Service, startService } from "../supervisor.ts";
import type { Progress } from "./progress.ts";
import { logFolder } from "./settings.ts";

// Never the database that DATABASE_URL names: its data is somebody's.
const DATABASE = "marquee_demo";

export type DemoService = {
  readonly apiUrl: string;
  /** An API key with every scope. */
  readonly key: string;
  revokeKey(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts database, API and worker over an empty database and an empty blob store. */
export async function startDemoService(
  settings: Settings,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoService> {
  const logs = logFolder(settings);
  await mkdir(logs, { recursive: true, mode: 0o700 });
  return progress.phase({ label: "Starting the service", total: 3, unit: "part" }, async (bar) => {
    const service = await startService(settings, {
      toLogFiles: true,
      log: (line) => appendFileSync(join(logs, "demo.log"), `${new Date().toISOString()} ${line}\n`),
      prepare: async (urls) => {
        signal.throwIfAborted();
        bar.to(1, "database");
        for (const name of ["api.log", "worker.log"]) await rm(join(logs, name), { force: true });
        await rm(join(settings.home, "blobs"), { recursive: true, force: true });
        return emptyDatabase(urls);
      },
    });
    try {
      const key = await withDatabase(service, (database) => makeKey(keysOnPostgres(database), "demo", Scope.options));
      bar.to(3, "database, API and worker");
      return {
        apiUrl: service.apiUrl,
        key: key.secret,
        revokeKey: () => withDatabase(service, (database) => keysOnPostgres(database).revoke(key.id)),
        stop: async () => {
          await service.stop();
          if (settings.redisUrl) await forgetQueue(settings.redisUrl, settings.queuePrefix);
        },
      };
    } catch (error) {
      await service.stop();
      throw error;
    }
  });
}

/** @returns the addresses of a new, empty database on the same server; the last demo's is dropped */
async function emptyDatabase(urls: DatabaseUrls): Promise<DatabaseUrls> {
  const server = connectPostgres({ url: urls.owner, maxConnections: 1 });
  try {
    // FORCE: a demo that was killed may have left connections behind.
    await server.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await server.close();
  }
  const within = (serverUrl: string): string => {
    const url = new URL(serverUrl);
    url.pathname = `/${DATABASE}`;
    return url.href;
  };
  return { owner: within(urls.owner), app: within(urls.app) };
}

async function withDatabase<Result>(service: Service, work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = connectPostgres({ url: service.databaseUrl, maxConnections: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
