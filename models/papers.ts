import { createHash } from "node:crypto";
import { lstat, readFile, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ZodError } from "zod";
import { type Checking, checkFile, Refused } from "./papers/files.ts";
import { issuesOf, Manifest } from "./papers/manifest.ts";

export { Manifest, ModelKind } from "./papers/manifest.ts";

/** Files up to this size are handed on in memory; larger ones, of gigabytes at times, are opened by their place. */
export const MOST_KEPT_BYTES = 64 * 1024 * 1024;

const MOST_MANIFEST_BYTES = 4 * 1024 * 1024;

export type Papers = Manifest & {
  /** Names the weights: the file's hash, or for several files the hash of their hashes in the manifest's order. */
  readonly sha256: string;
  /** The model's folder, without links in its path. */
  readonly folder: string;
  /** Absolute places of all files, by their path in the manifest. */
  readonly places: ReadonlyMap<string, string>;
  /**
   * What was verified, by path, for files up to MOST_KEPT_BYTES. Load the model from these bytes where they are here: the
   * file on disk may have changed since.
   */
  readonly contents: ReadonlyMap<string, Uint8Array>;
};

export type ReadOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Told of every block that was hashed, in bytes. */
  readonly onBytes?: (bytes: number) => void;
  /** Files up to this size are kept in `contents`; MOST_KEPT_BYTES where it is left out, 0 to keep none. */
  readonly keepBytes?: number;
};

/**
 * Reads a model's folder and verifies every file against its manifest.
 *
 * @throws an Error `model <id>: <file> <reason>`: a manifest that cannot be read or does not parse; a file that is
 *   missing, not a regular file, linked from elsewhere or outside its folder, a Git LFS pointer, or of another size or
 *   hash; a network that keeps tensors in a file that the manifest does not list
 */
export async function readPapers(folder: URL | string, options: ReadOptions = {}): Promise<Papers> {
  return check(folder, { hash: true, keepBytes: MOST_KEPT_BYTES, ...options });
}

/** Like `readPapers`, quickly: all but the hashes, and nothing in `contents`. Not enough to load a model by. */
export async function glancePapers(folder: URL | string): Promise<Papers> {
  return check(folder, { hash: false, keepBytes: 0 });
}

async function check(folder: URL | string, how: Pick<Checking, "hash" | "keepBytes"> & ReadOptions): Promise<Papers> {
  const manifest = await readManifest(folder);
  const home = await realpath(toPath(folder));
  const places = new Map<string, string>();
  const contents = new Map<string, Uint8Array>();
  for (const file of manifest.files) {
    const { place, bytes } = await checkFile({ home, manifest, ...how }, file).catch((cause: Error) => {
      if (how.signal?.aborted) throw cause;
      const reason = cause instanceof Refused ? cause.message : `cannot be read: ${cause.message}`;
      throw new Error(`model ${manifest.id}: ${file.path} ${reason}`, { cause });
    });
    places.set(file.path, place);
    if (bytes !== null) contents.set(file.path, bytes);
  }
  return { ...manifest, sha256: nameOf(manifest), folder: home, places, contents };
}

/**
 * Reads `manifest.json` without a look at the files that it lists.
 *
 * @throws an Error that names the model, by its folder where the manifest does not say
 */
export async function readManifest(folder: URL | string): Promise<Manifest> {
  const path = toPath(folder);
  let name = basename(path);
  try {
    const place = join(path, "manifest.json");
    const about = await lstat(place);
    if (!about.isFile() || about.nlink !== 1) throw new Error("it is not a regular file with one name");
    if (about.size > MOST_MANIFEST_BYTES) throw new Error(`it has ${about.size} bytes`);
    const value: unknown = JSON.parse(await readFile(place, "utf8"));
    if (value !== null && typeof value === "object" && "id" in value) name = `${value.id}`.slice(0, 64);
    return Manifest.parse(value);
  } catch (cause) {
    throw new Error(`model ${name}: manifest.json cannot be read: ${reasonOf(cause as Error)}`, { cause });
  }
}

const toPath = (folder: URL | string): string => (typeof folder === "string" ? folder : fileURLToPath(folder));

function reasonOf(error: Error): string {
  if (error instanceof ZodError) return issuesOf(error);
  return "code" in error && error.code === "ENOENT" ? "it is missing" : error.message;
}

function nameOf(manifest: Manifest): string {
  const [only, ...others] = manifest.files;
  if (only !== undefined && others.length === 0) return only.sha256;
  return createHash("sha256")
    .update(manifest.files.map((file) => file.sha256).join("\n"))
    .digest("hex");
}
