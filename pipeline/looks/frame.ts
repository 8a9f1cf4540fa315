import { z } from "zod";
import { defineLook, layer, shortSide } from "./look.ts";

export const frame = defineLook({
  name: "frame",
  says: "A keyline inside the edge, as on an old bill: theatre, comedy, fairy tales.",
  args: z.strictObject({
    /** Distance of the line from the edge in thousandths of the shorter side; inside every channel's margin. */
    inset: z.number().min(4).max(40).default(20),
    /** Thickness of the line in thousandths of the shorter side. */
    line: z.number().min(1).max(12).default(3.4),
  }),
  draw: (image, light, { inset, line }) => {
    const unit = shortSide(light) / 1000;
    const [shadow, , pale] = light.palette;
    const rect = (atPx: number, linePx: number, colour: string, opacity: number) =>
      `<rect x="${atPx}" y="${atPx}" width="${Math.max(0, light.widthPx - 2 * atPx)}" height="${Math.max(0, light.heightPx - 2 * atPx)}" fill="none" stroke="${colour}" stroke-width="${linePx}" stroke-opacity="${opacity}"/>`;
    const linePx = Math.max(1, line * unit);
    const shapes =
      // The margin is toned down first, so that the line reads on a bright sky too.
      rect(0.5 * inset * unit, inset * unit, shadow, 0.5) + rect(inset * unit, linePx, pale, 0.92);
    return image().composite([{ input: layer(light, "", shapes), blend: "over" }]);
  },
});
