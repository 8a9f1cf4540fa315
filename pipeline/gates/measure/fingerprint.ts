import type { Fingerprint } from "../../../core/fingerprint.ts";
import { descriptorOf } from "./descriptor.ts";
import { hashOf } from "./phash.ts";
import type { Seen } from "./seen.ts";

/** The same picture gives the same fingerprint on every machine: it is made of sums in a fixed order. */
export const fingerprintOf = (seen: Seen): Fingerprint => ({
  hash: hashOf(seen.luma),
  descriptor: Buffer.from(descriptorOf(seen)).toString("base64"),
});
