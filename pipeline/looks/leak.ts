import { z } from "zod";
import { randomFrom } from "../../core/random.ts";
import { defineLook, layer } from "./look.ts";

export const leak = defineLook({
  name: "leak",
  says: "Light that fell into the camera, in the palette's accent: memory, summer, romance.",
  args: z.strictObject({
    /** How bright it is, 0..1. */
    strength: z.number().min(0).max(1).default(0.9),
    /** How far it reaches, in shares of the width. */
    reach: z.number().min(0.1).max(1).default(0.55),
  }),
  draw: (image, light, { strength, reach }) => {
    const random = randomFrom(light.seed);
    const [, , pale, accent] = light.palette;
    const side = random() < 0.5 ? 0 : 1;
    const flare = (id: string, colour: string, opacity: number, y: number, size: number) => ({
      gradient:
        `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/>` +
        `<stop offset=".45" stop-color="${colour}" stop-opacity="${0.42 * opacity}"/>` +
        `<stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
      shape: `<ellipse cx="${side * 100}%" cy="${100 * y}%" rx="${100 * reach * size}%" ry="${(52 + 22 * random()) * size}%" fill="url(#${id})"/>`,
    });
    const y = 0.2 + 0.6 * random();
    const flares = [
      flare("a", accent, strength, y, 1),
      flare("b", pale, 0.8 * strength, y + 0.25 * (random() - 0.5), 0.45),
    ];
    const input = layer(light, flares.map((f) => f.gradient).join(""), flares.map((f) => f.shape).join(""));
    return image().composite([{ input, blend: "screen" }]);
  },
});
