import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { AppError } from "../core/errors.ts";
import type { Fed } from "../core/job.ts";
import type { JobQueue, Processor } from "../core/ports.ts";
import { openQueue, type QueueSettings } from "./queue-bullmq.ts";
import { freshDatabase } from "./testing/postgres.ts";
import { freePort, startRedis } from "./testing/redis.ts";
import * as sample from "./testing/samples.ts";

const redisUrl = inject("redisUrl");
const { url: databaseUrl } = await freshDatabase({ migrated: false });

/** The first turn of each. */
const fed = (...creatives: string[]): Fed[] =>
  creatives.map((name) => ({ creativeId: sample.creativeId(name), turn: 1 }));

const eventually = async (check: () => unknown, withinMs = 15_000): Promise<void> => {
  for (const end = Date.now() + withinMs; ; await sleep(20)) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
};

/** Notes what it was asked; does what the test says. */
function recorder(make: Processor = async () => "made") {
  const seen: string[] = [];
  const note =
    (name: string, processor: Processor): Processor =>
    async (payload, signal, lastAttempt) => {
      const { creativeId } = payload as { creativeId?: string };
      seen.push([name, creativeId].filter(Boolean).join(" "));
      return processor(payload, signal, lastAttempt);
    };
  const processors = {
    "creative.make": note("make", make),
    "policy.learn": note("learn", async () => "learned"),
  };
  return { seen, processors, count: (what: string) => seen.filter((one) => one.startsWith(what)).length };
}

const backends: [name: string, settings: QueueSettings, skipped: boolean][] = [
  ["Postgres", { databaseUrl }, false],
  ["Redis", { databaseUrl, redisUrl: redisUrl ?? "" }, redisUrl === null],
];

for (const [name, backend, skipped] of backends) {
  describe.skipIf(skipped)(`the queue on ${name}`, () => {
    const open: JobQueue[] = [];
    /** A queue that no other test sees. */
    const newPrefix = () => `t${randomBytes(4).toString("hex")}`;
    const openOne = async (prefix: string) => {
      const queue = await openQueue({ ...backend, prefix, backoffMs: 20 });
      open.push(queue);
      return queue;
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map((queue) => queue.close()));
    });

    it("makes each creative once, however often it is added, and again at its next turn", async () => {
      const queue = await openOne(newPrefix());
      const all = fed("1", "2", "3");
      await queue.add(all);
      await Promise.all([queue.add(all), queue.add(all)]);
      const { processors, count } = recorder();
      await queue.work(processors, 2);
      await eventually(() => expect(count("make")).toBe(3));
      await queue.add([]);
      await queue.add(all);
      await sleep(200);
      expect(count("make")).toBe(3);
      await queue.add([{ creativeId: sample.creativeId("1"), turn: 2 }]);
      await eventually(() => expect(count("make")).toBe(4));
    });

    it("tries four times, says which is the last, and takes it again when it is over", async () => {
      const queue = await openOne(newPrefix());
      const lasts: boolean[] = [];
      const { processors, count } = recorder(async (payload, _signal, lastAttempt) => {
        if ((payload as { creativeId: string }).creativeId !== sample.creativeId("bad")) return "made";
        lasts.push(lastAttempt);
        throw new Error("out of paint");
      });
      await queue.add(fed("good", "bad"));
      await queue.work(processors, 1);
      await eventually(() => expect(count("make")).toBe(5));
      expect(lasts).toEqual([false, false, false, true]);
      await eventually(async () => {
        await queue.add(fed("bad"));
        expect(count("make")).toBe(9);
      });
      expect(lasts).toHaveLength(8);
    });

    it("does not try again what cannot help", async () => {
      const queue = await openOne(newPrefix());
      const { processors, count } = recorder(async () => {
        throw new AppError("creative_not_found", "never planned");
      });
      await queue.add(fed("1", "2"));
      await queue.work(processors, 1);
      await eventually(() => expect(count("make")).toBe(2));
      await sleep(200);
      expect(count("make")).toBe(2);
    });

    it("learns every so often, once for two workers, while pictures are being made", async () => {
      const prefix = newPrefix();
      const { processors, count } = recorder(
        (_payload, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      );
      const queues = [await openOne(prefix), await openOne(prefix)];
      for (const queue of queues) {
        await queue.add(fed("1", "2"));
        await queue.learnEvery(300);
        await queue.work(processors, 1);
      }
      await eventually(() => expect(count("learn")).toBeGreaterThan(0));
      const start = count("learn");
      await sleep(1_500);
      expect(count("learn") - start).toBeGreaterThanOrEqual(2);
      expect(count("learn") - start).toBeLessThanOrEqual(6);
    });

    it("tells how long the oldest job has waited", async () => {
      const prefix = newPrefix();
      const queue = await openOne(prefix);
      expect(await queue.oldestWaitMs()).toBe(0);
      await queue.add(fed("1"));
      await sleep(150);
      await queue.add(fed("2"));
      const waited = await queue.oldestWaitMs();
      expect(waited).toBeGreaterThanOrEqual(150);
      expect(waited).toBeLessThan(10_000);
      const { processors, count } = recorder();
      await queue.work(processors, 1);
      await eventually(() => expect(count("make")).toBe(2));
      await eventually(async () => expect(await queue.oldestWaitMs()).toBe(0));
    });

    it("gives back what it was making when it closes, with no attempt spent", async () => {
      const prefix = newPrefix();
      const first = await openOne(prefix);
      const held = recorder(
        (_payload, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      );
      await first.add(fed("1"));
      await first.work(held.processors, 1);
      await eventually(() => expect(held.count("make")).toBe(1));
      const start = performance.now();
      await first.close();
      expect(performance.now() - start).toBeLessThan(4_000);

      const second = await openOne(prefix);
      const lasts: boolean[] = [];
      const { processors, count } = recorder(async (_payload, _signal, last) => {
        lasts.push(last);
        if (lasts.length < 4) throw new Error("again");
        return "made";
      });
      await second.work(processors, 1);
      await eventually(() => expect(count("make")).toBe(4));
      expect(lasts).toEqual([false, false, false, true]);
    });
  });
}

describe("a server that is away", () => {
  it("is said at once when a queue is opened", async () => {
    const port = await freePort();
    const settings = [
      { databaseUrl: `postgres://a:b@127.0.0.1:${port}/c` },
      { databaseUrl, redisUrl: `redis://127.0.0.1:${port}` },
    ];
    const opened = await Promise.allSettled(settings.map((one) => openQueue({ ...one, openTimeoutMs: 1_500 })));
    expect(opened).toMatchObject(settings.map(() => ({ status: "rejected", reason: { code: "queue_away" } })));
  });

  it.skipIf(redisUrl === null)("fails calls soon, and works again when Redis is back", async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const queue = await openQueue({ databaseUrl, redisUrl: redis.url, backoffMs: 20 });
    const { processors, count } = recorder();
    await queue.work(processors, 1);
    await redis.stop();
    const start = performance.now();
    await expect(queue.add(fed("1"))).rejects.toMatchObject({ code: "queue_away" });
    await expect(queue.oldestWaitMs()).rejects.toMatchObject({ code: "queue_away" });
    expect(performance.now() - start).toBeLessThan(3_000);

    const again = await startRedis(port);
    onTestFinished(async () => {
      await queue.close();
      await again.stop();
    });
    await eventually(() => queue.add(fed("1")));
    await eventually(() => expect(count("make")).toBe(1));
  });
});
