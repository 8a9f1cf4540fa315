import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { startEmbeddedPostgres } from "./database-embedded.ts";
import { connectPostgres } from "./database-postgres.ts";
import { smallDisk } from "./testing/full-disk.ts";
import { freePort } from "./testing/redis.ts";

const lines: string[] = [];
const log = (line: string) => void lines.push(line);

/** One for all tests: making a data folder is the slow part. Each test leaves it stopped. */
const folder = await mkdtemp(join(tmpdir(), "marquee-embedded-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const connect = (url: string) => connectPostgres({ url, maxConnections: 2 });

/** The first line of PostgreSQL's own file; 0 without one. */
const pidIn = async (folder: string) =>
  Number.parseInt(await readFile(join(folder, "postgres", "postmaster.pid"), "utf8").catch(() => "0"), 10);

const eventually = async (check: () => Promise<unknown>, withinMs = 10_000): Promise<void> => {
  for (const end = Date.now() + withinMs; ; await sleep(50)) {
    const failed = await check().then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (!failed) return;
    if (Date.now() > end) throw failed.error;
  }
};

/** Another process that starts PostgreSQL on `folder`, and says so. */
async function startElsewhere(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const other = fork(new URL("./testing/embedded-entry.ts", import.meta.url), [folder]);
  onTestFinished(() => void other.kill("SIGKILL"));
  const [{ url }] = (await once(other, "message")) as [{ url: string }];
  return { process: other, url };
}

it("keeps its records between two starts, on the same port, with a password that only the owner may read", async () => {
  const first = await startEmbeddedPostgres({ folder, log });
  const one = connect(first.ownerUrl);
  await one.query("CREATE TABLE kept (what text)");
  await one.query("INSERT INTO kept VALUES ('ця')");
  await one.close();
  await expect(startEmbeddedPostgres({ folder, log })).rejects.toThrow(`another Marquee is using ${folder}`);
  await first.stop();
  expect((await stat(join(folder, "database.json"))).mode & 0o777).toBe(0o600);

  const second = await startEmbeddedPostgres({ folder, log });
  expect(second.url).toBe(first.url);
  const two = connect(second.ownerUrl);
  expect(await two.query("SELECT what FROM kept")).toEqual([{ what: "ця" }]);
  await two.close();
  await second.stop();
  for (const url of [second.url, second.ownerUrl]) expect(lines.join("\n")).not.toContain(new URL(url).password);
});

it.runIf(process.getuid?.() === 0)("works for root in a folder that only root may enter", async () => {
  const closed = await mkdtemp(join(tmpdir(), "marquee-closed-")); // made with mode 0700
  const inner = join(closed, "inner");
  await mkdir(inner, { mode: 0o700 });
  const postgres = await startEmbeddedPostgres({ folder: inner, log });
  const { data } = JSON.parse(await readFile(join(inner, "database.json"), "utf8"));
  onTestFinished(async () => {
    await rm(dirname(data), { recursive: true });
    await rm(closed, { recursive: true });
  });
  const database = connect(postgres.ownerUrl);
  expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await database.close();
  await postgres.stop();
  expect(data).not.toContain(closed);
  expect((await stat(closed)).mode & 0o777).toBe(0o700);
});

it("says which port is taken, and starts once it is free", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  await expect(startEmbeddedPostgres({ folder, port, log })).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
  other.close();
  await once(other, "close");
  const postgres = await startEmbeddedPostgres({ folder, port, log });
  expect(postgres.url).toContain(`127.0.0.1:${port}/`);
  await postgres.stop();
});

it("is started again after kill -9: calls say that it is away, and then work", async () => {
  const postgres = await startEmbeddedPostgres({ folder, log });
  const database = connect(postgres.ownerUrl);
  const slow = database.query("SELECT pg_sleep(30)");
  await sleep(100);
  process.kill(await pidIn(folder), "SIGKILL");
  await expect(slow).rejects.toMatchObject({ code: "database_away" });
  await expect(database.query("SELECT 1")).rejects.toMatchObject({ code: "database_away" });
  await eventually(() => database.query("SELECT 1"));
  await database.close();
  await postgres.stop();
  expect(await pidIn(folder)).toBe(0);
});

it("stops when its Marquee is killed, and what still runs is stopped by the next start", async () => {
  const first = await startElsewhere(folder);
  await expect(startEmbeddedPostgres({ folder, log })).rejects.toThrow("another Marquee is using");
  const pid = await pidIn(folder);
  first.process.kill("SIGKILL");
  await eventually(async () => expect(() => process.kill(pid, 0)).toThrow());

  const second = await startElsewhere(folder);
  const left = await pidIn(folder);
  // A frozen server cannot end when it is told to, as after a kill of everything but the server.
  process.kill(left, "SIGSTOP");
  second.process.kill("SIGKILL");
  await once(second.process, "exit");
  setTimeout(() => process.kill(left, "SIGCONT"), 300);
  const third = await startEmbeddedPostgres({ folder, log });
  expect(lines.join("\n")).toContain(`stopping the PostgreSQL (process ${left})`);
  expect(third.url).toBe(second.url);
  await third.stop();
});

it("says that the disk is full, and leaves nothing half-made", async (test) => {
  const folder = await smallDisk(20_000_000);
  if (!folder) return test.skip("only a user who may mount can have a small disk");
  await expect(startEmbeddedPostgres({ folder, log })).rejects.toMatchObject({ code: "storage_full" });
  await expect(stat(join(folder, "postgres"))).rejects.toThrow("ENOENT");
  await expect(stat(join(folder, "postgres.new"))).rejects.toThrow("ENOENT");
});
