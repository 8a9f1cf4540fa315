import { z } from "zod";
import { defineLook, layer } from "./look.ts";

export const vignette = defineLook({
  name: "vignette",
  says: "Corners fall into the palette's shadow: draws the eye inwards, for thrillers and portraits.",
  args: z.strictObject({
    /** How dark the corners are, 0..1. */
    strength: z.number().min(0).max(1).default(0.72),
    /** Where it begins, in shares of the way from the middle to a corner. */
    from: z.number().min(0).max(0.9).default(0.42),
  }),
  draw: (image, light, { strength, from }) => {
    const [shadow] = light.palette;
    const stops =
      `<stop offset="${from}" stop-color="${shadow}" stop-opacity="0"/>` +
      `<stop offset="${from + 0.6 * (1 - from)}" stop-color="${shadow}" stop-opacity="${0.45 * strength}"/>` +
      `<stop offset="1" stop-color="${shadow}" stop-opacity="${strength}"/>`;
    // Reaches the corners: half the diagonal of the unit box.
    const gradient = `<radialGradient id="v" cx=".5" cy=".5" r=".7072">${stops}</radialGradient>`;
    return image().composite([
      { input: layer(light, gradient, '<rect width="100%" height="100%" fill="url(#v)"/>'), blend: "over" },
    ]);
  },
});
