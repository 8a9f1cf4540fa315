import { z } from "zod";
import { Look, PaintStyle, PaletteName, Tone, Treatment } from "./attributes.ts";
import { Asset } from "./key-art.ts";
import { shownText } from "./text.ts";

const Colour = z.string().regex(/^#[0-9a-f]{6}$/, "must be # and six lower-case hexadecimal digits");

/** What every creative of a workspace keeps to. An absent field asks for nothing. */
export const Brand = z.strictObject({
  /** Shadow, mid, light and accent: used in place of every palette. */
  colours: z.tuple([Colour, Colour, Colour, Colour]).optional(),
  /** Palettes and type treatments that may be drawn. */
  palettes: z.array(PaletteName).min(1).optional(),
  treatments: z.array(Treatment).min(1).optional(),
  logo: z
    .strictObject({
      asset: Asset,
      corner: z.enum(["top-left", "top-right", "bottom-left", "bottom-right"]).default("bottom-right"),
      /** Space around it that stays empty, in shares of its height. */
      clearSpace: z.number().min(0).max(2).default(0.5),
    })
    .optional(),
  forbiddenLooks: z.array(Look).default([]),
  forbiddenStyles: z.array(PaintStyle).default([]),
  /** Tones that may be drawn. */
  tones: z.array(Tone).min(1).optional(),
  /** Never in a text, whatever its case. */
  forbiddenWords: z.array(shownText(60)).max(200).default([]),
});
export type Brand = z.infer<typeof Brand>;

export const NO_BRAND: Brand = Brand.parse({});
