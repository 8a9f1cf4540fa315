import type { ChildProcess } from "node:child_process";
import { AppError } from "../../core/errors.ts";
import type { Account } from "./account.ts";

/** What running one of PostgreSQL's programs takes, and what its failure is called. */

/** An empty environment, so that nothing set for some other PostgreSQL changes this one; messages in English. */
const ENV = { LC_ALL: "C", TZ: "UTC" } as const;

export const runAs = (account: Account | null) =>
  account ? { uid: account.uid, gid: account.gid, env: ENV } : { env: ENV };

/** Rejects when the program could not be run at all. */
export const exitOf = (child: ChildProcess): Promise<[code: number | null]> =>
  new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new Error(`PostgreSQL could not be run: ${cause.message}`, { cause })));
    child.once("close", (code) => resolve([code]));
  });

export function startError(what: string, lines: readonly string[]): Error {
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

/** A full disk by its name, whoever met it; any other error as it is. */
export function asFull(error: unknown): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  return /No space left on device|ENOSPC|Disk quota exceeded|could not extend file/.test(cause.message)
    ? new AppError("storage_full", "the disk has no room for the database", { cause })
    : cause;
}
