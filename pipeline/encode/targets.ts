import type { Density } from "../../core/channel.ts";

/** What the proof on the file takes, C2PA manifest and XMP: it is written after the picture, and within its budget. */
export const PROOF_BYTES = 16_384;

/**
 * The likeness that a file must reach. At 0.99 a painting beside its original is the same at arm's length, grain
 * included; at twice the density a fault is seen half as large.
 */
export const targetOf = (density: Density): number => (density === 1 ? 0.99 : 0.985);
