import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { externalLocations, locationObjection } from "./external.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";

/** A model's folder while it is checked. */
export type Checking = {
  /** Without links in its path. */
  readonly home: string;
  readonly manifest: Manifest;
  /** Read and hash the files too; without it only what the file system says of them is compared. */
  readonly hash: boolean;
  /** Files up to this size are given back whole. */
  readonly keepBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of every block that was hashed, in bytes. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
};

export class Refused extends Error {}

/**
 * Checks one file of a model against its papers.
 *
 * @returns its place, and its bytes where they were to be kept
 * @throws Refused with the reason, without the file's name
 */
export async function checkFile(
  checking: Checking,
  file: ManifestFile,
): Promise<{ place: string; bytes: Uint8Array | null }> {
  const place = join(checking.home, ...file.path.split("/"));
  await checkPlace(checking.home, place);
  // What is checked from here on is this open file, whatever its name comes to mean meanwhile.
  const handle = await open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const about = await handle.stat();
    if (!about.isFile()) throw new Refused("is not a regular file");
    // A second name would let someone who cannot write here change the weights after they were checked.
    if (about.nlink !== 1) throw new Refused("has more than one link");
    if (await isLfsPointer(handle, about.size))
      throw new Refused("is a Git LFS pointer, not the file itself; run git lfs pull");
    if (about.size !== file.bytes) throw new Refused(`has ${about.size} bytes, its papers say ${file.bytes}`);
    const bytes = checking.hash ? await checkHash(checking, file, handle) : null;
    checkTensors(checking, file, handle);
    return { place, bytes };
  } finally {
    await handle.close();
  }
}

async function checkPlace(home: string, place: string): Promise<void> {
  const about = await lstat(place).catch(() => null);
  if (about === null) throw new Refused("is missing");
  if (!about.isFile()) throw new Refused("is not a regular file");
  const real = await realpath(place);
  if (real === place) return;
  throw new Refused(real.startsWith(home + sep) ? "is reached through a link" : "is outside its folder");
}

const LFS = "version https://git-lfs.github.com/spec/";

async function isLfsPointer(handle: FileHandle, bytes: number): Promise<boolean> {
  if (bytes > 1_024) return false;
  const { buffer } = await handle.read(Buffer.alloc(LFS.length), 0, LFS.length, 0);
  return buffer.toString("latin1") === LFS;
}

/** No network; everything else is looked into, since an opener may be told to load a network under any name. */
const TEXT = [".json", ".txt", ".md", ".model", ".jinja"];

function checkTensors({ manifest }: Checking, file: ManifestFile, handle: FileHandle): void {
  const extension = extname(file.path).toLowerCase();
  if (TEXT.includes(extension)) return;
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const location of locationsIn(handle, file, extension === ".onnx")) {
    const objection = locationObjection(location, file.path, listed);
    if (objection !== null) throw new Refused(objection);
  }
}

function locationsIn(handle: FileHandle, file: ManifestFile, isNetwork: boolean): readonly string[] {
  try {
    return externalLocations(handle.fd, file.bytes);
  } catch (error) {
    if (isNetwork) throw new Refused((error as Error).message);
    return [];
  }
}

const BLOCK_BYTES = 1024 * 1024;

async function checkHash(checking: Checking, file: ManifestFile, handle: FileHandle): Promise<Uint8Array | null> {
  const kept = file.bytes <= checking.keepBytes ? Buffer.alloc(file.bytes) : null;
  const block = kept ?? Buffer.alloc(BLOCK_BYTES);
  const hash = createHash("sha256");
  for (let at = 0; at < file.bytes; ) {
    checking.signal?.throwIfAborted();
    const to = kept ? at : 0;
    const { bytesRead } = await handle.read(block, to, Math.min(BLOCK_BYTES, file.bytes - at), at);
    if (bytesRead === 0) throw new Refused("became shorter while it was read");
    hash.update(block.subarray(to, to + bytesRead));
    at += bytesRead;
    checking.onBytes?.(bytesRead);
  }
  const sha256 = hash.digest("hex");
  if (sha256 !== file.sha256) throw new Refused(`has sha256 ${sha256}, its papers say ${file.sha256}`);
  return kept;
}
