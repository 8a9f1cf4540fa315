import { createHash, randomBytes } from "node:crypto";
import { chmod, chown, lstat, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Account, canEnter } from "./account.ts";

/** What `database.json` remembers between starts. The passwords are only here, readable by the file's owner alone. */
const Memory = z.strictObject({
  data: z.string(),
  port: z.int().min(1).max(65_535).nullable(),
  /** The owner's. */
  password: z.string(),
  /** The application's; absent until the first start that knows of it. */
  appPassword: z.string().optional(),
});
export type Memory = z.infer<typeof Memory>;

/** Where the database of one Marquee folder lies. */
export type Place = { readonly memory: Memory; readonly spare: string };

const memoryFile = (folder: string) => join(folder, "database.json");

/**
 * Finds, or settles, where the data lies: in `folder`, or, when the account that PostgreSQL runs as may not enter it
 * (root's checkout in a folder that only root may enter), in a folder outside named after it.
 *
 * @throws Error when the data is there but `database.json`, and so the password, is not
 */
export async function findPlace(folder: string, account: Account | null, log: (line: string) => void): Promise<Place> {
  const reachable = (await canEnter(folder, account)) || (await admit(folder, account));
  const spare = reachable ? folder : await outside(folder, account);
  const known = await recall(folder);
  if (known) return { memory: known, spare };

  const data = join(spare, "postgres");
  if (await isThere(data)) {
    if (reachable) {
      throw new Error(`${data} holds a database, but ${memoryFile(folder)} with its password is missing`);
    }
    // Whoever removed the folder wanted a new start; what lay outside it is kept, out of the way.
    const aside = `${data}-removed-${Date.now()}`;
    await rename(data, aside);
    log(`${folder} is new, so the database of an earlier folder of that name was moved to ${aside}`);
  }
  const memory = { data, port: null, password: randomBytes(24).toString("base64url") };
  await remember(folder, memory);
  if (!reachable) log(`the database lies in ${data}, because PostgreSQL's user may not enter ${folder}`);
  return { memory, spare };
}

/** What an earlier start settled; null before the first one. */
export async function recall(folder: string): Promise<Memory | null> {
  const text = await readFile(memoryFile(folder), "utf8").catch(() => null);
  return text === null ? null : Memory.parse(JSON.parse(text));
}

/** Written aside and renamed, so that a full disk or a kill never leaves half a file. */
export async function remember(folder: string, memory: Memory): Promise<void> {
  const half = `${memoryFile(folder)}.new`;
  await writeFile(half, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
  await rename(half, memoryFile(folder));
}

/** Makes a folder that only `account` may enter. */
export async function ownFolder(path: string, account: Account | null): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  if (account) await chown(path, account.uid, account.gid);
}

/**
 * Lets the account through `folder`, and nobody else, when that alone keeps it out.
 *
 * @returns whether it may enter now
 */
async function admit(folder: string, account: Account | null): Promise<boolean> {
  const { uid, mode } = await stat(folder);
  if (!account || uid !== process.getuid?.() || !(await canEnter(dirname(folder), account))) return false;
  await chown(folder, uid, account.gid);
  await chmod(folder, (mode & 0o707) | 0o010); // through, but not to list
  return canEnter(folder, account);
}

/** Survives a restart of the machine where it can; the temporary folder is the second choice. */
async function outside(folder: string, account: Account | null): Promise<string> {
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  for (const path of [join("/var/lib/marquee", name), join(tmpdir(), `marquee-${process.getuid?.()}-${name}`)]) {
    try {
      await mkdir(path, { recursive: true, mode: 0o755 });
      // Somebody else's folder, or a link to one, under a name that can be guessed is not trusted with a database.
      const found = await lstat(path);
      if (!found.isDirectory() || found.uid !== process.getuid?.()) continue;
      await chmod(path, 0o755);
      if (await canEnter(path, account)) return path;
    } catch {
      // Not writable: the next one.
    }
  }
  throw new Error(
    `PostgreSQL's user may enter neither ${folder} nor a folder beside it; run Marquee as an ordinary user, or set DATABASE_URL`,
  );
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
