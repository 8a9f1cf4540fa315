import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

const run = promisify(execFile);

/** A real file system of that size, gone after the test; `null` where this user may not mount one. */
export async function smallDisk(bytes: number): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-small-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${bytes},mode=0711`, "tmpfs", folder]);
  } catch {
    await rm(folder, { recursive: true });
    return null;
  }
  onTestFinished(async () => {
    await run("umount", ["-l", folder]);
    await rm(folder, { recursive: true });
  });
  return folder;
}
