import { type Dirent, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { glancePapers, type Manifest, type ModelKind, type ReadOptions, readManifest, readPapers } from "./papers.ts";

/** The models of this repository. */
export const SHIPPED = fileURLToPath(new URL("./weights", import.meta.url));

/** Where models lie. */
export type Shelves = {
  /** SHIPPED, but for tests. */
  readonly shipped: string;
  /** The local store, `<home>/models`; it may not exist yet. */
  readonly added: string;
};

export type ModelEntry = {
  /** Where the manifest cannot be read, the folder's name. */
  readonly id: string;
  /** Null, like the four below, where the manifest cannot be read. */
  readonly kind: ModelKind | null;
  readonly version: string | null;
  readonly licence: string | null;
  /** Of all its files, by its papers. */
  readonly bytes: number | null;
  readonly memoryMb: number | null;
  readonly folder: string;
  readonly origin: "shipped" | "added";
  readonly state: "ready" | "refused";
  /** Why it is refused, `model <id>: <file> <reason>`; null where it is ready. */
  readonly reason: string | null;
};

/**
 * Every model that is there, the shipped ones first, each by name. One that is refused stops no other.
 * Of two with one id the first counts, so that nobody replaces a shipped model by adding another.
 *
 * @param how `glance` compares sizes only; `verify` hashes every file, as loading it will
 */
export async function listModels(
  shelves: Shelves,
  how: "glance" | "verify",
  options: Omit<ReadOptions, "keepBytes"> = {},
): Promise<readonly ModelEntry[]> {
  const entries: ModelEntry[] = [];
  const taken = new Map<string, ModelEntry>();
  for (const origin of ["shipped", "added"] as const) {
    for (const folder of await foldersIn(shelves[origin])) {
      const entry = await look(folder, origin, taken, how, options);
      entries.push(entry);
      if (!taken.has(entry.id)) taken.set(entry.id, entry);
    }
  }
  return entries;
}

/** @throws Error naming the models that there are */
export async function findModel(shelves: Shelves, id: string): Promise<ModelEntry> {
  const entries = await listModels(shelves, "glance");
  const found = entries.find((entry) => entry.id === id);
  if (found) return found;
  const known = entries.map((entry) => entry.id).join(", ");
  throw new Error(`model ${id}: there is none of this name; there ${known ? `are ${known}` : "is none at all"}`);
}

async function look(
  { name, path, isLink }: Folder,
  origin: ModelEntry["origin"],
  taken: ReadonlyMap<string, ModelEntry>,
  how: "glance" | "verify",
  options: Omit<ReadOptions, "keepBytes">,
): Promise<ModelEntry> {
  let manifest: Manifest | null = null;
  const entry = (reason: string | null): ModelEntry => ({
    id: manifest?.id ?? name,
    kind: manifest?.kind ?? null,
    version: manifest?.version ?? null,
    licence: manifest?.licence ?? null,
    bytes: manifest?.files.reduce((sum, file) => sum + file.bytes, 0) ?? null,
    memoryMb: manifest?.memoryMb ?? null,
    folder: path,
    origin,
    state: reason === null ? "ready" : "refused",
    reason,
  });
  if (isLink) return entry(`model ${name}: its folder is a link; add the model itself`);
  try {
    manifest = await readManifest(path);
    const first = taken.get(manifest.id);
    if (first) return entry(`model ${manifest.id}: ${name} has the name of a model that is ${first.origin} already`);
    if (origin === "added" && manifest.id !== name)
      return entry(`model ${manifest.id}: its folder is called ${name}; add it again`);
    if (how === "verify") await readPapers(path, { ...options, keepBytes: 0 });
    else await glancePapers(path);
    return entry(null);
  } catch (error) {
    options.signal?.throwIfAborted();
    return entry((error as Error).message);
  }
}

type Folder = { readonly name: string; readonly path: string; readonly isLink: boolean };

/** What begins with a dot is the store's own: pulls under way, copies that are not whole yet. */
async function foldersIn(shelf: string): Promise<readonly Folder[]> {
  if (!existsSync(shelf)) return [];
  const isModel = (one: Dirent) => (one.isDirectory() || one.isSymbolicLink()) && !one.name.startsWith(".");
  const names = (await readdir(shelf, { withFileTypes: true })).filter(isModel);
  return names
    .map((one) => ({ name: one.name, path: join(shelf, one.name), isLink: one.isSymbolicLink() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
