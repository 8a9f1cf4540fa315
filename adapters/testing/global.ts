import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../database-embedded.ts";
import { findRedis } from "./redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A PostgreSQL server where a test may make databases and users. */
    databaseUrl: string;
    /** `null`: there is no Redis here, and its suites are skipped by name. */
    redisUrl: string | null;
  }
}

/**
 * Vitest's `globalSetup`: one PostgreSQL and, where there is one, one Redis for the whole run.
 *
 * The servers that MARQUEE_TEST_DATABASE_URL and MARQUEE_TEST_REDIS_URL name are used as they are.
 * MARQUEE_NO_SKIPS=1 makes a missing Redis an error.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await findRedis(process.env.MARQUEE_TEST_REDIS_URL);
  if (!redis && process.env.MARQUEE_NO_SKIPS === "1") {
    throw new Error("MARQUEE_NO_SKIPS=1, but no redis-server is in PATH and MARQUEE_TEST_REDIS_URL names none");
  }
  project.provide("redisUrl", redis?.url ?? null);

  const given = process.env.MARQUEE_TEST_DATABASE_URL;
  if (given) {
    project.provide("databaseUrl", given);
    return async () => redis?.stop();
  }
  const folder = await mkdtemp(join(tmpdir(), "marquee-test-"));
  const postgres = await startEmbeddedPostgres({ folder, log: () => {} });
  project.provide("databaseUrl", postgres.ownerUrl);
  return async () => {
    await postgres.stop();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
