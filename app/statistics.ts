import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Log } from "../api/deps.ts";
import { AppError, type ErrorCode, type FieldIssue } from "../core/errors.ts";
import type { WorkspaceId } from "../core/workspace.ts";

/** Longer than any report of a real experiment takes; what takes longer is not waited for by anybody. */
const TIME_LIMIT_MS = 30_000;
/** Who would wait behind so many is told so at once. */
const MOST_WAITING = 16;
/** For one that can stop by itself between two reads. */
const GRACE_MS = 200;
/** A report that needs more is stopped, and the process that answers requests is not. */
const MEMORY_MB = 1_024;

export type Ask = {
  readonly id: number;
  readonly workspace: WorkspaceId;
  readonly name: string;
  readonly ask: unknown;
};
export type Cancel = { readonly cancel: number };
export type Failure = { readonly code: ErrorCode; readonly detail: string; readonly issues: readonly FieldIssue[] };
export type Answer = { readonly id: number } & ({ readonly answer: unknown } | { readonly failure: Failure });

type Job = {
  readonly ask: Ask;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  timer?: NodeJS.Timeout;
  /** Nobody waits for it any more: what is told instead of its answer. */
  gone?: AppError;
};

/**
 * One thread for statistics, so that they take none of the time of the thread that answers requests. It is started when
 * the first one is asked for, and anew after it ended, whatever ended it. One runs at a time; the others wait in turn.
 *
 * @param given.entry a module that calls `serveStatistics`
 * @param given.data what it finds as `workerData`
 */
export function openStatistics(given: {
  entry: URL;
  data: unknown;
  log: Pick<Log, "warn">;
  timeLimitMs?: number;
  mostWaiting?: number;
}): {
  run(workspace: WorkspaceId, name: string, ask: unknown, gone?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
} {
  const { entry, data, log, timeLimitMs = TIME_LIMIT_MS, mostWaiting = MOST_WAITING } = given;
  const waiting: Job[] = [];
  let thread: Worker | null = null;
  let running: Job | null = null;
  let closed = false;
  let ids = 0;

  const settle = (job: Job, how: (job: Job) => void) => {
    clearTimeout(job.timer);
    if (running === job) running = null;
    how(job);
    next();
  };

  const start = (): Worker => {
    const worker = new Worker(entry, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    const ended = (why: unknown) => {
      if (thread !== worker) return;
      thread = null;
      const job = running;
      if (!job) return;
      log.warn({ err: why, statistic: job.ask.name }, "the statistics thread ended in the middle of one");
      settle(job, ({ reject }) =>
        reject(new AppError("internal", `the statistics thread ended: ${why}`, { cause: why })),
      );
    };
    worker.on("message", (answer: Answer) => {
      const job = running;
      if (!job || answer.id !== job.ask.id) return;
      settle(job, ({ resolve, reject, gone }) => {
        if (gone) reject(gone);
        else if ("failure" in answer) reject(toError(answer.failure));
        else resolve(answer.answer);
      });
    });
    worker.on("error", ended);
    worker.on("exit", (code) => ended(new Error(`it left with code ${code}`)));
    return worker;
  };

  const next = () => {
    if (running || closed) return;
    const job = waiting.shift();
    if (!job) return;
    running = job;
    thread ??= start();
    job.timer = setTimeout(() => {
      stop(job, new AppError("statistics_late", `${job.ask.name} took longer than ${timeLimitMs} ms`));
    }, timeLimitMs);
    thread.postMessage(job.ask);
  };

  /** Ends the thread in the middle of the job: nothing else ends a computation. */
  const stop = (job: Job, why: unknown) => {
    if (running !== job) return;
    const old = thread;
    thread = null;
    void old?.terminate();
    settle(job, ({ reject }) => reject(why));
  };

  const leave = async (job: Job) => {
    const why = new AppError("statistics_busy", `nobody waits for ${job.ask.name} any more`);
    const place = waiting.indexOf(job);
    if (place >= 0) {
      waiting.splice(place, 1);
      return job.reject(why);
    }
    if (running !== job) return;
    job.gone = why;
    thread?.postMessage({ cancel: job.ask.id } satisfies Cancel);
    await sleep(GRACE_MS, undefined, { ref: false });
    stop(job, why);
  };

  return {
    run: (workspace, name, ask, gone) =>
      new Promise((resolve, reject) => {
        if (closed) throw new AppError("shutting_down", "no more statistics");
        if (waiting.length >= mostWaiting)
          throw new AppError("statistics_busy", `${waiting.length} statistics wait for the one that runs`);
        const job: Job = { ask: { id: ++ids, workspace, name, ask }, resolve, reject };
        if (gone?.aborted) throw new AppError("statistics_busy", `nobody waits for ${name} any more`);
        gone?.addEventListener("abort", () => void leave(job), { once: true });
        waiting.push(job);
        next();
      }),

    close: async () => {
      closed = true;
      const error = new AppError("shutting_down", "no more statistics");
      for (const job of waiting.splice(0)) job.reject(error);
      const old = thread;
      thread = null;
      if (running) settle(running, ({ reject }) => reject(error));
      await old?.terminate();
    },
  };
}

const toError = ({ code, detail, issues }: Failure): AppError => new AppError(code, detail, { issues });
