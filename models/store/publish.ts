import { mkdir, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Manifest, type ReadOptions, readPapers } from "../papers.ts";
import { codeOf, ofModel } from "./errors.ts";

/**
 * Puts a whole, verified model into the store under its name: whoever looks sees all of it or nothing.
 *
 * @param staged a folder of the store with all files; it is gone afterwards
 * @throws Error where the files are not what the manifest says, or the store has a model of this name
 */
export async function publish(
  store: string,
  staged: string,
  manifest: Manifest,
  options: Omit<ReadOptions, "keepBytes"> = {},
): Promise<string> {
  try {
    await writeFile(join(staged, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await readPapers(staged, { ...options, keepBytes: 0 });
    const paths = [...manifest.files.map(({ path }) => path), "manifest.json"];
    for (const path of paths) await sync(join(staged, path));
    for (const folder of new Set(paths.map((path) => dirname(join(staged, path))))) await sync(folder);
    const place = join(store, manifest.id);
    await rename(staged, place);
    await sync(store);
    return place;
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) throw ofModel(manifest.id, error);
    throw new Error(`model ${manifest.id}: there is one in the store already; remove it first, or give --id`);
  }
}

/** Until this returns, a power cut may still undo it. Some systems cannot do it for folders. */
async function sync(place: string): Promise<void> {
  const handle = await open(place, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** A folder of the store that no list shows, for a copy that is not whole yet; gone when `work` ends. */
export async function withStage<Result>(
  store: string,
  id: string,
  work: (staged: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(store, { recursive: true, mode: 0o700 });
  const staged = await mkdtemp(join(store, ".add-"));
  try {
    return await work(staged);
  } catch (error) {
    throw ofModel(id, error);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}
