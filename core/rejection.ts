import { z } from "zod";
import type { Sibling } from "./fingerprint.ts";

/** Which seeds a making may use, and which pictures it may not be like. */
export type Tries = {
  /** The first try, 0 when left out; those before it were refused already. */
  readonly from?: number;
  /** How many, TRIES_A_MAKING when left out; at least 1. */
  readonly most?: number;
  /** Whether a try is accepted depends on them, and which words are chosen; the picture does not. */
  readonly siblings?: readonly Sibling[];
  /** In place of the siblings' words: the `echoes` of a creative that is made again. */
  readonly said?: readonly number[];
};

// A creative that three seeds could not make is a matter for a person.
export const TRIES_A_MAKING = 3;

/** In all: a creative that turned out like a sibling made at the same time, or was asked for again for variety, goes on from its last seed. */
export const TRIES_A_CREATIVE = 6;

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

/** How many tries each gate refused. */
export const RejectionSummary = z.strictObject({
  /** Creatives that were made, accepted or refused. */
  creatives: z.int(),
  /** Of them, refused in every try. */
  refused: z.int(),
  /** Seeds that were tried for them. */
  tries: z.int(),
  gates: z.array(
    z.strictObject({
      gate: z.string(),
      /** Tries that did not pass it; one try may fail several gates. */
      tries: z.int(),
      /** Of all tries, 0..1. */
      share: z.number(),
    }),
  ),
});
export type RejectionSummary = z.infer<typeof RejectionSummary>;
