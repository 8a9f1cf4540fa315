import { z } from "zod";

/** A gate that a try at a creative did not pass. Each try has a seed of its own. */
export const Rejection = z.strictObject({
  /** 0: the brief's own seed. */
  retry: z.int().min(0),
  seed: z.int().min(0).max(0xffff_ffff),
  gate: z.string(),
  /** The shape, channel or language that was measured; `null`: the whole creative. */
  where: z.string().nullable(),
  measured: z.number(),
  limit: z.number(),
  /** What no number says: the character that no font has, the sibling that it is like. */
  detail: z.string().nullable(),
});
export type Rejection = z.infer<typeof Rejection>;
