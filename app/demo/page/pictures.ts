import type { Locale } from "../../../core/attributes.ts";
import type { ChannelName } from "../../../core/channel.ts";
import type { Creative, Rendition } from "../../../core/creative.ts";
import { attributesInShort } from "../result.ts";
import { type Html, html } from "./html.ts";

/** The rendition that a member of an audience with this language sees: the finest that every browser shows. */
export function renditionOf(creative: Creative, channel: ChannelName, locale: Locale): Rendition | undefined {
  const ofChannel = creative.renditions
    .filter((rendition) => rendition.channel === channel && rendition.format === "webp")
    .toSorted((one, other) => other.density - one.density);
  return ofChannel.find((rendition) => rendition.locale === locale) ?? ofChannel[0];
}

/** Where the page finds a picture, relative to itself. */
export const imagePath = ({ blob }: Rendition): string => `images/${blob}.webp`;

export function picture(creative: Creative, channel: ChannelName, locale: Locale, alt: string): Html {
  const rendition = renditionOf(creative, channel, locale);
  if (!rendition) return html`<span class="missing">no picture</span>`;
  return html`<img src="${imagePath(rendition)}" width="${rendition.widthPx}" height="${rendition.heightPx}" alt="${alt}" loading="lazy" decoding="async">`;
}

export const altOf = (creative: Creative, name: string, shape: string): string =>
  `${name}, ${shape}: ${attributesInShort(creative).replaceAll(" ", ", ")}`;
