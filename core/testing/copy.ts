import { CHANNELS, ChannelName } from "../channel.ts";
import { type Copy, CopyKind } from "../copy.ts";

const PLAIN = {
  headline: "She waits.",
  description: "He sails, and somebody waits.",
  subject: "She waits",
  preheader: "He sails tonight.",
  push: "He sails. Look out of the window.",
  cta: "Watch now",
  alt: "Oil painting of the sea; a calm mood.",
} as const satisfies Readonly<Record<CopyKind, string>>;

/** Words for every channel, for tests that need some. */
export const plainCopy = (change: Partial<Record<CopyKind, string>> = {}): Copy => ({
  lines: CopyKind.options.map((kind) => ({
    kind,
    channels: ChannelName.options.filter((channel) => CHANNELS[channel].texts[kind] !== undefined),
    text: change[kind] ?? PLAIN[kind],
    source: kind === "cta" ? "phrases" : kind === "alt" ? "brief" : "model",
  })),
  judged: 5,
  refused: {},
});
