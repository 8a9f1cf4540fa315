import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { clustersOnPostgres } from "../adapters/clusters-postgres.ts";
import { jobsOnPostgres } from "../adapters/jobs-postgres.ts";
import { freshDatabase } from "../adapters/testing/postgres.ts";
import * as sample from "../adapters/testing/samples.ts";
import { titlesOnPostgres } from "../adapters/titles-postgres.ts";
import { workspacesOnPostgres } from "../adapters/workspaces-postgres.ts";
import { NO_BRAND } from "../core/brand.ts";
import type { Job } from "../core/job.ts";
import { Workspace, WorkspaceId } from "../core/workspace.ts";
import { startCrew } from "./testing/crew.ts";

const { database, url: databaseUrl } = await freshDatabase();
const redisUrl = inject("redisUrl");

const [A, B] = ["team-a", "team-b"].map((id) => WorkspaceId.parse(id)) as [WorkspaceId, WorkspaceId];
const jobsOf = (workspace: WorkspaceId) => jobsOnPostgres(database, workspace);

beforeAll(async () => {
  for (const workspace of [A, B]) {
    await workspacesOnPostgres(database).add(
      Workspace.parse({ id: workspace, name: workspace, brand: NO_BRAND }),
      "ann",
    );
    for (const id of ["the-sea", "the-land"]) await titlesOnPostgres(database, workspace).add(sample.title(id), "ann");
    await clustersOnPostgres(database, workspace).add(sample.cluster(), "ann");
  }
});

/** An order of `count` creatives whose names begin with the order's. */
async function order(
  workspace: WorkspaceId,
  name: string,
  count: number,
  over: Parameters<typeof sample.order>[0] & { title?: string } = {},
) {
  const briefs = Array.from({ length: count }, (_, i) =>
    sample.brief(`${workspace} ${name} ${i}`, { title: over.title ?? "the-sea" }),
  );
  const id = sample.jobId(`${workspace} ${name}`);
  await jobsOf(workspace).plan(id, sample.order(over), [briefs]);
  return { id, ids: briefs.map(({ creativeId }) => creativeId as string) };
}

async function until(what: string, ask: () => unknown, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await ask()); await sleep(10)) {
    if (Date.now() > end) throw new Error(`after ${withinMs} ms still not: ${what}`);
  }
}

const stateOf = async (workspace: WorkspaceId, id: Job["id"]) => (await jobsOf(workspace).get(id))?.state;
const leftOnFeed = () => database.query("SELECT creative_id FROM feed");

const backends: [name: string, redisUrl: string | undefined, skipped: boolean][] = [
  ["Postgres", undefined, false],
  ["Redis", redisUrl ?? "", redisUrl === null],
];

