import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../core/errors.ts";
import { type Account, unprivilegedAccount } from "./embedded/account.ts";
import { type Binaries, findBinaries } from "./embedded/binaries.ts";
import { stopLeftover } from "./embedded/leftover.ts";
import { lockFolder } from "./embedded/lock.ts";
import { findPlace, ownFolder, recall, remember } from "./embedded/place.ts";

export type EmbeddedPostgres = {
  /** A connection string with the password: not for the log. */
  readonly url: string;
  /** Ends all connections, writes everything and stops the server. */
  stop(): Promise<void>;
};

const USER = "marquee";

const toUrl = (port: number, password: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

/**
 * Where the embedded PostgreSQL of a folder answers while its service runs; null when there has never been one.
 * With the password: not for the log.
 */
export async function embeddedPostgresUrl(folder: string): Promise<string | null> {
  const memory = await recall(folder);
  return memory?.port ? toUrl(memory.port, memory.password) : null;
}
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const RESTART_DELAY_MS = 500;

/** For a machine of two cores and a few gigabytes that does other things besides. Durability stays on. */
const TUNING = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "", // TCP only: a socket path may be longer than the 107 bytes that the system takes
  shared_buffers: "128MB",
  max_connections: "60",
  max_wal_size: "256MB", // the default may keep 1 GB on disk
  fsync: "on",
  synchronous_commit: "on",
  password_encryption: "scram-sha-256",
  log_min_messages: "warning",
  log_destination: "stderr",
  logging_collector: "off",
} as const;

/** An empty environment, so that nothing set for some other PostgreSQL changes this one; messages in English. */
const ENV = { LC_ALL: "C", TZ: "UTC" } as const;

/**
 * Starts a real PostgreSQL of Marquee's own, making its data folder the first time (about 4 s), and starts it again
 * should it die. An earlier one that a killed Marquee left running on the same data is stopped first.
 *
 * @param options.folder Marquee's own folder (`.marquee`); made when missing
 * @param options.port on 127.0.0.1; without one a free port is picked and kept in `database.json`
 * @param options.log gets one line at a time, never the password
 * @throws AppError `storage_full`; Error saying that the port is taken, that another Marquee is using the folder,
 *   or what PostgreSQL itself said
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  port?: number;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const { log } = options;
  await mkdir(options.folder, { recursive: true });
  const folder = await realpath(options.folder);
  const unlock = await lockFolder(folder);
  try {
    const account = await unprivilegedAccount();
    const { memory, spare } = await findPlace(folder, account, log);
    const binaries = await findBinaries(account, spare);
    await stopLeftover(memory.data, log);
    await initialise(binaries, memory, account);

    const port = await choosePort(options.port, memory.port);
    if (port !== memory.port) await remember(folder, { ...memory, port });
    const server = await superviseServer({ binaries, data: memory.data, port, account, log });
    return {
      url: toUrl(port, memory.password),
      stop: async () => {
        await server.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Makes the data folder, complete or not at all: a kill or a full disk half-way leaves only `<data>.new`. */
