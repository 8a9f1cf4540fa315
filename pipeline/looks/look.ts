import type { Sharp } from "sharp";
import type { z } from "zod";
import type { Look } from "../../core/attributes.ts";
import type { Palette } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { imageOf, pixelsOf } from "../pixels.ts";

/** What a look may use besides the picture. */
export type Light = {
  readonly palette: Palette;
  /** Whole number in 0..2^32-1. */
  readonly seed: number;
  readonly widthPx: number;
  readonly heightPx: number;
};

/** One way to treat a graded picture as a whole; the gallery in the docs is made from the list of these. */
export type LookValue = {
  readonly name: Look;
  /** For people: what it does, and what it suits. */
  readonly says: string;
  /** Its arguments as they are used, each with its default. */
  readonly args: Readonly<Record<string, number>>;
  /** @throws ZodError for an argument that is unknown or out of its range */
  readonly apply: (picture: Pixels, light: Light, args?: object) => Promise<Pixels>;
};

/** A look is how its arguments are read, and what is done with sharp; sizes in it are shares of the shorter side. */
export function defineLook<Args extends Record<string, number>>(spec: {
  name: Look;
  says: string;
  args: z.ZodType<Args>;
  draw: (image: () => Sharp, light: Light, args: Args) => Promise<Sharp> | Sharp;
}): LookValue {
  const { name, says, args: schema, draw } = spec;
  return {
    name,
    says,
    args: schema.parse({}),
    apply: async (picture, light, args = {}) => {
      return pixelsOf(await draw(() => imageOf(picture), light, schema.parse(args)));
    },
  };
}

export const shortSide = ({ widthPx, heightPx }: Light): number => Math.min(widthPx, heightPx);

/** An SVG layer of the light's size. */
export const layer = ({ widthPx, heightPx }: Light, definitions: string, shapes: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}"><defs>${definitions}</defs>${shapes}</svg>`,
  );
