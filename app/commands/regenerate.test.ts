import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../../adapters/testing/postgres.ts";
import * as sample from "../../adapters/testing/samples.ts";
import { DEFAULT_WORKSPACE } from "../../core/workspace.ts";
import { startCrew } from "../../workers/testing/crew.ts";
import { storesOn } from "../records.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const { database, url } = await freshDatabase();
const stores = storesOn(database).of(DEFAULT_WORKSPACE);
const home = await mkdtemp(join(tmpdir(), "marquee-regenerate-"));
afterAll(() => rm(home, { recursive: true, force: true }));

beforeAll(async () => {
  await stores.titles.add(sample.title(), "ann");
  await stores.clusters.add(sample.cluster(), "ann");
  const names = ["one", "two", "three"];
  await stores.jobs.plan(sample.jobId("first"), sample.order(), [names.map((name) => sample.brief(name))]);
  for (const name of names) {
    const made = sample.made(name);
    await stores.creatives.keep(
      made,
      made.renditions.map(() => "0".repeat(64)),
    );
  }
});

/** The command as a person gives it, with no terminal. */
const regenerate = (...words: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = { PATH: process.env.PATH, MARQUEE_HOME: home, MARQUEE_STUDIOS: "1", DATABASE_URL: url };
    execFile(process.execPath, [MAIN, "regenerate", ...words], { env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), said: out + err }),
    );
  });

const everything = async () => (await stores.creatives.page({}, { after: null, limit: 200 })).items;

describe("marquee regenerate", () => {
  it("tells what it takes, and starts nothing without a yes", async () => {
    const told = await regenerate("--model", "painter", "--dry-run", "--max-pictures", "2");
    expect(told).toMatchObject({ code: 0 });
    expect(told.said).toMatch(/selected +3 creatives/);
    expect(told.said).toMatch(/pictures to make +3 creatives \(budget 2\)/);
    expect(told.said).toMatch(/newest 3 creatives/);
    expect(await regenerate("--model", "painter")).toMatchObject({ code: 2 });
    expect((await regenerate("--dry-run")).said).toMatch(/Name at least one of --titles/);
    expect(await everything()).toHaveLength(3);
  }, 120_000);

  it("stops at its budget, goes on with a larger one, and the next run has nothing to do", async () => {
    const crew = await startCrew({ queue: { databaseUrl: url, prefix: "cli" }, studios: 1, make: async () => {} });
    const asked = ["--model", "painter", "--yes"];
    const first = await regenerate(...asked, "--max-pictures", "2");
    expect(first.said).toMatch(/The job is budget-spent/);
    expect(first.said).toMatch(/the-sea +2 +0 +0 +0 +1/);
    const second = await regenerate(...asked, "--max-pictures", "10");
    expect(second.said).toMatch(/the-sea +3 +0 +0 +0 +0/);
    expect(second.said).not.toMatch(/The job is/);
    const before = (await everything()).map(({ id, status }) => `${id} ${status}`);
    expect(before).toHaveLength(6);
    const third = await regenerate(...asked);
    expect(third).toMatchObject({ code: 0 });
    expect(third.said).toMatch(/pictures to make +0 creatives/);
    expect((await everything()).map(({ id, status }) => `${id} ${status}`)).toEqual(before);
    await crew.stop();
  }, 120_000);
});