for (const [name, redis, skipped] of backends) {
  describe.skipIf(skipped)(`the feeder on ${name}`, () => {
    let stops: (() => Promise<void>)[] = [];
    afterEach(async () => {
      await Promise.all(stops.map((stop) => stop()));
      stops = [];
      await database.query("DELETE FROM feed");
      await database.query("DELETE FROM job_creatives");
      await database.query("DELETE FROM renditions");
      await database.query("DELETE FROM creatives");
      await database.query("DELETE FROM jobs");
    });
    const queue = () => ({ databaseUrl, redisUrl: redis, prefix: `f${randomBytes(4).toString("hex")}` });
    /** A crew of one that notes what it begins. */
    const crew = async (
      make: (creativeId: string, signal: AbortSignal) => Promise<unknown> = async () => {},
      studios = 1,
    ) => {
      const seen: string[] = [];
      const ended: string[] = [];
      const one = await startCrew({
        queue: queue(),
        studios,
        make: ({ creativeId }, signal) => {
          seen.push(creativeId);
          return make(creativeId, signal);
        },
        ended: (jobId, titleId) => ended.push(`${jobId} ${titleId}`),
      });
      stops.push(one.stop);
      return { seen, ended };
    };

    it("serves a small order of one workspace beside a flood of another's", async () => {
      const flood = await order(A, "flood", 200);
      const { seen } = await crew();
      await until("the flood has begun", () => seen.length >= 20);
      const small = await order(B, "small", 10);
      const before = seen.length;
      await until("the small order is done", () => small.ids.every((id) => seen.includes(id)));
      const last = seen.findLastIndex((id) => small.ids.includes(id));
      expect(seen.slice(before, last).filter((id) => flood.ids.includes(id)).length).toBeLessThan(30);
    });

    it("serves a workspace's orders by priority, then by age, and tells the end of each title once", async () => {
      const orders = [
        await order(A, "old", 3),
        await order(A, "new", 3),
        await order(A, "low", 2, { terms: { priority: "low" } }),
        await order(A, "high", 3, { terms: { priority: "high" }, title: "the-land" }),
      ];
      const { seen, ended } = await crew();
      await until("all are done", async () => (await stateOf(A, orders[2]?.id as Job["id"])) === "done");
      const rank = seen.map(
        (id) => ["high", "old", "new", "low"][[3, 0, 1, 2].findIndex((i) => orders[i]?.ids.includes(id))],
      );
      expect(rank).toEqual([...Array(3).fill("high"), ...Array(3).fill("old"), ...Array(3).fill("new"), "low", "low"]);
      await until("every end is told", () => ended.length >= 4);
      expect(ended.sort()).toEqual(orders.map(({ id }, i) => `${id} ${i === 3 ? "the-land" : "the-sea"}`).sort());
    });

    it("keeps few on the queue, and none when all is made", async () => {
      const { id } = await order(A, "all", 20);
      let most = 0;
      const { seen } = await crew(async () => {
        most = Math.max(most, (await leftOnFeed()).length);
      });
      await until("it is done", async () => (await stateOf(A, id)) === "done");
      expect(seen).toHaveLength(20);
      expect(most).toBeGreaterThan(1);
      // Two that wait, one that is made, and one that was made a moment ago.
      expect(most).toBeLessThanOrEqual(4);
      await until("the feed is empty", async () => (await leftOnFeed()).length === 0);
      expect((await jobsOf(A).get(id))?.spent).toMatchObject({ pictures: 20, bytes: 20 * 6 });
    });

    it("stops for a pause, finishing what is under way, and goes on", async () => {
      const { id } = await order(A, "paused", 12);
      const { seen } = await crew((_, signal) => sleep(20, undefined, { signal }));
      await until("it has begun", () => seen.length >= 3);
      expect(await jobsOf(A).move(id, "pause", { actor: "ann" })).toBe("moved");
      await sleep(100);
      const atRest = seen.length;
      await sleep(200);
      expect(seen.length).toBe(atRest);
      expect(await jobsOf(A).get(id)).toMatchObject({
        state: "paused",
        progress: { made: atRest, planned: 12 - atRest },
      });
      expect(await leftOnFeed()).toEqual([]);
      expect(await jobsOf(A).move(id, "resume", { actor: "ann" })).toBe("moved");
      await until("it is done", async () => (await stateOf(A, id)) === "done");
      expect(seen).toHaveLength(12);
      expect(new Set(seen).size).toBe(12);
    });

    it("stops what is being made for a cancelled order, keeps nothing half-made, and makes it when it is ordered again", async () => {
      const { id, ids } = await order(A, "cancelled", 6);
      let stopped = 0;
      let patient = false;
      const { seen } = await crew((creativeId, signal) => {
        if (patient || creativeId !== ids[1]) return Promise.resolve();
        return sleep(60_000, undefined, { signal }).finally(() => stopped++);
      });
      await until("the long one has begun", () => seen.length === 2);
      expect(await jobsOf(A).move(id, "cancel", { actor: "ann" })).toBe("moved");
      await until("it is stopped", () => stopped === 1);
      await until("nothing is on the queue", async () => (await leftOnFeed()).length === 0);
      expect(await jobsOf(A).get(id)).toMatchObject({
        state: "cancelled",
        progress: { made: 1, planned: 5, failed: 0 },
      });
      patient = true;
      await order(A, "cancelled", 6);
      await until("it is done", async () => (await stateOf(A, id)) === "done");
      expect((await jobsOf(A).get(id))?.progress).toEqual({ planned: 0, made: 6, refused: 0, failed: 0 });
    });

    it("goes on with a creative that another order wants, when the first is cancelled", async () => {
      const briefs = ["s1", "s2"].map((one) => sample.brief(one));
      const [first, second] = [sample.jobId("first"), sample.jobId("second")] as const;
      for (const id of [first, second]) await jobsOf(A).plan(id, sample.order(), [briefs]);
      const { seen } = await crew((_, signal) => sleep(700, undefined, { signal }));
      await until("it has begun", () => seen.length === 1);
      await jobsOf(A).move(first, "cancel", { actor: "ann" });
      await until("the second is done", async () => (await stateOf(A, second)) === "done");
      expect(seen).toHaveLength(2);
    });

    it("stops at the budget, and goes on with more", async () => {
      const { id } = await order(A, "dear", 9, { terms: { budget: { pictures: 4 } } });
      const { seen } = await crew(() => sleep(5), 3);
      await until("the budget is spent", async () => (await stateOf(A, id)) === "budget-spent");
      expect(await jobsOf(A).get(id)).toMatchObject({ progress: { made: 4, planned: 5 }, spent: { pictures: 4 } });
      expect(await jobsOf(A).move(id, "resume", { actor: "ann" })).toBe("conflict");
      const more = { actor: "ann", budget: { pictures: 100, minutes: 60 } };
      expect(await jobsOf(A).move(id, "resume", more)).toBe("moved");
      await until("it is done", async () => (await stateOf(A, id)) === "done");
      expect(seen).toHaveLength(9);
      expect((await jobsOf(A).get(id))?.spent.minutes).toBeGreaterThan((9 * 4) / 60_000);
    });

    it("loses and doubles nothing when its process is killed", async () => {
      const { id, ids } = await order(A, "killed", 40);
      const { prefix } = queue();
      const entry = fileURLToPath(new URL("./testing/crew-entry.ts", import.meta.url));
      const seen: string[] = [];
      const start = () => {
        const child = spawn(process.execPath, [entry, databaseUrl, redis ?? "", prefix], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        createInterface(child.stdout).on("line", (line) => seen.push(line));
        const exited = once(child, "exit");
        const kill = async () => {
          child.kill("SIGKILL");
          await exited;
        };
        onTestFinished(kill);
        return kill;
      };
      const first = start();
      await until("some are made", () => seen.length >= 10);
      await first();
      expect((await jobsOf(A).get(id))?.progress.planned).toBeGreaterThan(0);
      const kill = start();
      await until("all are made", async () => (await stateOf(A, id)) === "done");
      await kill();
      expect((await jobsOf(A).get(id))?.progress).toEqual({ planned: 0, made: 40, refused: 0, failed: 0 });
      expect(new Set(seen)).toEqual(new Set(ids));
      // Again only what was in the hands of the one that died: two studios', and what was on its way to its row.
      expect(seen.length - 40).toBeLessThanOrEqual(4);
      const renditions = await database.query("SELECT creative_id FROM renditions");
      expect(renditions).toHaveLength(80);
    });
  });
}
