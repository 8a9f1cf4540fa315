import { z } from "zod";

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case");

/** Who can run it: each kind has one opener in `open.ts`. */
export const ModelKind = z.enum(["painter", "copywriter", "diffusion", "picture", "text", "judge"]);
export type ModelKind = z.infer<typeof ModelKind>;

/** Also the name of its folder in the store, so it is one that every file system takes. */
export const ModelId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, "must be 1 to 64 of a-z, 0-9, dot, dash and underscore");

const DEEPEST = 4;
const LONGEST_PATH = 200;
const SEGMENT = /^\w(?:[\w.+-]*[\w+-])?$/;

/** `model.onnx` or `unet/model.onnx`: plain names, so that no path can leave its folder on any system. */
export function isPlainPath(path: string): boolean {
  const segments = path.split("/");
  return (
    path.length <= LONGEST_PATH && segments.length <= DEEPEST && segments.every((segment) => SEGMENT.test(segment))
  );
}

export const PlainPath = z
  .string()
  .refine(isPlainPath, `must be a plain path inside the model's folder, at most ${DEEPEST} deep`);

const Plug = z.looseObject({
  /** The file that it belongs to; may be left out where the model has one network. */
  file: PlainPath.optional(),
  name: z.string(),
  type: z.string(),
  shape: z.array(z.union([z.int(), z.string()])),
  range: z.string(),
});

const ManifestFile = z.object({ path: PlainPath, sha256: Sha256, bytes: z.int().nonnegative() });
export type ManifestFile = z.infer<typeof ManifestFile>;

/** More than any model has; a manifest must not keep its reader busy for ever. */
const MOST_FILES = 1_000;

/** `manifest.json`, the papers that a model ships with. A model may add fields of its own; they are kept. */
export const Manifest = z
  .looseObject({
    id: ModelId,
    kind: ModelKind,
    version: z.string().min(1),
    licence: z.string().min(1),
    source: z.string().min(1),
    files: z.array(ManifestFile).min(1).max(MOST_FILES),
    /** Resident memory with the model loaded and running, in megabytes; what the host's budget counts. */
    memoryMb: z.int().positive(),
    inputs: z.array(Plug).optional(),
    outputs: z.array(Plug).optional(),
    /** A run that can be repeated: with this seed the answer to the kind's example has this hash. */
    example: z.looseObject({ seed: z.int().nonnegative(), sha256: Sha256 }).optional(),
    /** Where `models pull` had it from. */
    hub: z.looseObject({ repo: z.string(), revision: z.string(), commit: z.string() }).optional(),
  })
  .superRefine(({ files, inputs = [], outputs = [] }, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message, path: ["files"] });
    // Two names that differ in case are one file on some systems.
    const names = files.map(({ path }) => path.toLowerCase());
    const known = new Set(names);
    if (known.size < names.length) refuse("lists a path twice");
    if (known.has("manifest.json")) refuse("lists manifest.json, which cannot hold its own hash");
    for (const { file } of [...inputs, ...outputs])
      if (file !== undefined && !known.has(file.toLowerCase())) refuse(`does not list ${file}, which a tensor names`);
  });
export type Manifest = z.infer<typeof Manifest>;

/** What is wrong with it, in one line. */
export const issuesOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join(".")} ${message}` : message)).join("; ");
