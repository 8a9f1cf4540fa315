import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job,
  type JobProgress,
  type JobsOptions,
  Queue,
  UnrecoverableError,
  WaitingError,
  Worker,
} from "bullmq";
import { AppError, isHopeless } from "../core/errors.ts";
import type { Fed, QueueJobName } from "../core/job.ts";
import type { JobQueue, Processor } from "../core/ports.ts";

export type QueueSettings = {
  /** The queue lies in this database, in a schema of BullMQ's own, unless there is a `redisUrl`. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /** Begins the names of the queues, so that several Marquees may share one server. Letters, digits and hyphens. */
  readonly prefix?: string | undefined;
  /** Wait before the second attempt; the third waits twice as long, the fourth four times. */
  readonly backoffMs?: number | undefined;
  /** How long a server may take to answer at the start. */
  readonly openTimeoutMs?: number | undefined;
  /** After this long without a sign of life a worker's jobs go to another; looked for twice as often. */
  readonly lockMs?: number | undefined;
  readonly log?: (line: string) => void;
};

const ATTEMPTS = 4;
const BACKOFF_MS = 1_000;
// With these a job whose worker was killed is picked up after 10 s; with BullMQ's defaults after 60 s.
const LOCK_MS = 10_000;
// A deploy may kill the worker of one job more than once; a job that kills every worker must still end.
const STALLS_FORGIVEN = 3;
// After the server was away a worker asks again this soon; BullMQ's default is 15 s.
const WORKER_RETRY_MS = 1_000;
// ioredis backs off to 20 s by default under BullMQ, and resumes as late.
const RECONNECT_MAX_MS = 2_000;
const ANSWER_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;

/** More than the feeders of a hundred studios put there; the oldest is somewhere among them. */
const MOST_WAITING = 200;

/** Finished jobs are kept for a look at them. */
const KEPT_DONE = { count: 1_000 };

/**
 * The job queue, on Postgres or on Redis, the same to its users.
 *
 * Pictures and learning have a queue each, so that a policy never waits behind an order of artwork.
 *
 * @throws AppError `queue_away` when the server does not answer in time; the methods throw it too
 */
export async function openQueue(settings: QueueSettings): Promise<JobQueue> {
  const { prefix = "marquee", backoffMs = BACKOFF_MS, lockMs = LOCK_MS, log = () => {} } = settings;
  const backend = settings.redisUrl ? onRedis(settings.redisUrl) : onPostgres(settings.databaseUrl);
  const makeName = `${prefix}-make`;
  const learnName = `${prefix}-learn`;
  const onError = (error: Error) => log(`queue: ${error.message}`);

  // The first one brings BullMQ's own tables up to date; the others find them so.
  const make = new Queue(makeName, { connection: backend.producer(true) }, backend.factory);
  make.on("error", onError);
  try {
    await answered(make.waitUntilReady(), settings.openTimeoutMs);
  } catch (error) {
    await Promise.race([make.close(), later(CLOSE_TIMEOUT_MS)]).catch(() => {});
    throw error;
  }
  const learn = new Queue(learnName, { connection: backend.producer(false) }, backend.factory);
  learn.on("error", onError);
  const workers: AnyWorker[] = [];
  const closing = new AbortController();

  const startWorker = (name: string, processors: Partial<Record<QueueJobName, Processor>>, concurrency: number) => {
    const worker: AnyWorker = new Worker(
      name,
      (job, token, lost) => runJob(job, token, lost, processors, closing.signal),
      {
        connection: backend.worker(concurrency),
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        maxStalledCount: STALLS_FORGIVEN,
        runRetryDelay: WORKER_RETRY_MS,
      },
      backend.factory,
    );
    worker.on("error", onError);
    worker.on("failed", (job, error) => log(`${job?.name} ${job?.id} attempt ${job?.attemptsMade}: ${error.message}`));
    workers.push(worker);
    return answered(worker.waitUntilReady());
  };

  return {
    add: async (fed) => {
      if (fed.length > 0) await answered(make.addBulk(fed.map((one) => toJob(one, backoffMs))));
    },

    learnEvery: async (everyMs) => {
      // No attempts: the next run comes by itself, and has newer counts.
      const opts = { attempts: 1, removeOnComplete: KEPT_DONE, removeOnFail: KEPT_DONE };
      await answered(learn.upsertJobScheduler("learn", { every: everyMs }, { name: "policy.learn", data: {}, opts }));
    },

    work: async (processors, concurrency) => {
      const { "policy.learn": learning, ...making } = processors;
      await startWorker(makeName, making, concurrency);
      await startWorker(learnName, { "policy.learn": learning }, 1);
    },

    oldestWaitMs: () => answered(oldestWaitMs(make, learn)),

    close: async () => {
      closing.abort(new AppError("shutting_down", "the queue is closing"));
      const end = async (one: { close(): Promise<unknown> }) => {
        await Promise.race([one.close().catch(onError), later(CLOSE_TIMEOUT_MS)]);
      };
      await Promise.all(workers.map(end));
      await Promise.all([make, learn].map(end));
    },
  };
}

