import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const sha256Of = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

export type Files = Readonly<Record<string, Uint8Array | string>>;

/** An empty folder, and how to be rid of it. */
export async function scratch(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "marquee-models-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Papers that hold for `files`. */
export const manifestFor = (files: Files, more: Readonly<Record<string, unknown>> = {}) => ({
  id: "tiny",
  kind: "picture",
  version: "1",
  licence: "MIT",
  source: "made by a test",
  memoryMb: 10,
  files: Object.entries(files).map(([path, content]) => ({
    path,
    sha256: sha256Of(content),
    bytes: Buffer.byteLength(content),
  })),
  ...more,
});

/** Writes a model with its papers. */
export async function writeModel(
  folder: string,
  files: Files,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await writeFiles(folder, { ...files, "manifest.json": JSON.stringify(manifestFor(files, more)) });
}
