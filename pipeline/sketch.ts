import { CHANNELS, ChannelName } from "../core/channel.ts";
import type { Brief, Sketched } from "../core/creative.ts";
import { seedOf } from "../core/random.ts";
import { paletteOf } from "./light/palette.ts";
import type { Stage } from "./stage.ts";
import { drawStoryboard } from "./storyboard/storyboard.ts";

/** Brief to storyboards: each channel's scene is composed for its own shape, not cut from another's. */
export const sketch: Stage<Brief, Sketched, object> = {
  name: "sketch",
  version: 1,
  async run(brief, _tools, signal) {
    const storyboards = {} as Record<ChannelName, Sketched["storyboards"][ChannelName]>;
    for (const channel of ChannelName.options) {
      signal.throwIfAborted();
      const { widthPx, heightPx } = CHANNELS[channel];
      const { mood, composition, emphasis, focal } = brief.attributes;
      storyboards[channel] = await drawStoryboard(
        {
          concepts: brief.concepts,
          palette: paletteOf(brief),
          mood,
          composition,
          emphasis,
          focal,
          seed: seedOf("storyboard", brief.seed),
          widthPx,
          heightPx,
        },
        signal,
      );
    }
    return { brief, storyboards };
  },
};
