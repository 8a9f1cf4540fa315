import type { Estimates } from "../estimates.ts";

/** By the oracles' names. */
export const NAMES = {
  ips: "ips",
  snips: "snips",
  dm: "dm",
  dr: "dr",
  sndr: "sndr",
  dros_10: "dros10",
  dros_100: "dros100",
  switchdr_10: "switchDr",
  clipped_ips_10: "clippedIps",
} as const satisfies Record<string, keyof Estimates>;
