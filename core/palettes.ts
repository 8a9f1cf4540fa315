import type { PaletteName } from "./attributes.ts";

/** Four colours as #rrggbb: shadow, mid, light, accent. All four must be visible in every scene. */
export type Palette = readonly [shadow: string, mid: string, light: string, accent: string];

export const PALETTES: Readonly<Record<PaletteName, Palette>> = {
  ember: ["#1c0f0d", "#8a2f1b", "#f0b562", "#e8572a"],
  tide: ["#07161f", "#1f5a73", "#bfe0dc", "#f2a65a"],
  noir: ["#0b0b0d", "#3a3b40", "#d9d6cf", "#c8322b"],
  dusk: ["#170f24", "#5b3a78", "#f2c1a8", "#e2558b"],
  meadow: ["#12200f", "#4f7a3a", "#f0e6b4", "#e0b12f"],
  neon: ["#0a0820", "#3b1f8f", "#7de3f4", "#f23fb0"],
  sepia: ["#1d150d", "#7a5a35", "#ecdcb8", "#a8402a"],
  frost: ["#0d1a26", "#56809b", "#eef4f6", "#e0723c"],
};
