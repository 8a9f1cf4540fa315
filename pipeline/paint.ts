import { CHANNELS, ChannelName } from "../core/channel.ts";
import type { Painted, Sketched } from "../core/creative.ts";
import type { ImageModel } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { promptOf } from "./prompt.ts";
import type { Stage } from "./stage.ts";

/** Storyboards to paintings, one channel after another: the network uses all the cores that it is given. */
export const paint: Stage<Sketched, Painted, { readonly image: ImageModel }> = {
  name: "paint",
  version: 1,
  async run({ brief, storyboards }, { image }, signal) {
    const pictures = {} as Record<ChannelName, Painted["pictures"][ChannelName]>;
    for (const channel of ChannelName.options) {
      signal.throwIfAborted();
      const request = {
        storyboard: storyboards[channel],
        styles: { [brief.attributes.style]: 1 },
        quality: "full" as const,
        prompt: promptOf(brief),
        seed: seedOf("paint", brief.seed, channel),
      };
      const picture = await image.paint(request, signal);
      const { widthPx, heightPx } = CHANNELS[channel];
      if (picture.widthPx !== widthPx || picture.heightPx !== heightPx) {
        throw new RangeError(
          `${image.papers.id} was given ${widthPx} x ${heightPx} px and painted ${picture.widthPx} x ${picture.heightPx}`,
        );
      }
      pictures[channel] = picture;
    }
    return { brief, pictures };
  },
};
