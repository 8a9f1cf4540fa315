import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Brief, MadeCreative } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { Studio } from "../core/ports.ts";
import type { Tries } from "../core/rejection.ts";
import type { FromChild, ToChild } from "./studio-child.ts";

export type StudioSettings = {
  /** A module that opens its networks and then calls `serveStudio`. */
  readonly entry: URL;
  /** Child processes, each making one creative at a time; >= 1. */
  readonly processes: number;
  /** For one creative; a child that takes longer is killed. */
  readonly timeoutMs: number;
  /** For opening what it needs, START_TIMEOUT_MS when left out. */
  readonly startTimeoutMs?: number;
  /** A child is replaced once it holds more than this after a creative: native libraries do not give everything back. */
  readonly maxResidentBytes?: number;
  readonly execArgv?: readonly string[];
  /** The children's whole environment. Nothing of the parent's unless it is given: they need no passwords. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
};

/** Several times what a child holds, whose networks are in processes of their own. */
const MAX_RESIDENT_BYTES = 1_500_000_000;
/** Opening the networks on a slow disk. */
const START_TIMEOUT_MS = 60_000;
/** A child that was asked to stop looks at its signal between stages. */
const CANCEL_PATIENCE_MS = 2_000;
const RESTART_DELAY_MS = 1_000;

type Task = {
  readonly id: number;
  readonly brief: Brief;
  readonly tries: Tries;
  readonly signal: AbortSignal;
  readonly resolve: (made: MadeCreative) => void;
  readonly reject: (error: unknown) => void;
};

type Child = {
  readonly process: ChildProcess;
  ready: boolean;
  task: Task | null;
  timers: NodeJS.Timeout[];
  killedBecause: string | null;
};

/**
 * Makes creatives in child processes, so that a crash, a leak or a hang in a native library costs one creative and
 * never the worker.
 *
 * @throws Error when a child does not come up; AppError `shutting_down` from `make` after `close`
 */
export async function openStudio(settings: StudioSettings): Promise<Studio> {
  const pool = new ChildPool(settings);
  await pool.open();
  return { make: (brief, signal, tries = {}) => pool.make(brief, signal, tries), close: () => pool.close() };
}

class ChildPool {
  readonly #settings: StudioSettings;
  readonly #children = new Set<Child>();
  readonly #waiting: Task[] = [];
  #closed = false;
  #lastId = 0;

  constructor(settings: StudioSettings) {
    this.#settings = settings;
  }

  /** All children at once; the first that fails fails the whole, so that a missing network is met at start-up. */
  async open(): Promise<void> {
    try {
      await Promise.all(Array.from({ length: this.#settings.processes }, () => this.#start()));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  make(brief: Brief, signal: AbortSignal, tries: Tries): Promise<MadeCreative> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new AppError("shutting_down", "the studio is closed"));
      if (signal.aborted) return reject(signal.reason);
      const task: Task = { id: ++this.#lastId, brief, tries, signal, resolve, reject };
      const onAbort = () => this.#cancel(task);
      signal.addEventListener("abort", onAbort, { once: true });
      const settled =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          signal.removeEventListener("abort", onAbort);
          settle(value);
        };
      this.#waiting.push({ ...task, resolve: settled(resolve), reject: settled(reject) });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = () => new AppError("shutting_down", "the studio was closed");
    for (const task of this.#waiting.splice(0)) task.reject(closed());
    await Promise.all(
      [...this.#children].map((child) => {
        child.task?.reject(closed());
        child.task = null;
        return this.#kill(child, "the studio was closed");
      }),
    );
  }

  /** Resolves when the child takes briefs. */
  #start(): Promise<void> {
    const { entry, execArgv = [], env, log, startTimeoutMs = START_TIMEOUT_MS } = this.#settings;
    const forked = fork(fileURLToPath(entry), {
      execArgv: [...execArgv],
      serialization: "advanced", // bytes as bytes, not as JSON
      // glibc keeps a heap for each of many threads, and with sharp and ONNX they add up to gigabytes.
      env: { ...env, MALLOC_ARENA_MAX: "2" },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const child: Child = { process: forked, ready: false, task: null, timers: [], killedBecause: null };
    this.#children.add(child);

    return new Promise((resolve, reject) => {
      forked.on("error", (error) => {
        log?.(`studio child ${forked.pid}: ${error.message}`);
        if (forked.pid) return; // its exit will say the rest
        this.#children.delete(child);
        clearTimeout(tooLate);
        reject(error);
      });
      const tooLate = setTimeout(() => this.#kill(child, `did not start within ${startTimeoutMs} ms`), startTimeoutMs);
      forked.on("message", (message: FromChild) => {
        if ("ready" in message) {
          child.ready = true;
          clearTimeout(tooLate);
          resolve();
        } else if ("failed" in message) reject(new Error(message.failed));
        else this.#answer(child, message);
        this.#assign();
      });
      forked.once("exit", (code, signal) => {
        clearTimeout(tooLate);
        this.#children.delete(child);
        const why = child.killedBecause ?? `ended with ${signal ?? `code ${code}`}`;
        const task = this.#settle(child);
        task?.reject(
          task.signal.aborted
            ? task.signal.reason
            : new Error(`the studio's child process ${why} while it made a creative`),
        );
        if (!child.ready) {
          reject(new Error(`the studio's child process ${why} before it was ready`));
          return;
        }
        if (this.#closed) return;
        log?.(`studio child ${forked.pid} ${why}`);
        this.#replace();
      });
    });
  }

  /** Tries until one starts: by now the entry is known to work, and what is wrong may pass. */
  #replace(): void {
    this.#start().catch((error: Error) => {
      this.#settings.log?.(error.message);
      // With no child left to wait for, waiting would be for ever.
      if (![...this.#children].some((child) => child.ready)) {
        for (const task of this.#waiting.splice(0)) task.reject(error);
      }
      setTimeout(() => this.#replace(), RESTART_DELAY_MS).unref();
    });
  }

  #assign(): void {
    for (const child of this.#children) {
      if (!child.ready || child.task || child.killedBecause) continue;
      const task = this.#waiting.shift();
      if (!task) return;
      child.task = task;
      const { timeoutMs } = this.#settings;
      child.timers.push(setTimeout(() => this.#kill(child, `was killed after ${timeoutMs} ms`), timeoutMs));
      this.#tell(child, { id: task.id, brief: task.brief, tries: task.tries });
    }
  }

  #answer(child: Child, message: Extract<FromChild, { id: number }>): void {
    if (child.task?.id !== message.id) return;
    const task = this.#settle(child);
    if ("made" in message) task?.resolve(message.made);
    else task?.reject(task.signal.aborted ? task.signal.reason : toError(message.error));
    if (message.residentBytes > (this.#settings.maxResidentBytes ?? MAX_RESIDENT_BYTES)) {
      void this.#kill(child, `was replaced, holding ${Math.round(message.residentBytes / 1e6)} MB`);
    }
  }

  #cancel(task: Task): void {
    const at = this.#waiting.findIndex(({ id }) => id === task.id);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      task.reject(task.signal.reason);
      return;
    }
    const child = [...this.#children].find((one) => one.task?.id === task.id);
    if (!child) return;
    this.#tell(child, { cancel: task.id });
    child.timers.push(setTimeout(() => this.#kill(child, "was cancelled and did not stop"), CANCEL_PATIENCE_MS));
  }

  /** Takes the child's task off it, with the timers that watched over it. */
  #settle(child: Child): Task | null {
    const { task } = child;
    child.task = null;
    for (const timer of child.timers.splice(0)) clearTimeout(timer);
    return task;
  }

  #kill(child: Child, because: string): Promise<void> {
    child.killedBecause ??= because;
    for (const timer of child.timers.splice(0)) clearTimeout(timer);
    return new Promise((done) => {
      if (child.process.exitCode !== null || child.process.signalCode !== null || !child.process.pid) return done();
      child.process.once("exit", () => done());
      child.process.kill("SIGKILL");
    });
  }

  #tell(child: Child, message: ToChild): void {
    // A child that dies meanwhile is met at its exit.
    child.process.send(message, () => {});
  }
}

const toError = ({ message, code }: Extract<FromChild, { error: object }>["error"]): Error =>
  code ? new AppError(code, message) : new Error(message);
