import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** SIGINT: connections are ended and everything is written; SIGQUIT: at once, mended from the log at the next start. */
const STEPS = [
  { signal: "SIGINT", patienceMs: 10_000 },
  { signal: "SIGQUIT", patienceMs: 5_000 },
  { signal: "SIGKILL", patienceMs: 2_000 },
] as const;

/**
 * Stops a PostgreSQL that a killed Marquee left running on `data`. A pid file whose process is gone, or is now some
 * other program, is left for PostgreSQL itself to clear.
 *
 * @throws Error when it cannot be stopped
 */
export async function stopLeftover(data: string, log: (line: string) => void): Promise<void> {
  const pid = Number.parseInt(await readFile(join(data, "postmaster.pid"), "utf8").catch(() => ""), 10);
  if (!(pid > 1) || !(await isPostgresOn(pid, data))) return;
  log(`stopping the PostgreSQL (process ${pid}) that an earlier Marquee left running`);
  for (const { signal, patienceMs } of STEPS) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // it went by itself
    }
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(25)) {
      if (!(await isPostgresOn(pid, data))) return;
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) of an earlier Marquee still runs on ${data} and does not stop`);
}

async function isPostgresOn(pid: number, data: string): Promise<boolean> {
  const command =
    process.platform === "linux"
      ? (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ")
      : await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).then(
          ({ stdout }) => stdout,
          () => "",
        );
  return command.includes("postgres") && command.includes(data);
}
