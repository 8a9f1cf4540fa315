import { InferenceSession } from "onnxruntime-node";
import { openModel } from "./open.ts";
import { TRIALS, tryOnce } from "./trial.ts";

export type BenchSettings = {
  readonly folder: string;
  readonly threads: number;
  /** The most measured runs, after one to warm up; fewer where they are slow. */
  readonly runs: number;
  readonly signal: AbortSignal;
  /** Told after every run. */
  readonly onRun?: (done: number, ms: number) => void;
};

export type Bench = {
  /** What was asked, in words. */
  readonly trial: string;
  readonly loadMs: number;
  /** The first run, which also sets things up. */
  readonly firstMs: number;
  /** The others; the first itself where it took so long that there was no other. */
  readonly runsMs: readonly number[];
  /** Of those, spent in the networks themselves; null where they are run by something that cannot be watched. */
  readonly sessionMs: readonly number[] | null;
  /** Whether every run gave the same bytes. */
  readonly isSame: boolean;
};

/** No run begins after this: a slow model runs once, and not for an hour. */
const ENOUGH_MS = 60_000;

/** Opens a model in this process, asks it the same thing again and again, and measures. */
export async function benchModel({ folder, threads, runs, signal, onRun }: BenchSettings): Promise<Bench> {
  const watch = watchSessions();
  try {
    const start = performance.now();
    const opened = await openModel({ folder, threads });
    const loadMs = performance.now() - start;
    try {
      const rows: { ms: number; sessionMs: number; hash: string }[] = [];
      const enough = performance.now() + ENOUGH_MS;
      while (rows.length === 0 || (rows.length <= runs && performance.now() < enough)) {
        signal.throwIfAborted();
        const [before, startMs] = [watch.ms(), performance.now()];
        const hash = await tryOnce(opened, signal);
        const ms = performance.now() - startMs;
        rows.push({ ms, sessionMs: watch.ms() - before, hash });
        onRun?.(rows.length - 1, ms);
      }
      const [first, ...others] = rows;
      const rest = others.length > 0 ? others : rows;
      return {
        trial: TRIALS[opened.role],
        loadMs,
        firstMs: first?.ms ?? 0,
        runsMs: rest.map(({ ms }) => ms),
        sessionMs: rest.some(({ sessionMs }) => sessionMs > 0) ? rest.map(({ sessionMs }) => sessionMs) : null,
        isSame: rows.every(({ hash }) => hash === first?.hash),
      };
    } finally {
      await opened.model.close();
    }
  } finally {
    watch.stop();
  }
}

/** Adds up the time of every `session.run` of this process, whoever calls it. */
function watchSessions(): { ms(): number; stop(): void } {
  const { prototype } = InferenceSession as unknown as { prototype: { run: InferenceSession["run"] } };
  const run = prototype.run;
  let sum = 0;
  prototype.run = async function (this: InferenceSession, ...args: Parameters<InferenceSession["run"]>) {
    const start = performance.now();
    try {
      return await run.apply(this, args);
    } finally {
      sum += performance.now() - start;
    }
  } as InferenceSession["run"];
  return {
    ms: () => sum,
    stop: () => {
      prototype.run = run;
    },
  };
}

/** The middle one; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
