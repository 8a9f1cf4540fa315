import { z } from "zod";

/** The two shapes in which a scene is painted; every rendition is cut from one of them. */
export const Shape = z.enum(["wide", "tall"]);
export type Shape = z.infer<typeof Shape>;

/** A master has about as many pixels as the painter is quick with, and the shape that its channels lose least of. */
export const MASTERS: Readonly<Record<Shape, { readonly widthPx: number; readonly heightPx: number }>> = {
  wide: { widthPx: 1280, heightPx: 720 },
  tall: { widthPx: 800, heightPx: 1200 },
};

/** The files that a rendition is kept as, the smallest first. */
export const Format = z.enum(["avif", "webp", "jpeg"]);
export type Format = z.infer<typeof Format>;

export const FORMATS = {
  avif: { contentType: "image/avif", extension: "avif" },
  webp: { contentType: "image/webp", extension: "webp" },
  jpeg: { contentType: "image/jpeg", extension: "jpg" },
} as const satisfies Readonly<Record<Format, { contentType: string; extension: string }>>;

/** Shares of the frame, 0..1, that a title keeps free on each side. */
export type Safe = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };

/** Device pixels a channel's pixel, across and down. */
export const Density = z.literal([1, 2]);
export type Density = z.infer<typeof Density>;

/** The most grapheme clusters of each text that the channel has a place for. */
export type TextLengths = {
  readonly headline: number;
  readonly description: number;
  readonly subject?: number;
  readonly preheader?: number;
  readonly push?: number;
  readonly cta: number;
  readonly alt: number;
};

/** Where artwork is shown, as data: adding a channel is adding one record. */
export type Channel = {
  /** At density 1. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly densities: readonly Density[];
  readonly shape: Shape;
  readonly safe: Safe;
  /** The most bytes of a file at density 1, its manifest included; the keys are the formats that the channel takes. */
  readonly maxBytes: Readonly<Partial<Record<Format, number>>>;
  readonly texts: TextLengths;
};

const all = (share: number): Safe => ({ top: share, right: share, bottom: share, left: share });

const RECORDS = {
  // A row of cards on a page: many load at once.
  web: {
    widthPx: 640,
    heightPx: 360,
    densities: [1, 2],
    shape: "wide",
    safe: all(0.05),
    maxBytes: { avif: 80_000, webp: 100_000, jpeg: 130_000 },
    texts: { headline: 70, description: 180, cta: 24, alt: 125 },
  },
  poster: {
    widthPx: 1000,
    heightPx: 1500,
    densities: [1],
    shape: "tall",
    safe: all(0.06),
    maxBytes: { avif: 350_000, webp: 450_000, jpeg: 600_000 },
    texts: { headline: 70, description: 180, cta: 24, alt: 125 },
  },
  square: {
    widthPx: 1080,
    heightPx: 1080,
    densities: [1],
    shape: "tall",
    safe: all(0.06),
    maxBytes: { avif: 300_000, webp: 380_000, jpeg: 500_000 },
    texts: { headline: 70, description: 180, cta: 24, alt: 125 },
  },
  // The hero of a television screen; SMPTE ST 2046-1 keeps titles within 90 % of it.
  tv: {
    widthPx: 1920,
    heightPx: 1080,
    densities: [1],
    shape: "wide",
    safe: all(0.05),
    maxBytes: { avif: 450_000, webp: 600_000, jpeg: 800_000 },
    texts: { headline: 50, description: 160, cta: 20, alt: 125 },
  },
  // The app lays its header over the top and its reply bar over the foot.
  story: {
    widthPx: 1080,
    heightPx: 1920,
    densities: [1],
    shape: "tall",
    safe: { top: 0.14, right: 0.06, bottom: 0.2, left: 0.06 },
    maxBytes: { avif: 400_000, webp: 500_000, jpeg: 700_000 },
    texts: { headline: 50, description: 110, cta: 20, alt: 125 },
  },
  // Mail clients show neither AVIF nor, all of them, WebP.
  email: {
    widthPx: 600,
    heightPx: 338,
    densities: [1],
    shape: "wide",
    safe: all(0.05),
    maxBytes: { jpeg: 120_000 },
    texts: { headline: 60, description: 180, subject: 50, preheader: 90, cta: 24, alt: 125 },
  },
  // Fetched by the phone's own service, within seconds, often over a mobile network.
  push: {
    widthPx: 720,
    heightPx: 480,
    densities: [1],
    shape: "wide",
    safe: all(0.06),
    maxBytes: { webp: 130_000, jpeg: 170_000 },
    texts: { headline: 40, description: 110, push: 110, cta: 20, alt: 125 },
  },
} as const satisfies Readonly<Record<string, Channel>>;

export const ChannelName = z.enum(Object.keys(RECORDS) as (keyof typeof RECORDS)[]);
export type ChannelName = z.infer<typeof ChannelName>;

export const CHANNELS: Readonly<Record<ChannelName, Channel>> = RECORDS;

/** The channels that something is made for: each once. */
export const Channels = z
  .array(ChannelName)
  .min(1)
  .max(ChannelName.options.length)
  .refine((names) => new Set(names).size === names.length, "names a channel twice");

/** The formats that something is made in: each once. */
export const Formats = z
  .array(Format)
  .min(1)
  .max(Format.options.length)
  .refine((names) => new Set(names).size === names.length, "names a format twice");

/**
 * The formats of the wanted ones that a channel takes, the smallest first; where it takes none of them, the last that
 * it takes, so that a mail has a picture too.
 */
export function formatsOf(channel: ChannelName, wanted: readonly Format[] = Format.options): Format[] {
  const taken = Format.options.filter((format) => CHANNELS[channel].maxBytes[format] !== undefined);
  const both = taken.filter((format) => wanted.includes(format));
  return both.length > 0 ? both : taken.slice(-1);
}

/** The masters that these channels are cut from, each once. */
export const shapesOf = (channels: readonly ChannelName[]): Shape[] =>
  Shape.options.filter((shape) => channels.some((channel) => CHANNELS[channel].shape === shape));

/** A channel's frame at a density: what a picture is cut to and a title laid out in. */
export type Frame = { readonly widthPx: number; readonly heightPx: number; readonly safe: Safe };

export function frameOf(channel: ChannelName, density: Density): Frame {
  const { widthPx, heightPx, safe } = CHANNELS[channel];
  return { widthPx: widthPx * density, heightPx: heightPx * density, safe };
}

/**
 * The most bytes of a file, its manifest included. Four times the pixels get 2.8 times the bytes: each is seen half as
 * large, and its faults with it.
 *
 * @throws RangeError when the channel does not take the format
 */
export function mostBytes(channel: ChannelName, density: Density, format: Format): number {
  const most = CHANNELS[channel].maxBytes[format];
  if (most === undefined) throw new RangeError(`${channel} takes no ${format}`);
  return Math.round(most * density ** 1.5);
}
