import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../core/errors.ts";
import type { BlobStore } from "../core/ports.ts";

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Blobs as files named by their sha256, two levels of folders deep: 65,536 folders keep each small with a million blobs.
 *
 * @throws AppError `storage_full` from `put` when the disk has no room; RangeError from `get` for a name that is no sha256
 */
export function openDiskBlobs(options: { folder: string }): BlobStore {
  const pathOf = (sha256: string) => join(options.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  return {
    put: async (bytes) => {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const path = pathOf(sha256);
      // A file of that name is complete: it got its name only after it was written and synced.
      if (await isThere(path)) return sha256;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeDurably(path, bytes);
      } catch (cause) {
        const code = (cause as NodeJS.ErrnoException).code;
        if (code === "ENOSPC" || code === "EDQUOT") {
          throw new AppError("storage_full", `no room for a blob of ${bytes.byteLength} bytes`, { cause });
        }
        throw cause;
      }
      return sha256;
    },

    get: async (sha256) => {
      if (!SHA256.test(sha256)) throw new RangeError("a blob's name is 64 hexadecimal digits");
      try {
        return await readFile(pathOf(sha256));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
  };
}

/** The name appears at once and complete, or not at all, also when the machine loses power in the middle. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const half = `${path}.${randomUUID()}`;
  try {
    const file = await open(half, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a new name in the folder durable. Windows cannot open a folder and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
