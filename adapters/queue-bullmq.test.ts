import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { AppError } from "../core/errors.ts";
import type { TitleFlow } from "../core/job.ts";
import type { JobQueue, Processor } from "../core/ports.ts";
import { openQueue, type QueueSettings } from "./queue-bullmq.ts";
import { freshDatabase } from "./testing/postgres.ts";
import { freePort, startRedis } from "./testing/redis.ts";
import * as sample from "./testing/samples.ts";

const redisUrl = inject("redisUrl");
const { url: databaseUrl } = await freshDatabase({ migrated: false });

const flow = (job: string, ...creatives: string[]): TitleFlow => ({
  jobId: sample.jobId(job),
  titleId: sample.titleId("the-sea"),
  creativeIds: creatives.map(sample.creativeId),
});

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
      const { creativeId, titleId } = payload as { creativeId?: string; titleId?: string };
      seen.push([name, creativeId ?? titleId].filter(Boolean).join(" "));
      return processor(payload, signal, lastAttempt);
    };
  const processors = {
    "creative.make": note("make", make),
    "title.finish": note("finish", async () => "finished"),
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

    it("makes each creative once, then finishes each title once, however often the flows are added", async () => {
      const queue = await openOne(newPrefix());
      const flows = [flow("a", "1", "2", "3"), flow("b", "4"), flow("c")];
      await queue.addFlows(flows);
      await Promise.all([queue.addFlows(flows), queue.addFlows(flows)]);
      const { processors, seen, count } = recorder();
      await queue.work(processors, 2);
      await eventually(() => expect(count("finish")).toBe(3));
      await queue.addFlows([]);
      await sleep(200);
      expect(count("make")).toBe(4);
      expect(count("finish")).toBe(3);
      const made = ["1", "2", "3"].map((one) => seen.indexOf(`make ${sample.creativeId(one)}`));
      expect(Math.min(...made)).toBeGreaterThanOrEqual(0);
      expect(seen.lastIndexOf("finish the-sea")).toBeGreaterThan(Math.max(...made));
    });

    it("adds nothing to a flow that waits for its last child, also after another child failed", async () => {
      const queue = await openOne(newPrefix());
      let release = () => {};
      const held = new Promise<void>((done) => {
        release = done;
      });
      const { processors, count } = recorder(async (payload) => {
        if ((payload as { creativeId: string }).creativeId === sample.creativeId("bad")) {
          throw new AppError("creative_not_found", "hopeless");
        }
        await held;
        return "made";
      });
      await queue.addFlows([flow("a", "bad", "slow")]);
      await queue.work(processors, 2);
      await eventually(() => expect(count("make")).toBe(2));
      await sleep(100);
      await queue.addFlows([flow("a", "bad", "slow")]);
      release();
      await eventually(() => expect(count("finish")).toBe(1));
      await sleep(200);
      expect([count("make"), count("finish")]).toEqual([2, 1]);
    });

    it("tries four times, says which is the last, and finishes the title without the failed creative", async () => {
      const queue = await openOne(newPrefix());
      const lasts: boolean[] = [];
      const { processors, count } = recorder(async (payload, _signal, lastAttempt) => {
        if ((payload as { creativeId: string }).creativeId !== sample.creativeId("bad")) return "made";
        lasts.push(lastAttempt);
        throw new Error("out of paint");
      });
      await queue.addFlows([flow("a", "good", "bad")]);
      await queue.work(processors, 1);
      await eventually(() => expect(count("finish")).toBe(1));
      expect(lasts).toEqual([false, false, false, true]);
      // What is left of the order may be added again, when it is over.
      await eventually(async () => {
        if (count("finish") < 2) await queue.addFlows([flow("a", "bad")]);
        expect(count("finish")).toBe(2);
      });
      expect(lasts).toHaveLength(8);
    });

    it("does not try again what cannot help", async () => {
      const queue = await openOne(newPrefix());
      const { processors, count } = recorder(async () => {
        throw new AppError("creative_not_found", "never planned");
      });
      await queue.addFlows([flow("a", "1", "2")]);
      await queue.work(processors, 1);
      await eventually(() => expect(count("finish")).toBe(1));
      expect(count("make")).toBe(2);
    });

    it("makes a creative that two orders ask for in each, and finishes both", async () => {
      const queue = await openOne(newPrefix());
      await queue.addFlows([flow("a", "shared"), flow("b", "shared", "own")]);
      const { processors, count } = recorder(async () => "already-made");
      await queue.work(processors, 2);
      await eventually(() => expect(count("finish")).toBe(2));
      expect(count("make")).toBe(3);
    });

    it("learns every so often, once for two workers, while pictures are being made", async () => {
      const prefix = newPrefix();
      const { processors, count } = recorder(
        (_payload, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      );
      const queues = [await openOne(prefix), await openOne(prefix)];
      for (const queue of queues) {
        await queue.addFlows([flow("a", "1", "2")]);
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
      await queue.addFlows([flow("a", "1")]);
      await sleep(150);
      await queue.addFlows([flow("b", "2")]);
      const waited = await queue.oldestWaitMs();
      expect(waited).toBeGreaterThanOrEqual(150);
      expect(waited).toBeLessThan(10_000);
      const { processors, count } = recorder();
      await queue.work(processors, 1);
      await eventually(() => expect(count("finish")).toBe(2));
      await eventually(async () => expect(await queue.oldestWaitMs()).toBe(0));
    });

    it("gives back what it was making when it closes, with no attempt spent", async () => {
      const prefix = newPrefix();
      const first = await openOne(prefix);
      const held = recorder(
        (_payload, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      );
      await first.addFlows([flow("a", "1")]);
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
      await eventually(() => expect(count("finish")).toBe(1));
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
    await expect(queue.addFlows([flow("a", "1")])).rejects.toMatchObject({ code: "queue_away" });
    await expect(queue.oldestWaitMs()).rejects.toMatchObject({ code: "queue_away" });
    expect(performance.now() - start).toBeLessThan(3_000);

    const again = await startRedis(port);
    onTestFinished(async () => {
      await queue.close();
      await again.stop();
    });
    await eventually(() => queue.addFlows([flow("a", "1")]));
    await eventually(() => expect(count("finish")).toBe(1));
  });
});
