import type { CreativeId } from "../core/creative.ts";
import { type Fed, QUEUE_JOBS, type TitleEnd } from "../core/job.ts";
import type { FeedStore, JobQueue, Processor, Studio } from "../core/ports.ts";

/** How soon an order, a pause or a cancellation is noticed where nothing else happens. */
const LOOK_EVERY_MS = 500;
// What a crash or a lost queue kept off the queue is found this soon, and at once by a worker that starts.
const OFFER_EVERY_MS = 5_000;

export type Feeder = {
  /** Looks now, or once more right after the look that is under way. */
  kick(): void;
  /** Runs the making of a creative for the orders that want it, and stops it when the last one is cancelled. */
  wanted(make: Processor): Processor;
  stop(): Promise<void>;
};

/**
 * Keeps the queue supplied from the rows, a few creatives at a time, so that a large order never stands in front of a
 * small one. Any number of workers may run one each.
 *
 * @param options.window creatives on the queue that nobody has started, >= 1: enough that no studio waits for the feeder
 */
export function startFeeder(options: {
  feed: FeedStore;
  queue: Pick<JobQueue, "add">;
  window: number;
  ended(title: TitleEnd): void;
  log(line: string): void;
}): Feeder {
  const { feed, queue, window, ended, log } = options;
  const making = new Map<CreativeId, AbortController>();
  let stopped = false;
  let again = false;
  let away = "";
  let offeredMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  const look = async () => {
    const taken = await feed.next(window);
    taken.ended.forEach(ended);
    await queue.add(taken.fed);
    if (performance.now() - offeredMs > OFFER_EVERY_MS) {
      // What is there already is not added again.
      await queue.add(await feed.lying());
      offeredMs = performance.now();
    }
    if (making.size > 0) for (const id of await feed.cancelled([...making.keys()])) making.get(id)?.abort(CANCELLED);
  };
  const lookOnce = async () => {
    do {
      again = false;
      const problem = await look().then(
        () => "",
        (error: Error) => error.message,
      );
      if (problem !== away) log(problem ? `the feeder waits: ${problem}` : "the feeder goes on");
      away = problem;
    } while (again && !stopped);
    running = null;
  };
  const kick = () => {
    again = true;
    if (!stopped) running ??= lookOnce();
  };
  const timer = setInterval(kick, LOOK_EVERY_MS);
  kick();

  return {
    kick,
    wanted: (make) => async (payload, signal, lastAttempt) => {
      const fed = QUEUE_JOBS["creative.make"].parse(payload);
      const claimed = await feed.claim(fed);
      // Its place among the waiting is free, whatever comes of it.
      kick();
      if (!claimed) return "not-wanted";
      const cancel = new AbortController();
      making.set(fed.creativeId, cancel);
      try {
        return await make(payload, AbortSignal.any([signal, cancel.signal]), lastAttempt);
      } catch (error) {
        if (!cancel.signal.aborted || signal.aborted) throw error;
        await putBack(feed, fed);
        return "not-wanted";
      } finally {
        making.delete(fed.creativeId);
        kick();
      }
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

const CANCELLED = new Error("every order that wanted it was cancelled");

/** Somebody may have ordered it anew since it was cancelled; then it stays claimed, and the queue's retry makes it. */
async function putBack(feed: FeedStore, fed: Fed): Promise<void> {
  if (await feed.claim(fed)) throw new Error("ordered again while it was being stopped");
}

/** Adds up what the studio takes, whatever comes of it. */
export const chargedStudio = (studio: Studio, feed: Pick<FeedStore, "charge">): Studio => ({
  ...studio,
  make: async (...given) => {
    const began = performance.now();
    try {
      return await studio.make(...given);
    } finally {
      // A picture is worth more than its bill.
      await feed.charge(given[0].creativeId, performance.now() - began).catch(() => {});
    }
  },
});
