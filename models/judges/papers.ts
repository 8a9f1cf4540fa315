import { z } from "zod";
import { isPlainPath } from "../papers/manifest.ts";
import type { Manifest } from "../papers.ts";

const Path = z.string().refine(isPlainPath, "must be a plain path inside the model's folder");

const Limit = z
  .strictObject({ least: z.number().optional(), most: z.number().optional() })
  .refine(({ least, most }) => least !== undefined || most !== undefined, "has neither least nor most");

/** The `judge` field of a judge's manifest: what it measures, with which networks, and what a picture must reach. */
export const JudgeSpec = z.discriminatedUnion("is", [
  /** `match`: the cosine between the embeddings of the picture and of its prompt, -1..1; CLIP gives 0.15 to 0.35. */
  z.strictObject({
    is: z.literal("clip"),
    /** Takes `pixel_values`, gives `image_embeds`. */
    image: Path,
    /** Takes `input_ids`, gives `text_embeds`; the same file where one network holds both. */
    text: Path,
    limits: z.strictObject({ match: Limit.optional() }).default({}),
  }),
  /** `aesthetic`: what a head says of the picture's CLIP embedding of length 1; its papers say its scale. */
  z.strictObject({
    is: z.literal("aesthetic"),
    image: Path,
    head: Path,
    limits: z.strictObject({ aesthetic: Limit.optional() }).default({}),
  }),
  /** `nsfw`: the chance, 0..1, that a classifier gives to all of `labels` together. */
  z.strictObject({
    is: z.literal("nsfw"),
    image: Path,
    labels: z.array(z.string()).min(1),
    limits: z.strictObject({ nsfw: Limit.optional() }).default({}),
  }),
]);
export type JudgeSpec = z.infer<typeof JudgeSpec>;

/**
 * @returns null where the papers do not say what the judge measures
 * @throws an Error that names the model where its `judge` field does not hold
 */
export function judgeOf(manifest: Manifest): JudgeSpec | null {
  if (manifest.judge === undefined) return null;
  const parsed = JudgeSpec.safeParse(manifest.judge);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(" "));
  throw new Error(`model ${manifest.id}: the "judge" of its manifest does not hold: ${reasons.join("; ")}`);
}

export type Limit = z.infer<typeof Limit>;

/** What a picture must measure to pass, by figure; a figure without a limit is only recorded. */
export function limitsOf(manifest: Manifest): Readonly<Record<string, Limit>> {
  const limits: Readonly<Record<string, Limit | undefined>> = judgeOf(manifest)?.limits ?? {};
  return Object.fromEntries(Object.entries(limits).flatMap(([figure, limit]) => (limit ? [[figure, limit]] : [])));
}
