import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { issuesOf, Manifest, ModelId } from "../papers/manifest.ts";
import { readManifest } from "../papers.ts";
import { findModel, type Shelves } from "../registry.ts";
import { hashFile } from "./hash.ts";
import { guessMemoryMb, type Layout, layoutOf } from "./layouts.ts";
import { publish, withStage } from "./publish.ts";
import { copyIn, pathsIn } from "./source.ts";

export type AddRequest = {
  /** A folder with a manifest, or in a layout that is known. */
  readonly from: string;
  /** Its name in the store; where it is left out, the manifest's or the folder's. */
  readonly id?: string | undefined;
  /** Needed where there is no manifest. */
  readonly licence?: string | undefined;
  readonly memoryMb?: number | undefined;
  /** What of a folder without a manifest to take, where not the usual. */
  readonly globs: readonly string[];
};

export type AddOptions = {
  readonly shelves: Shelves;
  readonly signal?: AbortSignal;
  /** Told of every block that was verified in the store, in bytes. */
  readonly onBytes?: (bytes: number) => void;
};

/**
 * Copies a model into the store, never links to it, and verifies the copy.
 * A folder without a manifest gets one from what it holds now.
 *
 * @returns its papers, as they lie in the store
 * @throws Error `model <id>: …`; the store is as it was
 */
export async function addModel(request: AddRequest, options: AddOptions): Promise<Manifest> {
  const { from, licence, memoryMb } = request;
  if (!(await stat(from).catch(() => null))?.isDirectory()) throw new Error(`${from} is not a folder`);
  const theirs = existsSync(join(from, "manifest.json")) ? await readManifest(from) : null;
  const id = checkId(request.id ?? theirs?.id ?? idFrom(basename(from)));
  await refuseTaken(options.shelves, id);
  const base = theirs ?? (await describe(id, request));
  return withStage(options.shelves.added, id, async (staged) => {
    const paths = "files" in base ? base.files.map(({ path }) => path) : base.paths;
    for (const path of paths) {
      options.signal?.throwIfAborted();
      await copyIn(from, staged, path, id);
    }
    const manifest =
      "files" in base
        ? { ...base, id, ...(licence ? { licence } : {}), ...(memoryMb ? { memoryMb } : {}) }
        : await write(base, staged, request, options.signal);
    await publish(options.shelves.added, staged, manifest, options);
    return manifest;
  });
}

/** @throws Error where a shipped or an added model has this name */
export async function refuseTaken(shelves: Shelves, id: string): Promise<void> {
  const taken = await findModel(shelves, id).catch(() => null);
  if (taken === null) return;
  const help = taken.origin === "shipped" ? "give another --id" : "remove it first, or give --id";
  throw new Error(`model ${id}: there is one already, ${taken.origin}; ${help}`);
}

/** @throws Error with what a name may be */
export function checkId(id: string): string {
  const parsed = ModelId.safeParse(id);
  if (!parsed.success) throw new Error(`model ${id}: the name ${issuesOf(parsed.error)}; give --id`);
  return id;
}

/** `SD-Turbo ONNX` is `sd-turbo-onnx`. */
export const idFrom = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .slice(0, 64);

type Described = {
  readonly id: string;
  readonly layout: Layout;
  readonly paths: readonly string[];
};

async function describe(id: string, { from, licence, globs }: AddRequest): Promise<Described> {
  try {
    const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(from, path), "utf8"));
    const layout = await layoutOf(await pathsIn(from), globs, read);
    if (!licence) throw new Error("has no manifest that names its licence; say which it is with --licence");
    return { id, layout, paths: layout.files };
  } catch (cause) {
    throw new Error(`model ${id}: ${(cause as Error).message}`, { cause });
  }
}

async function write(
  { id, layout, paths }: Described,
  staged: string,
  { licence = "", memoryMb }: AddRequest,
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  const files: Manifest["files"] = [];
  for (const path of paths) {
    const place = join(staged, path);
    const { bytes, sha256 } = await hashFile(place, (await stat(place)).size, signal);
    files.push({ path, sha256, bytes });
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const source = `added from a folder in the ${layout.name} layout`;
  return Manifest.parse({
    id,
    kind: layout.kind,
    version: "1",
    licence,
    source,
    files,
    memoryMb: memoryMb ?? guessMemoryMb(bytes),
  });
}
