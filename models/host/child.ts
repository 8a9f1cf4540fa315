import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";
import type { ModelPapers, Progress } from "../../core/ports.ts";
import type { OpenSettings } from "../open.ts";
import type { Answer, FromModel, ToModel } from "./messages.ts";

const ENTRY = fileURLToPath(new URL("./entry.ts", import.meta.url));

/** Networks of gigabytes are hashed and loaded from slow disks. */
const OPEN_LIMIT_MS = 300_000;

/** A model looks at its signal between inferences; one that is in the middle of a long one is killed. */
const CANCEL_PATIENCE_MS = 2_000;

/** Why a process ended whose model does not hold; the error says more. */
export const REFUSED = "was refused";

/** One request on its way. Its promise may be settled earlier, by its caller's signal. */
export type Call = {
  readonly request: unknown;
  readonly signal: AbortSignal;
  readonly progress: Progress | undefined;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
};

export type ChildSettings = OpenSettings & {
  readonly id: string;
  /** Besides MALLOC_ARENA_MAX, all that the process sees of an environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Called once, when the process is gone, with why in words. */
  readonly onExit: (why: string) => void;
};

/** The process of one model, which answers one call at a time. */
export class ModelChild {
  /** Resident memory after the last call, in bytes. */
  residentBytes = 0;
  readonly #id: string;
  readonly #process: ChildProcess;
  readonly #opened = Promise.withResolvers<ModelPapers>();
  readonly #gone = Promise.withResolvers<void>();
  #ended: string | null = null;
  #lastCall = 0;
  /** Told the answer to the call under way, or null when the process is gone. */
  #answered: (answer: Answer | null) => void = () => {};
  #progress: Progress | undefined;

  constructor({ id, env, onExit, folder, threads, provider }: ChildSettings) {
    this.#id = id;
    // The argument is for whoever looks at the list of processes.
    this.#process = fork(ENTRY, [id], {
      execArgv: [],
      serialization: "advanced", // bytes as bytes, not as JSON
      // glibc keeps a heap for each of many threads, and with networks they add up to gigabytes.
      env: { ...env, MALLOC_ARENA_MAX: "2" },
      stdio: ["ignore", "inherit", "inherit", "ipc", "pipe"],
    });
    this.#process.stdio[4]?.on("error", () => {}); // the lifeline of a process that was killed
    this.#process.on("message", (message: FromModel) => this.#hear(message));
    this.#process.once("error", (error) => {
      this.#ended ??= `could not be started: ${error.message}`;
      if (this.#process.pid === undefined) this.#end(onExit);
    });
    this.#process.once("exit", (code, signal) => {
      this.#ended ??= `ended with ${signal ?? `code ${code}`}`;
      this.#end(onExit);
    });
    this.#tell({ open: { folder, threads, provider } });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }
  /** Why it ended or is about to; null while it may be asked. */
  get ended(): string | null {
    return this.#ended;
  }

  /** @throws Error naming the model and why it cannot be opened */
  async opened(): Promise<ModelPapers> {
    const limit = setTimeout(() => this.end(`did not open within ${OPEN_LIMIT_MS} ms`), OPEN_LIMIT_MS);
    try {
      return await this.#opened.promise;
    } finally {
      clearTimeout(limit);
    }
  }

  /** Settles the call; comes back when the process is free for the next one, or gone. */
  async run({ request, signal, progress, resolve, reject }: Call, timeLimitMs: number): Promise<void> {
    if (this.#ended !== null)
      return reject(new Error(`model ${this.#id}: its process ${this.#ended} before it worked`));
    const id = ++this.#lastCall;
    const answered = Promise.withResolvers<Answer | null>();
    this.#answered = answered.resolve;
    this.#progress = progress;
    const timers = [setTimeout(() => this.end(`was killed after ${timeLimitMs} ms`), timeLimitMs)];
    const cancel = () => {
      this.#progress = undefined;
      this.#tell({ cancel: id });
      timers.push(setTimeout(() => this.end("was cancelled and did not stop"), CANCEL_PATIENCE_MS));
    };
    signal.addEventListener("abort", cancel, { once: true });
    this.#tell({ id, request });
    const answer = await answered.promise;
    signal.removeEventListener("abort", cancel);
    this.#progress = undefined;
    for (const timer of timers) clearTimeout(timer);
    if (answer === null) reject(new Error(`model ${this.#id}: its process ${this.#ended} while it worked`));
    else if ("answer" in answer) resolve(answer.answer);
    else reject(toError(answer.error));
  }

  /** Kills it; comes back when it is gone. */
  end(because: string): Promise<void> {
    this.#ended ??= because;
    this.#process.kill("SIGKILL");
    return this.#gone.promise;
  }

  #hear(message: FromModel): void {
    if ("failed" in message) {
      this.#ended ??= REFUSED;
      this.#opened.reject(new Error(message.failed));
    } else if ("progress" in message) this.#progress?.(...message.progress);
    else {
      this.residentBytes = message.residentBytes;
      if ("ready" in message) this.#opened.resolve(message.ready);
      else if (message.id === this.#lastCall) this.#answered(message);
    }
  }

  #end(onExit: ChildSettings["onExit"]): void {
    const why = this.#ended ?? "ended";
    this.#process.stdio[4]?.destroy();
    this.#opened.promise.catch(() => {}); // nobody may be waiting for it any more
    this.#opened.reject(new Error(`model ${this.#id}: its process ${why} before it was open`));
    this.#answered(null);
    this.#gone.resolve();
    onExit(why);
  }

  #tell(message: ToModel): void {
    // A process that dies meanwhile is met at its exit.
    this.#process.send(message, () => {});
  }
}

function toError({ name, message, code }: Extract<Answer, { error: object }>["error"]): Error {
  if (code !== null) return new AppError(code, message);
  // The name tells a worker whether to try again (`isHopeless`).
  return Object.assign(new Error(message), { name });
}
