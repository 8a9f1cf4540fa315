import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { portTaken } from "./port.ts";
import { asFull, exitOf, runAs, startError } from "./program.ts";

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

export type ServerSettings = {
  readonly binaries: Binaries;
  readonly data: string;
  readonly port: number;
  readonly account: Account | null;
  readonly log: (line: string) => void;
};

/** Keeps one server running until `stop`. Only the first start may fail; later ones are tried again and again. */
export async function superviseServer(settings: ServerSettings): Promise<{ stop(): Promise<void> }> {
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
