import sharp from "sharp";
import { Locale } from "../core/attributes.ts";
import { CHANNELS, frameOf } from "../core/channel.ts";
import type { EncodedRendition, Painted, Styled } from "../core/creative.ts";
import type { Pixels } from "../core/picture.ts";
import { seedOf } from "../core/random.ts";
import { cutFrame } from "./frame/cut.ts";
import { grade } from "./light/grade.ts";
import { readGround } from "./light/ground.ts";
import { paletteOf } from "./light/palette.ts";
import { applyLook } from "./looks/looks.ts";
import { masterOf } from "./paint.ts";
import type { Stage } from "./stage.ts";
import { setTitle } from "./type/treatment.ts";

// Tried in this order until the file fits its channel's budget; below 40, WebP blocks show at arm's length.
const QUALITIES = [82, 74, 66, 58, 50, 40];

/** Paintings to finished files: graded to the mood and palette, titled in each language, encoded within the budget. */
export const style: Stage<Painted, Styled, object> = {
  name: "style",
  version: 2,
  async run(painted, _tools, signal) {
    const { brief, pictures } = painted;
    const { mood, look, treatment, composition, focal } = brief.attributes;
    const palette = paletteOf(brief);
    const renditions: EncodedRendition[] = [];
    for (const channel of brief.channels) {
      signal.throwIfAborted();
      const frame = frameOf(channel, 1);
      const { picture, subject, keep } = await cutFrame(masterOf(pictures, CHANNELS[channel].shape), frame);
      const lit = grade(picture, mood, palette, seedOf("grain", brief.seed, channel));
      const graded = await applyLook(lit, look, palette, seedOf("look", brief.seed));
      const ground = readGround(graded);
      for (const locale of Locale.options) {
        const text = brief.texts[locale];
        if (!text) continue;
        signal.throwIfAborted();
        const { pixels, contrast } = await setTitle(graded, ground, {
          name: text.name,
          facts: factsOf(brief.year, text),
          treatment,
          palette,
          composition,
          focal,
          frame: { ...frame, density: 1, subject, keep },
        });
        const { webp, jpeg } = CHANNELS[channel].maxBytes;
        const bytes = await encode(pixels, webp ?? jpeg ?? 0);
        const { widthPx, heightPx } = pixels;
        renditions.push({ channel, locale, widthPx, heightPx, contentType: "image/webp", bytes, contrast });
      }
    }
    return { ...painted, renditions };
  },
};

/** The year and the place, unless the name says it already. */
function factsOf(year: number | undefined, { name, place }: { name: string; place?: string | undefined }): string[] {
  const facts = year === undefined ? [] : [String(year)];
  if (place && !name.toLowerCase().includes(place.toLowerCase())) facts.push(place);
  return facts;
}

async function encode({ data, widthPx, heightPx }: Pixels, maxBytes: number): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  for (const quality of QUALITIES) {
    bytes = new Uint8Array(
      await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
        // Effort 2 of 6: half the time of the default for files a twentieth larger.
        .webp({ quality, effort: 2 })
        .toBuffer(),
    );
    if (bytes.byteLength <= maxBytes) break;
  }
  return bytes;
}
