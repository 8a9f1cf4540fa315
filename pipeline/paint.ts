import { type Shape, shapesOf } from "../core/channel.ts";
import type { Brief, Master, Masters, Painted, Sketched } from "../core/creative.ts";
import type { Pixels } from "../core/picture.ts";
import type { ImageModel, PaintRequest } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { layOver } from "./key-art/compose.ts";
import { promptOf } from "./prompt.ts";
import type { Stage } from "./stage.ts";

/** Storyboards to paintings, one shape after another: the network uses all the cores that it is given. */
export const paint: Stage<Sketched, Painted, { readonly image: ImageModel }> = {
  name: "paint",
  version: 3,
  async run({ brief, storyboards }, { image }, signal) {
    const pictures: Partial<Record<Shape, Master>> = {};
    // Key art is one master for all shapes, and painted once.
    const painted = new Map<Master, Master>();
    for (const shape of shapesOf(brief.channels)) {
      signal.throwIfAborted();
      const master = masterOf(storyboards, shape);
      const done = painted.get(master) ?? (await paintMaster(master, brief, shape, image, signal));
      painted.set(master, done);
      pictures[shape] = done;
    }
    return { brief, pictures };
  },
};

/** What was brought is painted around, or not at all; it lies over the painting as it was. */
async function paintMaster(
  master: Master,
  brief: Brief,
  shape: Shape,
  image: ImageModel,
  signal: AbortSignal,
): Promise<Master> {
  if (brief.keyArt?.use === "untouched") return master;
  const { widthPx, heightPx, brought } = master;
  const strength = strengthOf(brief);
  const request: PaintRequest = {
    storyboard: { data: brought?.ground ?? master.data, widthPx, heightPx },
    styles: { [brief.attributes.style]: 1 },
    ...(strength === undefined ? {} : { strength }),
    quality: "full",
    prompt: promptOf(brief),
    seed: seedOf("paint", brief.seed, shape),
  };
  const picture: Pixels = await image.paint(request, signal);
  if (picture.widthPx !== widthPx || picture.heightPx !== heightPx) {
    throw new RangeError(
      `${image.papers.id} was given ${widthPx} x ${heightPx} px and painted ${picture.widthPx} x ${picture.heightPx}`,
    );
  }
  return { ...master, data: brought ? layOver(brought, picture.data) : picture.data };
}

/** How far painting may go from what it paints over; `undefined`: as far as suits the network. */
function strengthOf({ keyArt, closeToSource }: Brief): number | undefined {
  if (keyArt?.use === "retouch") return closeToSource ? 0.3 : 0.6;
  return closeToSource ? 0.5 : undefined;
}

/** @throws Error when the shape was never drawn: a mistake in the order of the stages */
export function masterOf(masters: Masters, shape: Shape): Master {
  const master = masters[shape];
  if (!master) throw new Error(`there is no ${shape} master`);
  return master;
}
