import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { describe, expect, inject, it, onTestFailed, onTestFinished } from "vitest";
import { freshDatabase } from "../adapters/testing/postgres.ts";
import { type Client, createClient } from "../client/client.ts";
import { Scope } from "../core/key.ts";
import { descendants, isAlive } from "./testing/processes.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const TITLE = {
  id: "the-phantom-carriage",
  year: 1921,
  genres: ["drama" as const, "fantasy" as const],
  concepts: ["fog" as const, "road" as const],
  texts: {
    en: {
      name: "The Phantom Carriage",
      synopsis: "On New Year's Eve a drunkard hears of the carriage that collects the dead, and then hears it come.",
      hero: "David Holm",
      place: "a churchyard",
    },
  },
};
const CLUSTER = { id: "night-owls", name: "Night owls", locale: "en" as const, allowed: { mood: ["dark" as const] } };

/** The service as a person starts it, in a home of its own; whatever the test does, it is gone afterwards. */
async function startService(variables: Record<string, string>) {
  const home = await mkdtemp(join(tmpdir(), "marquee-service-"));
  await chmod(home, 0o711); // as root, PostgreSQL runs as somebody else
  const env = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(MARQUEE_|VITEST|DATABASE_URL|REDIS_URL)/.test(name)),
    ),
    MARQUEE_HOME: home,
    MARQUEE_PORT: "0",
    MARQUEE_STUDIOS: "1",
    MARQUEE_LEARN_EVERY_MS: "1000",
    ...variables,
  };
  const service = spawn(process.execPath, [MAIN, "start"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  for (const stream of [service.stdout, service.stderr])
    stream.on("data", (data: Buffer) => said.push(data.toString()));
  const exited = once(service, "exit");
  const pid = service.pid ?? 0;
  onTestFailed(() => console.log(said.join("").split("\n").slice(-40).join("\n")));
  onTestFinished(async () => {
    for (const one of [...descendants(pid), { pid }]) if (isAlive(one.pid)) process.kill(one.pid, "SIGKILL");
    await exited;
    await rm(home, { recursive: true, force: true });
  });

  const url = await until("the service answers", 60_000, () => {
    if (service.exitCode !== null) throw new Error(`it ended at once: ${said.join("")}`);
    return /answers at (http:\S+)/.exec(said.join(""))?.[1];
  });
  const keys = [MAIN, "keys", "--name", "test", "--scopes", Scope.options.join(",")];
  const { stdout } = await promisify(execFile)(process.execPath, keys, { env });
  const key = /^mq_\S+/.exec(stdout)?.[0] ?? "";
  return { pid, said, exited, client: createClient({ baseUrl: url, key }), stop: () => service.kill("SIGINT") };
}

/** Asks again and again until there is an answer. */
async function until<Value>(
  what: string,
  withinMs: number,
  ask: () => Value | Promise<Value>,
): Promise<NonNullable<Value>> {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    const value = await ask();
    if (value) return value;
    await sleep(50);
  }
  throw new Error(`after ${withinMs} ms still not: ${what}`);
}

/** Kills the worker with its studio in the middle of the first picture, as a machine that runs out of memory does. */
async function killWorkerWhileItPaints(service: Awaited<ReturnType<typeof startService>>): Promise<void> {
  const below = () => descendants(service.pid);
  const worker = below().find(({ command }) => command.includes("main.ts worker"));
  const studio = below().find(({ command }) => command.includes("studio.ts"));
  if (!worker || !studio) throw new Error("there is no worker with a studio");
  const models = descendants(studio.pid).filter(({ command }) => command.includes("host/entry.ts"));
  expect(models.map(({ command }) => command.trim().split(" ").at(-1)).sort()).toEqual([
    "marquee-copy",
    "marquee-paint",
  ]);
  await sleep(150);
  process.kill(worker.pid, "SIGKILL");
  await until("the studio of a killed worker ends by itself", 10_000, () => !isAlive(studio.pid));
  await until("its models end too", 10_000, () => models.every(({ pid }) => !isAlive(pid)));
  await until("another worker is started", 30_000, () =>
    below().some(({ pid, command }) => command.includes("main.ts worker") && pid !== worker.pid),
  );
}

