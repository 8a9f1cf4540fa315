import type { Locale } from "../core/attributes.ts";
import type { ChannelName, Density, Format } from "../core/channel.ts";
import type { Rendition } from "../core/creative.ts";

// What every browser of the last years shows, before what all of them show, before what is smallest and newest.
const PREFERRED: readonly Format[] = ["webp", "jpeg", "avif"];

/** All files of a creative for one channel, in the asked language, else in any: a picture with a foreign title beats none. */
export function sourcesFor(
  renditions: readonly Rendition[],
  channel: ChannelName,
  locale: Locale,
): readonly Rendition[] {
  const ofChannel = renditions.filter((rendition) => rendition.channel === channel);
  const shown = ofChannel.some((rendition) => rendition.locale === locale) ? locale : ofChannel[0]?.locale;
  return ofChannel.filter((rendition) => rendition.locale === shown);
}

/**
 * The one file for a caller that takes a single address: in the asked density and format where there is one, else the
 * nearest to it, which says what it is.
 */
export function chosenOf(
  sources: readonly Rendition[],
  wish: { readonly density?: Density | undefined; readonly format?: Format | undefined },
): Rendition | undefined {
  const density = sources.some((one) => one.density === wish.density) ? wish.density : 1;
  const inDensity = sources.filter((one) => one.density === density);
  const order = wish.format ? [wish.format, ...PREFERRED] : PREFERRED;
  return order.flatMap((format) => inDensity.find((one) => one.format === format) ?? [])[0];
}
