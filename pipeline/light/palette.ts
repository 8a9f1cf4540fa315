import type { Brief } from "../../core/creative.ts";
import { PALETTES, type Palette } from "../../core/palettes.ts";

/** The four colours that a creative is drawn, graded and titled in: the brand's own, where it has any. */
export const paletteOf = ({ brand, attributes }: Pick<Brief, "brand" | "attributes">): Palette =>
  brand?.colours ?? PALETTES[attributes.palette];
