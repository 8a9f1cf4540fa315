import type { Density } from "../../core/channel.ts";

/**
 * Room for the C2PA manifest, which is written after the picture and counts against its budget: 1,800 bytes and the
 * signer's certificates. Those of a development key are 400, of a real authority up to 4,300. The same for every key,
 * so that the picture does not depend on who signs it.
 */
export const PROOF_BYTES = 6_144;

/**
 * The likeness that a file must reach. At 0.99 a painting beside its original is the same at arm's length, grain
 * included; at twice the density a fault is seen half as large.
 */
export const targetOf = (density: Density): number => (density === 1 ? 0.99 : 0.985);
