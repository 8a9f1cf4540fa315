import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { connectPostgres, migrate } from "./database-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import { freePort } from "./testing/redis.ts";

const { database, url } = await freshDatabase({ migrated: false });

const migrationsOf = async (files: Record<string, string>): Promise<URL> => {
  const folder = await mkdtemp(join(tmpdir(), "marquee-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
  return pathToFileURL(`${folder}/`);
};

it("is migrated once by two processes at the same time", async () => {
  const code = `
    const { connectPostgres, migrate } = await import(process.argv[1]);
    const database = connectPostgres({ url: process.argv[2], maxConnections: 1 });
    console.log((await migrate(database)).length);
    await database.close();`;
  const module = new URL("./database-postgres.ts", import.meta.url).href;
  const one = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", code, module, url]);
  const [a, b] = await Promise.all([one(), one()]);
  const applied = [a, b].map(({ stdout }) => Number(stdout)).sort();
  expect(applied[0]).toBe(0);
  expect(applied[1]).toBeGreaterThanOrEqual(3);
  expect(await migrate(database)).toEqual([]);
});

it("names a migration that was changed after it was applied, and one that it does not know", async () => {
  const fresh = await freshDatabase({ migrated: false });
  expect(await migrate(fresh.database, await migrationsOf({ "0001_a.sql": "CREATE TABLE a ()" }))).toEqual([
    "0001_a.sql",
  ]);
  const changed = await migrationsOf({ "0001_a.sql": "CREATE TABLE a (b int)" });
  await expect(migrate(fresh.database, changed)).rejects.toThrow("migration 0001_a.sql was changed");
  const other = await migrationsOf({ "0002_b.sql": "CREATE TABLE b ()" });
  await expect(migrate(fresh.database, other)).rejects.toThrow("0001_a.sql, which this Marquee does not know");
});

it("keeps nothing of a set of migrations that fails half-way", async () => {
  const fresh = await freshDatabase({ migrated: false });
  const broken = await migrationsOf({ "0001_a.sql": "CREATE TABLE a ()", "0002_b.sql": "CREATE TABEL b ()" });
  await expect(migrate(fresh.database, broken)).rejects.toThrow("TABEL");
  expect(await fresh.database.query("SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
});

it("says that a database which nobody answers for is away", async () => {
  const nobody = connectPostgres({ url: `postgres://a:b@127.0.0.1:${await freePort()}/c`, maxConnections: 1 });
  await expect(nobody.query("SELECT 1")).rejects.toMatchObject({ code: "database_away" });
  await expect(nobody.transaction(async (query) => query("SELECT 1"))).rejects.toMatchObject({ code: "database_away" });
  await nobody.close();
});

it("takes a transaction back when its work throws, and gives the connection back", async () => {
  await database.query("CREATE TABLE IF NOT EXISTS tries (n int)");
  for (let i = 0; i < 10; i++) {
    const work = database.transaction(async (query) => {
      await query("INSERT INTO tries VALUES (1)");
      throw new Error("stop");
    });
    await expect(work).rejects.toThrow("stop");
  }
  expect(await database.query("SELECT count(*)::int AS n FROM tries")).toEqual([{ n: 0 }]);
});

it("survives the end of a connection in the middle of a transaction", async () => {
  const work = database.transaction(async (query) => {
    const [{ pid } = { pid: 0 }] = await query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await database.query("SELECT pg_terminate_backend($1)", [pid]);
    await new Promise((done) => setTimeout(done, 50));
    await query("SELECT 1");
  });
  await expect(work).rejects.toMatchObject({ code: "database_away" });
  expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("never changes or removes an audit row, whoever asks", async () => {
  await migrate(database);
  await database.query(
    "INSERT INTO audit (workspace_id, actor, action, subject) VALUES ('default', 'me', 'try', 'it')",
  );
  for (const sql of ["UPDATE audit SET actor = 'you'", "DELETE FROM audit", "TRUNCATE audit"]) {
    await expect(database.query(sql)).rejects.toThrow("never changed or removed");
  }
});
