import { createHash } from "node:crypto";
import { lstat, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Who can run it: each kind has one opener in `open.ts`. */
export const ModelKind = z.enum(["painter", "copywriter", "diffusion", "picture", "text", "judge"]);
export type ModelKind = z.infer<typeof ModelKind>;

const Plug = z.object({
  /** The file that it belongs to; may be left out where the model has one network. */
  file: z.string().optional(),
  name: z.string(),
  type: z.string(),
  shape: z.array(z.union([z.int(), z.string()])),
  range: z.string(),
});

/**
 * `manifest.json`, the papers that a model ships with. A model may add fields of its own; they are kept.
 * `files[].path` is a plain file name in the manifest's folder.
 */
export const Manifest = z.looseObject({
  id: z.string().min(1),
  kind: ModelKind,
  version: z.string().min(1),
  licence: z.string().min(1),
  source: z.string().min(1),
  files: z
    .array(z.object({ path: z.string().regex(/^[\w][\w.-]*$/), sha256: Sha256, bytes: z.int().positive() }))
    .min(1),
  /** Resident memory with the model loaded and running, in megabytes; what the host's budget counts. */
  memoryMb: z.int().positive(),
  inputs: z.array(Plug).optional(),
  outputs: z.array(Plug).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

export type Papers = Manifest & {
  /** Names the weights: the file's hash, or for several files the hash of their hashes in the manifest's order. */
  readonly sha256: string;
  /** What was verified, by path. Load the model from these bytes: the file on disk may have changed since. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
};

/**
 * Reads a model's folder and verifies every file against its manifest.
 *
 * @throws an Error that names the model and the reason: a manifest that cannot be read or does not parse, a file that is
 *   missing, not a regular file, linked from elsewhere or outside its folder, or of another size or hash
 */
export async function readPapers(folder: URL | string): Promise<Papers> {
  const path = typeof folder === "string" ? folder : fileURLToPath(folder);
  const manifest = await readManifest(path);
  const refuse = (file: string, reason: string): never => {
    throw new Error(`model ${manifest.id}: ${file} ${reason}`);
  };
  const home = await realpath(path);
  const contents = new Map<string, Uint8Array>();
  for (const file of manifest.files) {
    const place = join(home, file.path);
    const about = await lstat(place).catch(() => refuse(file.path, "is missing"));
    if (!about.isFile()) refuse(file.path, "is not a regular file");
    // A second name would let someone who cannot write here change the weights after they were checked.
    if (about.nlink !== 1) refuse(file.path, "has more than one link");
    if (dirname(await realpath(place)) !== home) refuse(file.path, "is outside its folder");
    if (about.size !== file.bytes) refuse(file.path, `has ${about.size} bytes, its papers say ${file.bytes}`);
    const bytes = await readFile(place);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== file.sha256) refuse(file.path, `has sha256 ${sha256}, its papers say ${file.sha256}`);
    contents.set(file.path, bytes);
  }
  return { ...manifest, sha256: nameOf(manifest), contents };
}

async function readManifest(folder: string): Promise<Manifest> {
  const place = join(folder, "manifest.json");
  try {
    return Manifest.parse(JSON.parse(await readFile(place, "utf8")));
  } catch (cause) {
    throw new Error(`model in ${folder}: manifest.json cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function nameOf(manifest: Manifest): string {
  const [only, ...others] = manifest.files;
  if (only !== undefined && others.length === 0) return only.sha256;
  return createHash("sha256")
    .update(manifest.files.map((file) => file.sha256).join("\n"))
    .digest("hex");
}
