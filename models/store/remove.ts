import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { findModel, type Shelves } from "../registry.ts";

/**
 * Takes a model out of the store, with what pulls of it left behind. A process that runs it keeps what it has loaded.
 *
 * @throws Error where there is none of this name, or it ships with Marquee
 */
export async function removeModel(shelves: Shelves, id: string): Promise<void> {
  const { origin, folder } = await findModel(shelves, id);
  if (origin === "shipped") throw new Error(`model ${id}: it ships with Marquee and cannot be removed`);
  // Away at once for whoever looks, whatever happens while its files are deleted.
  const gone = join(shelves.added, `.removed-${id}-${process.pid}`);
  await rename(folder, gone);
  await rm(gone, { recursive: true, force: true });
  await forgetPulls(shelves.added, id, null);
}

/** Where pulls under way lie. */
export const pullsIn = (store: string): string => join(store, ".pulls");

/** One pull's folder: the files that are whole, and the parts of those that are not. */
export const pullFolder = (store: string, id: string, commit: string): string =>
  join(pullsIn(store), `${id}@${commit.slice(0, 12)}`);

/** Deletes what was fetched of a model and never became whole, but for one commit. */
export async function forgetPulls(store: string, id: string, keep: string | null): Promise<void> {
  const names = await readdir(pullsIn(store)).catch(() => []);
  for (const name of names) {
    const place = join(pullsIn(store), name);
    const isKept = keep !== null && place === pullFolder(store, id, keep);
    if (name.startsWith(`${id}@`) && !isKept) await rm(place, { recursive: true, force: true });
  }
}
