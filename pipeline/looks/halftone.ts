import sharp from "sharp";
import { z } from "zod";
import { mix, rgbOf } from "../light/colour.ts";
import { defineLook, shortSide } from "./look.ts";

export const halftone = defineLook({
  name: "halftone",
  says: "Printed in dots, the darker the larger: comics, heists and anything loud.",
  args: z.strictObject({
    /** Distance between dots in thousandths of the shorter side. */
    pitch: z.number().min(4).max(40).default(9),
    /** How much of the dots is seen, 0..1. */
    strength: z.number().min(0).max(1).default(0.42),
  }),
  draw: async (image, light, { pitch, strength }) => {
    const { widthPx, heightPx, palette } = light;
    const grey = await image()
      .greyscale()
      .blur(Math.max(0.3, (pitch / 3000) * shortSide(light)))
      .raw()
      .toBuffer();
    // Finer dots than this are no dots.
    const stepPx = Math.max(5, (pitch / 1000) * shortSide(light));
    // A screen turned by 45 degrees, as printers turn black: a dot's edge is where the tone crosses the screen.
    const turn = (Math.SQRT1_2 * Math.PI * 2) / stepPx;
    const softness = 255 / Math.max(2, stepPx / 1.6);
    const dots = Buffer.allocUnsafe(widthPx * heightPx);
    const rising = Float32Array.from({ length: widthPx + heightPx }, (_, i) => Math.cos(turn * i));
    const falling = Float32Array.from({ length: widthPx + heightPx }, (_, i) => Math.cos(turn * (i - heightPx)));
    for (let y = 0, at = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++, at++) {
        const screen = 127.5 + 63.75 * ((rising[x + y] ?? 0) + (falling[x - y + heightPx] ?? 0));
        dots[at] = strength * Math.min(255, Math.max(0, (255 * (screen - (grey[at] ?? 0))) / softness + 127.5));
      }
    }
    const ink = mix(rgbOf(palette[0]), [0, 0, 0], 0.2).map(Math.round);
    const layer = await sharp({
      create: {
        width: widthPx,
        height: heightPx,
        channels: 3,
        background: { r: ink[0] ?? 0, g: ink[1] ?? 0, b: ink[2] ?? 0 },
      },
    })
      .joinChannel(dots, { raw: { width: widthPx, height: heightPx, channels: 1 } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    // Paper shows between the dots: a little lighter than the painting was.
    return image()
      .linear(1.06, 8)
      .composite([{ input: layer, blend: "over" }]);
  },
});
