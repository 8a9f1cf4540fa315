import { spawn } from "node:child_process";
import { chown, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { ownFolder } from "./place.ts";
import { asFull, exitOf, runAs, startError } from "./program.ts";

/** The database's own user and owner. */
export const USER = "marquee";

/** Makes the data folder, complete or not at all: a kill or a full disk half-way leaves only `<data>.new`. */
export async function initialise(
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
