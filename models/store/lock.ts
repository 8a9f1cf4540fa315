import { readFile, rm, writeFile } from "node:fs/promises";
import { codeOf } from "./errors.ts";

/**
 * Does `work` while no other process does the same. The lock names its process; one whose process is gone, after a
 * `kill -9`, is taken over.
 *
 * @throws Error naming the process that holds it
 */
export async function withLock<Result>(file: string, what: string, work: () => Promise<Result>): Promise<Result> {
  if (!(await take(file))) {
    const holder = await holderOf(file);
    if (holder !== null && isAlive(holder))
      throw new Error(`${what} is being pulled by process ${holder}; if it is not, remove ${file}`);
    await rm(file, { force: true });
    if (!(await take(file))) throw new Error(`${what} is being pulled by another process`);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function holderOf(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^[1-9]\d*$/.test(text) ? Number(text) : null;
}

/** In a container the numbers start again, so a lock of our own number is an old one. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