async function approveAndOpen(client: Client): Promise<string> {
  const { items } = await client.call("GET /v1/creatives", { query: { title: TITLE.id } });
  expect(items.map(({ status }) => status)).toEqual(["in-review", "in-review"]);
  const creatives = items.map(({ id }) => id);
  await client.call("POST /v1/creatives/reviews", { body: { creatives, verdict: "approve" } });
  const path = { title: TITLE.id };
  // Learned from a few visits, a second after they came.
  const settings = { reward: { kind: "click" as const, withinS: 1 }, leastEvidence: 20 };
  const { controlId } = await client.call("POST /v1/experiments/{title}", { path, body: { state: "open", settings } });
  return controlId;
}

const decide = (client: Client) =>
  client.call("GET /v1/artwork/{title}", { path: { title: TITLE.id }, query: { cluster: CLUSTER.id } });

/** 60 visits; only the artwork that was made for the cluster is clicked. */
async function play(client: Client, controlId: string): Promise<void> {
  const visits = await Promise.all(Array.from({ length: 60 }, () => decide(client)));
  const clicked = visits.filter(({ creativeId }) => creativeId !== controlId);
  const events = [
    ...visits.map(({ token }) => ({ kind: "exposure" as const, token })),
    ...clicked.map(({ token }) => ({ kind: "click" as const, token })),
  ];
  expect(await client.call("POST /v1/events", { body: { events } })).toEqual({
    accepted: events.length,
    duplicates: 0,
  });
}

async function wholeRoad(variables: Record<string, string>): Promise<void> {
  const service = await startService(variables);
  const { client } = service;
  await client.call("POST /v1/titles", { body: TITLE });
  await client.call("POST /v1/clusters", { body: CLUSTER });
  const order = { titles: [TITLE.id], clusters: [CLUSTER.id], armsPerCluster: 1, channels: ["web" as const], seed: 1 };
  const { id: job } = await client.call("POST /v1/jobs", { body: order, idempotencyKey: "only" });
  await killWorkerWhileItPaints(service);

  const done = await until("both creatives are made", 180_000, async () => {
    const now = await client.call("GET /v1/jobs/{job}", { path: { job } });
    return now.state === "done" ? now : null;
  });
  expect(done.progress).toEqual({ planned: 0, made: 2, refused: 0, failed: 0 });
  const finished = () => service.said.join("").split("every creative of the title").length - 1;
  await until("the title is finished", 20_000, () => finished() > 0);

  const controlId = await approveAndOpen(client);
  const artwork = await until("the API knows of the experiment", 10_000, async () => {
    const one = await decide(client).catch(() => null);
    return one?.eligible.length === 2 ? one : null;
  });
  const picture = await client.call("GET /images/{file}", {
    path: { file: artwork.image.url.slice("/images/".length) },
  });
  const { width, height, format } = await sharp(picture).metadata();
  expect({ width, height, format }).toEqual({ width: 640, height: 360, format: "webp" });
  expect(artwork.copy?.headline).toMatch(/\w{3}/);

  await play(client, controlId);
  const learned = await until("a policy has been learned from the clicks", 15_000, async () => {
    const report = await client.call("GET /v1/experiments/{title}", { path: { title: TITLE.id } });
    const cell = report.clusters.find(({ clusterId }) => clusterId === CLUSTER.id);
    const control = cell?.arms.find(({ creativeId }) => creativeId === controlId);
    return cell && control && control.share > 0 && control.share < 0.5 ? cell : null;
  });
  expect(learned.exposures).toBe(60);
  expect(learned.arms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  await until("decisions follow the learned policy", 10_000, async () => (await decide(client)).policyVersion > 0);
  expect(finished()).toBe(1);

  const all = descendants(service.pid);
  service.stop();
  const [code] = await service.exited;
  expect([code, all.length > 2]).toEqual([0, true]);
  await until("no process is left", 5_000, () => all.every(({ pid }) => !isAlive(pid)));
}

const redisUrl = inject("redisUrl");
const { url } = await freshDatabase({ migrated: false });

describe("the whole service", () => {
  it("makes, shows, counts and learns with nothing but itself, over the death of its worker", async () => {
    await wholeRoad({});
  }, 300_000);

  it.skipIf(redisUrl === null)(
    "does the same on a given database and Redis",
    async () => {
      await wholeRoad({ DATABASE_URL: url, REDIS_URL: redisUrl ?? "", MARQUEE_QUEUE_PREFIX: `test-${process.pid}` });
    },
    300_000,
  );
});
