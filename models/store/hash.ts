import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

export type Hashes = { readonly bytes: number; readonly sha256: string; readonly gitSha1: string };

/** Hashes a file block by block, both as itself and as git would name it. */
export async function hashFile(place: string, bytes: number, signal?: AbortSignal): Promise<Hashes> {
  const sha256 = createHash("sha256");
  const git = createHash("sha1").update(`blob ${bytes}\0`);
  let read = 0;
  for await (const block of createReadStream(place, { highWaterMark: 1024 * 1024, ...(signal ? { signal } : {}) })) {
    sha256.update(block);
    git.update(block);
    read += block.length;
  }
  return { bytes: read, sha256: sha256.digest("hex"), gitSha1: git.digest("hex") };
}
