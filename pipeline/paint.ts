import { type Shape, shapesOf } from "../core/channel.ts";
import type { Master, Masters, Painted, Sketched } from "../core/creative.ts";
import type { ImageModel } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { promptOf } from "./prompt.ts";
import type { Stage } from "./stage.ts";

/** Storyboards to paintings, one shape after another: the network uses all the cores that it is given. */
export const paint: Stage<Sketched, Painted, { readonly image: ImageModel }> = {
  name: "paint",
  version: 2,
  async run({ brief, storyboards }, { image }, signal) {
    const pictures: Partial<Record<Shape, Master>> = {};
    for (const shape of shapesOf(brief.channels)) {
      signal.throwIfAborted();
      const { data, widthPx, heightPx, subject, keep } = masterOf(storyboards, shape);
      const request = {
        storyboard: { data, widthPx, heightPx },
        styles: { [brief.attributes.style]: 1 },
        quality: "full" as const,
        prompt: promptOf(brief),
        seed: seedOf("paint", brief.seed, shape),
      };
      const picture = await image.paint(request, signal);
      if (picture.widthPx !== widthPx || picture.heightPx !== heightPx) {
        throw new RangeError(
          `${image.papers.id} was given ${widthPx} x ${heightPx} px and painted ${picture.widthPx} x ${picture.heightPx}`,
        );
      }
      pictures[shape] = { ...picture, subject, keep };
    }
    return { brief, pictures };
  },
};

/** @throws Error when the shape was never drawn: a mistake in the order of the stages */
export function masterOf(masters: Masters, shape: Shape): Master {
  const master = masters[shape];
  if (!master) throw new Error(`there is no ${shape} master`);
  return master;
}
