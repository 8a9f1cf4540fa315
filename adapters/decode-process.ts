import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "../core/errors.ts";
import type { DecodedPicture } from "../core/key-art.ts";
import type { PictureDecoder } from "../core/ports.ts";
import type { FromDecoder, ToDecoder } from "./decode-child.ts";

export type DecoderSettings = {
  /** A module that calls `serveDecoder`. */
  readonly entry: URL;
  /** For one picture, from the start of its process; then it is killed. */
  readonly timeoutMs?: number;
  /** A process that holds more ends itself. */
  readonly maxResidentBytes?: number;
  /** Processes at a time, and pictures that wait for one besides; what comes on top is refused. */
  readonly atOnce?: number;
  readonly waiting?: number;
};

// The slowest of 49 megapixels that we made took 25 s on a busy core, and held 0.9 GB.
const TIMEOUT_MS = 60_000;
const MAX_RESIDENT_BYTES = 1_500_000_000;
const AT_ONCE = 2;
const WAITING = 8;

type Answer = Exclude<FromDecoder, { ready: true }>;

/**
 * Decodes each picture in a process of its own, which is gone afterwards: what a file of a stranger does to a native
 * decoder is done to nobody else.
 */
export function openDecoder(settings: DecoderSettings): PictureDecoder {
  const { atOnce = AT_ONCE, waiting = WAITING } = settings;
  const running = new Set<ChildProcess>();
  const queue: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  const turn = (): Promise<void> => {
    if (busy < atOnce) {
      busy++;
      return Promise.resolve();
    }
    if (queue.length >= waiting) throw new AppError("assets_busy", `${busy} pictures are read, ${queue.length} wait`);
    return new Promise((go) => queue.push(go));
  };
  const pass = () => {
    const next = queue.shift();
    if (next) next();
    else busy--;
  };

  return {
    decode: async (bytes) => {
      if (closed) throw shuttingDown();
      await turn();
      try {
        if (closed) throw shuttingDown();
        return read(await ask(settings, bytes, running));
      } catch (error) {
        throw closed ? shuttingDown() : error;
      } finally {
        pass();
      }
    },
    close: async () => {
      closed = true;
      for (const child of running) child.kill("SIGKILL");
    },
  };
}

const shuttingDown = () => new AppError("shutting_down", "the decoder is closed");

function read(answer: Answer): DecodedPicture {
  if ("decoded" in answer) return answer.decoded;
  const { code, message, issues } = answer.error;
  if (code) throw new AppError(code, message, { issues });
  throw new AppError("asset_unreadable", message);
}

/** @throws AppError `asset_unreadable` when the process ends without an answer, by itself or killed; Error when it cannot start */
function ask(settings: DecoderSettings, bytes: Uint8Array, running: Set<ChildProcess>): Promise<Answer> {
  const { timeoutMs = TIMEOUT_MS, maxResidentBytes = MAX_RESIDENT_BYTES } = settings;
  const child = fork(fileURLToPath(settings.entry), {
    serialization: "advanced", // bytes as bytes, not as JSON
    // Nothing of ours in its environment; glibc keeps a heap for each of many threads.
    env: { MALLOC_ARENA_MAX: "2" },
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  running.add(child);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  return new Promise<Answer>((resolve, reject) => {
    child.on("error", reject);
    child.on("message", (message: FromDecoder) => {
      if (!("ready" in message)) return resolve(message);
      // A child that dies meanwhile is met at its exit.
      child.send({ bytes, maxResidentBytes, timeoutMs } satisfies ToDecoder, () => {});
    });
    child.once("exit", (code, signal) => {
      const why = timedOut ? `was killed after ${timeoutMs} ms` : `ended with ${signal ?? `code ${code}`}`;
      reject(new AppError("asset_unreadable", `the process that decoded it ${why}`));
    });
  }).finally(() => {
    clearTimeout(timer);
    running.delete(child);
    child.kill("SIGKILL");
  });
}
