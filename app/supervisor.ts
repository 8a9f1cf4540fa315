import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedPostgres } from "../adapters/database-embedded.ts";
import { type DatabaseUrls, prepareDatabase } from "./database.ts";
import { type Settings, toEnvironment } from "./settings.ts";

/** What a child tells its supervisor once it does its work. */
export type ReadyMessage = { readonly ready: true; readonly url?: string };
export type FailedMessage = { readonly failed: string };

export type Service = {
  /** As the application connects. */
  readonly databaseUrl: string;
  /** Where the API answers, `http://host:port`. */
  readonly apiUrl: string;
  stop(): Promise<void>;
};

const MAIN = new URL("./main.ts", import.meta.url);
// A worker loads its models, of gigabytes at times, from a slow disk.
const READY_WITHIN_MS = { api: 60_000, worker: 330_000 };
// A worker may be in the middle of a picture; after this long it is ended, and the job comes back by itself.
const STOP_WITHIN_MS = 10_000;
const FIRST_RESTART_MS = 500;
const LAST_RESTART_MS = 15_000;

/**
 * Starts the database (unless DATABASE_URL names one), the API and a worker, each in a process of its own, and starts
 * again what dies. `stop` ends them in the opposite order.
 *
 * @param prepare runs once the database answers and before the migrations
 * @throws Error with one sentence when a part cannot start; what had started is stopped first
 */
export async function startService(
  settings: Settings,
  options: {
    toLogFiles: boolean;
    log: (line: string) => void;
    prepare?: (urls: DatabaseUrls) => Promise<DatabaseUrls>;
  },
): Promise<Service> {
  await mkdir(settings.home, { recursive: true, mode: 0o700 });
  const teardown: (() => Promise<void>)[] = [];
  const stop = async () => {
    while (teardown.length > 0) await teardown.pop()?.();
  };
  try {
    let urls = given(settings) ?? (await embedded(settings, options.log, teardown));
    urls = (await options.prepare?.(urls)) ?? urls;
    await prepareDatabase(urls, options.log);
    const databaseUrl = urls.app;
    const withDatabase = { ...settings, databaseUrl };
    const api = await keepRunning("api", withDatabase, options);
    teardown.push(api.stop);
    const worker = await keepRunning("worker", withDatabase, options);
    teardown.push(worker.stop);
    return { databaseUrl, apiUrl: api.ready.url ?? "", stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const given = ({ databaseUrl, migrateUrl }: Settings): DatabaseUrls | null =>
  databaseUrl ? { app: databaseUrl, owner: migrateUrl ?? databaseUrl } : null;

async function embedded(
  settings: Settings,
  log: (line: string) => void,
  teardown: (() => Promise<void>)[],
): Promise<DatabaseUrls> {
  const port = settings.databasePort;
  const database = await startEmbeddedPostgres({ folder: settings.home, log, ...(port === undefined ? {} : { port }) });
  teardown.push(database.stop);
  return { app: database.url, owner: database.ownerUrl };
}

type Kept = { readonly ready: ReadyMessage; stop(): Promise<void> };

/** Forks one command, waits until it says ready, and forks it again whenever it dies unasked. */
async function keepRunning(
  command: "api" | "worker",
  settings: Settings,
  options: { toLogFiles: boolean; log: (line: string) => void },
): Promise<Kept> {
  let stopping = false;
  let child = await launch(command, settings, options);
  const ready = await readiness(command, child);

  const watch = (running: ChildProcess) => {
    running.once("exit", async (code, signal) => {
      for (let delayMs = FIRST_RESTART_MS; !stopping; delayMs = Math.min(delayMs * 2, LAST_RESTART_MS)) {
        options.log(`the ${command} ended (${signal ?? code}); starting it again`);
        await sleep(delayMs);
        if (stopping) return;
        try {
          child = await launch(command, pinPort(settings, ready), options);
          await readiness(command, child);
          return watch(child);
        } catch (error) {
          options.log(error instanceof Error ? error.message : String(error));
        }
      }
    });
  };
  watch(child);

  return {
    ready,
    stop: async () => {
      stopping = true;
      await end(child);
    },
  };
}

/** A restarted API keeps the address that clients were told. */
const pinPort = (settings: Settings, ready: ReadyMessage): Settings =>
  ready.url ? { ...settings, port: Number(new URL(ready.url).port) } : settings;

async function launch(command: string, settings: Settings, options: { toLogFiles: boolean }): Promise<ChildProcess> {
  const { DATABASE_URL: _d, MARQUEE_MIGRATE_URL: _m, REDIS_URL: _r, ...inherited } = process.env;
  const child = fork(MAIN, [command], {
    env: { ...inherited, ...toEnvironment(settings) },
    // Ctrl-C goes to the whole group of a terminal; a group of its own lets the supervisor end things in order.
    detached: true,
    stdio: options.toLogFiles ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "inherit", "inherit", "ipc"],
  });
  if (options.toLogFiles) {
    const folder = join(settings.home, "logs");
    await mkdir(folder, { recursive: true });
    const file = createWriteStream(join(folder, `${command}.log`), { flags: "a", mode: 0o600 });
    file.on("error", () => {}); // a full disk must not stop the service for want of a log
    child.stdout?.pipe(file, { end: false });
    child.stderr?.pipe(file, { end: false });
  }
  return child;
}

async function readiness(command: "api" | "worker", child: ChildProcess): Promise<ReadyMessage> {
  const timeout = AbortSignal.timeout(READY_WITHIN_MS[command]);
  const said = once(child, "message", { signal: timeout }).then(([message]) => message as ReadyMessage | FailedMessage);
  const died = once(child, "exit", { signal: timeout }).then(
    ([code, signal]): FailedMessage => ({ failed: `it ended before it was ready (${signal ?? code})` }),
  );
  const first = await Promise.race([said, died]).catch(
    (): FailedMessage => ({ failed: `it was not ready within ${READY_WITHIN_MS[command] / 1000} s` }),
  );
  if ("ready" in first) return first;
  await end(child);
  throw new Error(`The ${command} could not start: ${first.failed}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}
