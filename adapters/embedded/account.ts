import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** An operating-system user that PostgreSQL may run as. */
export type Account = { readonly uid: number; readonly gid: number };

/** Tried in this order; the last is made when none of the others exists. */
const NAMES = ["nobody", "postgres", "marquee"] as const;

/**
 * PostgreSQL refuses to run as root, and `initdb` needs its user to have a name.
 *
 * @returns whom to run as; `null` when this process is not root and runs everything as itself
 * @throws Error when root finds no unprivileged user and cannot make one
 */
export async function unprivilegedAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const found = await lookUp();
  if (found) return found;
  try {
    await promisify(execFile)("useradd", ["--system", "--no-create-home", "marquee"]);
  } catch (cause) {
    throw new Error(
      "PostgreSQL does not run as root, and no user nobody, postgres or marquee exists or could be made; " +
        "start Marquee as an ordinary user, or set DATABASE_URL",
      { cause },
    );
  }
  const made = await lookUp();
  if (!made) throw new Error("useradd made the user marquee, but /etc/passwd does not name it");
  return made;
}

async function lookUp(): Promise<Account | null> {
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n").map((line) => line.split(":"));
  for (const name of NAMES) {
    const line = lines.find(([user]) => user === name);
    // macOS writes nobody's ids as -2.
    if (line) return { uid: Number(line[2]) >>> 0, gid: Number(line[3]) >>> 0 };
  }
  return null;
}

/** Whether the account may pass through every folder down to `path`, `path` included. `null` is this process's own user. */
export async function canEnter(path: string, account: Account | null): Promise<boolean> {
  if (!account) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
