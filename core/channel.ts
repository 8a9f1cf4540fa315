import { z } from "zod";

export const ChannelName = z.enum(["web", "poster", "square"]);
export type ChannelName = z.infer<typeof ChannelName>;

/** Where artwork is shown, as data: adding a channel is adding one record. */
export type Channel = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The title keeps this share of each side free. */
  readonly safeMargin: number;
  readonly maxBytes: number;
  /** Longest copy, in grapheme clusters. */
  readonly headlineMax: number;
  readonly descriptionMax: number;
};

export const CHANNELS: Readonly<Record<ChannelName, Channel>> = {
  web: { widthPx: 960, heightPx: 540, safeMargin: 0.05, maxBytes: 220_000, headlineMax: 70, descriptionMax: 180 },
  poster: { widthPx: 480, heightPx: 720, safeMargin: 0.06, maxBytes: 160_000, headlineMax: 70, descriptionMax: 180 },
  square: { widthPx: 600, heightPx: 600, safeMargin: 0.06, maxBytes: 160_000, headlineMax: 70, descriptionMax: 180 },
};