async function initialise(
  binaries: Binaries,
  { data, password }: { data: string; password: string },
  account: Account | null,
): Promise<void> {
  if (await stat(join(data, "PG_VERSION")).catch(() => null)) return;
  const half = `${data}.new`;
  await rm(half, { recursive: true, force: true });
  await ownFolder(half, account);
  const secret = `${data}.secret`;
  await ownFolder(secret, account);
  const passwordFile = join(secret, "password");
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) await chown(passwordFile, account.uid, account.gid);
    const child = spawn(
      binaries.initdb,
      [
        `--pgdata=${half}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      { ...runAs(account), stdio: ["ignore", "pipe", "pipe"] },
    );
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", (line) => lines.push(line));
    const [code] = await exitOf(child);
    if (code !== 0) throw startError("PostgreSQL could not make its data folder", lines);
    await rename(half, data);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw asFull(error);
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
}

type ServerSettings = {
  readonly binaries: Binaries;
  readonly data: string;
  readonly port: number;
  readonly account: Account | null;
  readonly log: (line: string) => void;
};

/** Keeps one server running until `stop`. Only the first start may fail; later ones are tried again and again. */
async function superviseServer(settings: ServerSettings): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let server = await startServer(settings);
  const watch = () =>
    server.exited.then(async () => {
      while (!stopping) {
        settings.log("PostgreSQL ended unexpectedly; starting it again");
        await sleep(RESTART_DELAY_MS);
        if (stopping) return;
        try {
          server = await startServer(settings);
        } catch (error) {
          settings.log(error instanceof Error ? error.message : String(error));
          continue;
        }
        if (stopping) await server.stop();
        else watched = watch();
        return;
      }
    });
  let watched: Promise<void> = watch();
  return {
    stop: async () => {
      stopping = true;
      await server.stop();
      await watched;
    },
  };
}

/** Resolves when the server takes connections. */
async function startServer(settings: ServerSettings): Promise<{ exited: Promise<void>; stop(): Promise<void> }> {
  const { binaries, data, port, account, log } = settings;
  const flags = Object.entries({ ...TUNING, port }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // A session of its own: Ctrl-C in the terminal must reach Marquee, which then stops the server last.
  const child = spawn(binaries.postgres, ["-D", data, ...flags], {
    ...runAs(account),
    cwd: data,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exit = exitOf(child);
  const watchdog = process.platform === "win32" ? null : startWatchdog(child, account);
  const exited = exit.then(
    () => void watchdog?.kill("SIGKILL"),
    () => void watchdog?.kill("SIGKILL"),
  );

  let stopping = false; // then every connection that it ends is no news
  const lines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface(child.stderr).on("line", (line) => {
      if (lines.length < 200) lines.push(line);
      if (line.includes("ready to accept connections")) resolve();
      else if (!stopping && !/ LOG: {2}/.test(line)) log(`postgres: ${line}`);
    });
  });
  const tooLate = sleep(START_TIMEOUT_MS, "late" as const, { ref: false });
  const outcome = await Promise.race([ready, exit, tooLate]).catch(asFull);
  if (outcome !== undefined) {
    child.kill("SIGQUIT");
    const text = lines.join("\n");
    if (outcome instanceof Error) throw outcome;
    if (text.includes("Address already in use")) throw portTaken(port);
    throw startError("PostgreSQL did not start", lines);
  }
  return {
    exited,
    stop: async () => {
      stopping = true;
      child.kill("SIGINT");
      const timer = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/**
 * Stops the server when this process dies without stopping it, by `kill -9` too: the pipe ends with the process that
 * holds its other end, and only then does `read` return.
 */
function startWatchdog(server: ChildProcess, account: Account | null): ChildProcess {
  const watchdog = spawn("/bin/sh", ["-c", 'read line; kill -INT "$1"', "marquee-watchdog", String(server.pid)], {
    ...runAs(account),
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watchdog.on("error", () => {}); // without it, the next start finds and stops the server
  watchdog.stdin?.on("error", () => {});
  watchdog.unref();
  return watchdog;
}

async function choosePort(asked: number | undefined, kept: number | null): Promise<number> {
  if (asked !== undefined) {
    if (await isFree(asked)) return asked;
    throw portTaken(asked);
  }
  if (kept !== null && (await isFree(kept))) return kept;
  return freePort(0);
}

const isFree = (port: number): Promise<boolean> =>
  freePort(port).then(
    () => true,
    () => false,
  );

async function freePort(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: found } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return found;
}

const runAs = (account: Account | null) => (account ? { uid: account.uid, gid: account.gid, env: ENV } : { env: ENV });

/** Rejects when the program could not be run at all. */
const exitOf = (child: ChildProcess): Promise<[code: number | null]> =>
  new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new Error(`PostgreSQL could not be run: ${cause.message}`, { cause })));
    child.once("close", (code) => resolve([code]));
  });

const portTaken = (port: number) =>
  new Error(`port ${port} on 127.0.0.1 is taken by another program; free it, or choose another port for the database`);

function startError(what: string, lines: readonly string[]): Error {
  const nameless = lines.find((line) => line.includes("could not look up effective user ID"));
  if (nameless) {
    return new Error(
      `PostgreSQL needs its user to have a name, and user ${process.getuid?.()} is not in /etc/passwd; ` +
        "add it there, start Marquee as another user, or set DATABASE_URL",
    );
  }
  const said = lines.filter((line) => /FATAL|PANIC|ERROR|error:|could not|No space/.test(line)).slice(-4);
  const text = `${what}: ${(said.length > 0 ? said : lines.slice(-4)).join(" | ") || "it said nothing"}`;
  return asFull(new Error(text));
}

function asFull(error: unknown): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  return /No space left on device|ENOSPC|Disk quota exceeded|could not extend file/.test(cause.message)
    ? new AppError("storage_full", "the disk has no room for the database", { cause })
    : cause;
}