/** An id of ours makes adding the same turn again add nothing. */
const toJob = ({ creativeId, turn }: Fed, backoffMs: number) => ({
  name: "creative.make" satisfies QueueJobName,
  data: { creativeId, turn },
  opts: {
    attempts: ATTEMPTS,
    backoff: { type: "exponential", delay: backoffMs },
    jobId: `make-${creativeId}-${turn}`,
    removeOnComplete: KEPT_DONE,
    // One that could not even be recorded as failed is added again; it must not be there then.
    removeOnFail: true,
  } satisfies JobsOptions,
});

/** Runs one job and says to BullMQ what its error means. */
async function runJob(
  job: Job,
  token: string | undefined,
  lost: AbortSignal | undefined,
  processors: Partial<Record<QueueJobName, Processor>>,
  closing: AbortSignal,
): Promise<unknown> {
  const processor = processors[job.name as QueueJobName];
  if (!processor) throw new UnrecoverableError(`no processor for ${job.name}`);
  const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  try {
    return await processor(job.data, lost ? AbortSignal.any([closing, lost]) : closing, lastAttempt);
  } catch (error) {
    if (closing.aborted) {
      // Not its fault: back to the others, with no attempt spent.
      await job.moveToWait(token);
      throw new WaitingError();
    }
    throw isHopeless(error) ? new UnrecoverableError((error as Error).message) : error;
  }
}

/**
 * The next learning run counts once it is due, which shows a queue whose workers are deaf even when nothing is ordered.
 */
async function oldestWaitMs(make: AnyQueue, learn: AnyQueue): Promise<number> {
  const now = Date.now();
  const [making, learning, due] = await Promise.all([
    make.getWaiting(0, MOST_WAITING - 1),
    learn.getWaiting(0, 0),
    learn.getDelayed(0, 0),
  ]);
  const since = [
    ...making.map((job) => job.processedOn ?? job.timestamp),
    ...learning.map((job) => job.timestamp + job.delay),
    ...due.map((job) => job.timestamp + job.delay),
  ];
  return Math.max(0, now - Math.min(now, ...since));
}

// biome-ignore-start lint/suspicious/noExplicitAny: BullMQ's own type parameters; payloads are parsed by the processors.
type AnyQueue = Queue<any, any, string, any, any, string, IQueueBackend, object>;
type AnyWorker = Worker<any, any, string, IQueueBackend, JobProgress, object>;
// biome-ignore-end lint/suspicious/noExplicitAny: see above

/** What the two backends want to hear; everything else is the same. */
type Backend = {
  readonly factory: BackendFactory<IQueueBackend, object>;
  /** Answers or fails soon: a person waits. */
  producer(migrate: boolean): object;
  /** Waits for the server to come back, however long. */
  worker(concurrency: number): object;
};

/**
 * A worker whose server refuses it ("starting up", "too many connections") asks again at once, hundreds of times a
 * second: BullMQ waits only when there is no connection at all. Here it waits after every refusal.
 */
const patient =
  (factory: BackendFactory<IQueueBackend, object>): BackendFactory<IQueueBackend, object> =>
  (...given) => {
    const backend = factory(...given);
    const moveToActive = backend.moveToActive.bind(backend);
    backend.moveToActive = async (...job) => {
      try {
        return await moveToActive(...job);
      } catch (error) {
        await later(WORKER_RETRY_MS);
        throw error;
      }
    };
    return backend;
  };

function onPostgres(url: string): Backend {
  const common = {
    connectionString: url,
    application_name: "marquee-queue",
    connectionTimeoutMillis: 5_000,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
  };
  return {
    factory: patient(createPostgresBackend as BackendFactory<IQueueBackend, object>),
    producer: (migrate) => ({ ...common, max: 2, ...(migrate ? { migrate } : {}) }),
    worker: (concurrency) => ({ ...common, max: Math.min(2 + concurrency, 6) }),
  };
}

function onRedis(url: string): Backend {
  const retryStrategy = (times: number) => Math.min(times * 100, RECONNECT_MAX_MS);
  return {
    factory: patient(createRedisBackend as BackendFactory<IQueueBackend, object>),
    producer: () => ({
      url,
      retryStrategy,
      connectTimeout: 5_000,
      commandTimeout: ANSWER_TIMEOUT_MS,
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
    }),
    worker: () => ({ url, retryStrategy, connectTimeout: 5_000, maxRetriesPerRequest: null }),
  };
}

/** Whatever a server fails with is one thing to the caller: the queue is away. */
async function answered<Value>(asked: Promise<Value>, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Value> {
  const timer = new AbortController();
  const tooLate = later(timeoutMs, timer.signal).then(() => {
    throw new Error(`no answer in ${timeoutMs} ms`);
  });
  try {
    return await Promise.race([asked, tooLate]);
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof RangeError) throw cause;
    throw new AppError("queue_away", cause instanceof Error ? cause.message : String(cause), { cause });
  } finally {
    timer.abort();
  }
}

function later(ms: number, cancel?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    timer.unref();
    cancel?.addEventListener("abort", () => clearTimeout(timer));
  });
}
