import { join } from "node:path";
import type { Pixels } from "../../core/picture.ts";
import type { HostedModel } from "../host/settings.ts";

const FIXTURES = join(import.meta.dirname, "../picture/fixtures");

/** One of the tiny picture networks as a host takes it, said to hold 400 MB. */
export const hosted = (name: string): HostedModel & { readonly memoryMb: number } => ({
  id: `tiny-${name}`,
  kind: "picture",
  folder: join(FIXTURES, name),
  memoryMb: 400,
  reason: null,
});

/** Two pixels of one grey. With 255, the network `loop` hangs. */
export const pictureOf = (grey: number): Pixels => ({ data: new Uint8Array(6).fill(grey), widthPx: 2, heightPx: 1 });
