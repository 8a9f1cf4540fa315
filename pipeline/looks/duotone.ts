import sharp from "sharp";
import { z } from "zod";
import { mix, type Rgb, rgbOf } from "../light/colour.ts";
import { imageOf, pixelsOf } from "../pixels.ts";
import { defineLook } from "./look.ts";

export const duotone = defineLook({
  name: "duotone",
  says: "Two inks, the palette's shadow and light: a poster that reads across a street.",
  args: z.strictObject({
    /** How much of the picture's own colour goes, 0..1. */
    strength: z.number().min(0).max(1).default(0.86),
  }),
  draw: async (image, light, { strength }) => {
    const [shadow, mid, pale, accent] = light.palette.map(rgbOf) as [Rgb, Rgb, Rgb, Rgb];
    // Both inks lean to a colour of the palette: two greys would be no inks at all.
    const dark = mix(shadow, mid, 0.22);
    const bright = mix(pale, accent, 0.28);
    // Normalised first: sharp would do it after the inks.
    const { data, info } = await image()
      .greyscale()
      .normalise({ lower: 1, upper: 99 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const grey = sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } });
    // Three alike channels, which `linear` needs to make three unlike ones.
    const inks = imageOf(await pixelsOf(grey)).linear(
      bright.map((channel, at) => (channel - (dark[at] ?? 0)) / 255),
      [...dark],
    );
    const ink = await inks.ensureAlpha(strength).png({ compressionLevel: 0 }).toBuffer();
    return image().composite([{ input: ink, blend: "over" }]);
  },
});
