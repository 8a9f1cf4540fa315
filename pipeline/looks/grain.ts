import sharp from "sharp";
import { z } from "zod";
import { randomFrom } from "../../core/random.ts";
import { defineLook, shortSide } from "./look.ts";

// Repeats are not seen in grain this large.
const TILE_PX = 384;

export const grain = defineLook({
  name: "grain",
  says: "Film grain, coarser than the grade's own: for crime, war and anything old.",
  args: z.strictObject({
    /** Standard deviation, in code values of middle grey. */
    strength: z.number().min(0).max(60).default(22),
    /** Diameter of a grain in thousandths of the shorter side. */
    size: z.number().min(0.5).max(10).default(2.2),
  }),
  draw: async (image, light, { strength, size }) => {
    const random = randomFrom(light.seed);
    const cellPx = Math.max(1, (size / 1000) * shortSide(light));
    const cells = Math.max(8, Math.round(TILE_PX / cellPx));
    // The sum of four uniform numbers is near enough to a Gaussian of variance 1/3.
    const noise = Uint8Array.from({ length: cells * cells }, () => {
      const gauss = (random() + random() + random() + random() - 2) * Math.sqrt(3);
      return Math.min(255, Math.max(0, Math.round(128 + strength * gauss)));
    });
    const tile = await sharp(noise, { raw: { width: cells, height: cells, channels: 1 } })
      .resize(TILE_PX, TILE_PX, { kernel: "cubic" })
      .extract({
        left: 0,
        top: 0,
        width: Math.min(TILE_PX, light.widthPx),
        height: Math.min(TILE_PX, light.heightPx),
      })
      .toColourspace("srgb")
      .png({ compressionLevel: 0 })
      .toBuffer();
    return image().composite([{ input: tile, tile: true, blend: "overlay" }]);
  },
});
