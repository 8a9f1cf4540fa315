import { Locale } from "../core/attributes.ts";
import {
  CHANNELS,
  type ChannelName,
  type Density,
  FORMATS,
  formatsOf,
  frameOf,
  mostBytes,
  shapesOf,
} from "../core/channel.ts";
import type { Brief, EncodedRendition, Painted, SetTitle, Titled } from "../core/creative.ts";
import type { Pixels, Region } from "../core/picture.ts";
import { seedOf } from "../core/random.ts";
import { encodeFrame } from "./encode/encode.ts";
import { PROOF_BYTES, targetOf } from "./encode/targets.ts";
import { thumbOf } from "./encode/thumb.ts";
import { cutFrame, type Framed } from "./frame/cut.ts";
import { besides, type Kept, layOver } from "./key-art/compose.ts";
import type { ReadAsset } from "./key-art/read.ts";
import { grade } from "./light/grade.ts";
import { type Box, readGround } from "./light/ground.ts";
import { paletteOf } from "./light/palette.ts";
import { readSaliency } from "./light/saliency.ts";
import { applyLook } from "./looks/looks.ts";
import { grown } from "./marks/corner.ts";
import { brandFrame, type Marks, readMarks } from "./marks/marks.ts";
import { setTitleLogo } from "./marks/title-logo.ts";
import { masterOf } from "./paint.ts";
import { xmpOf } from "./proof/xmp.ts";
import type { Stage } from "./stage.ts";
import { setTitle } from "./type/treatment.ts";

/** Masters to files: for each channel and density cut, graded, titled in each language, and encoded in each format. */
export const style: Stage<Painted, Titled, { readonly assets?: ReadAsset }> = {
  name: "style",
  version: 6,
  async run(painted, { assets }, signal) {
    const { brief, pictures } = painted;
    const marks = await readMarks(brief, assets);
    const renditions: EncodedRendition[] = [];
    const titles: SetTitle[] = [];
    const saliency = new Map(shapesOf(brief.channels).map((shape) => [shape, readSaliency(masterOf(pictures, shape))]));
    for (const channel of brief.channels) {
      const { shape } = CHANNELS[channel];
      for (const density of CHANNELS[channel].densities) {
        signal.throwIfAborted();
        const framed = await cutFrame(masterOf(pictures, shape), frameOf(channel, density), saliency.get(shape));
        const titled = await titleIn(brief, channel, density, framed, marks, signal);
        titles.push(...titled.map(({ locale, title }) => ({ channel, density, locale, ...title })));
        renditions.push(...(await filesOf(brief, channel, density, titled, signal)));
      }
    }
    return { ...painted, renditions, titles };
  },
};

type TitledIn = {
  readonly locale: Locale;
  readonly pixels: Pixels;
  readonly contrast: number;
  readonly title: Omit<SetTitle, "channel" | "density" | "locale">;
};

/** Grades a frame and sets the title on it, once for each of the brief's languages. */
async function titleIn(
  brief: Brief,
  channel: ChannelName,
  density: Density,
  { picture, subject, keep, kept }: Framed,
  marks: Marks,
  signal: AbortSignal,
): Promise<TitledIn[]> {
  const { mood, look, treatment, composition, focal } = brief.attributes;
  const palette = paletteOf(brief);
  const lit = grade(picture, mood, palette, seedOf("grain", brief.seed, channel));
  const looked = await applyLook(lit, look, palette, seedOf("look", brief.seed));
  const graded = kept ? { ...looked, data: layOver(kept, looked.data) } : looked;
  const branded = await brandFrame(graded, { ...frameOf(channel, density), density, subject, keep }, brief, marks);
  const ground = readGround(branded.pixels);
  const titled: TitledIn[] = [];
  for (const locale of Locale.options) {
    const text = brief.texts[locale];
    if (!text) continue;
    signal.throwIfAborted();
    const wish = { composition, focal, frame: branded.frame };
    const set = marks.title
      ? await setTitleLogo(branded.pixels, ground, { ...wish, logo: marks.title })
      : await setTitle(branded.pixels, ground, {
          ...wish,
          name: text.name,
          facts: factsOf(brief.year, text),
          treatment,
          palette,
        });
    const pixels = kept ? relit(set, kept) : set.pixels;
    await branded.finish({ pixels, ink: set.ink });
    const { contrast, capPx, leastCapPx, strokePx, step, overKept, ink, name } = set;
    const read = { contrast, capPx, leastCapPx, strokePx, step, overKept };
    const title = { ...read, ink: shareOf(ink, pixels), name: shareOf(name, pixels) };
    titled.push({ locale, pixels, contrast, title });
  }
  return titled;
}

// How far the shade of a title's letters reaches into a subject beside them, in shares of the shorter side.
const SHADE = 0.06;

/** A titled picture whose subject is as it was brought, but under the letters and close around them. */
function relit({ pixels, ink }: { pixels: Pixels; ink: Box }, kept: Kept): Pixels {
  const { widthPx, heightPx, data } = pixels;
  const fadePx = Math.max(1, SHADE * Math.min(widthPx, heightPx));
  // What letters are read against begins outside their box.
  const clear = besides(kept, widthPx, grown(ink, fadePx / 3), fadePx);
  return { ...pixels, data: layOver(clear, data) };
}

const shareOf = ({ x, y, width, height }: Box, { widthPx, heightPx }: Pixels): Region => ({
  x: x / widthPx,
  y: y / heightPx,
  width: width / widthPx,
  height: height / heightPx,
});

/** The files of one frame: every language in every format that the channel takes. */
async function filesOf(
  brief: Brief,
  channel: ChannelName,
  density: Density,
  titled: readonly TitledIn[],
  signal: AbortSignal,
): Promise<EncodedRendition[]> {
  const thumbs = await Promise.all(titled.map(({ pixels }) => thumbOf(pixels)));
  const pictures = titled.map(({ pixels, locale }) => ({ pixels, xmp: xmpOf(brief, locale) }));
  const files: EncodedRendition[] = [];
  for (const format of formatsOf(channel, brief.formats)) {
    signal.throwIfAborted();
    const wish = { target: targetOf(density), mostBytes: mostBytes(channel, density, format) - PROOF_BYTES };
    const encoded = await encodeFrame(pictures, format, wish);
    for (const [i, { locale, pixels, contrast }] of titled.entries()) {
      const [file, thumb] = [encoded[i], thumbs[i]];
      if (!file || !thumb) throw new Error(`${channel} has no ${format} in ${locale}`);
      const { widthPx, heightPx } = pixels;
      const { contentType } = FORMATS[format];
      files.push({ channel, locale, density, format, widthPx, heightPx, contentType, contrast, ...file, ...thumb });
    }
  }
  return files;
}

/** The year and the place, unless the name says it already. */
function factsOf(year: number | undefined, { name, place }: { name: string; place?: string | undefined }): string[] {
  const facts = year === undefined ? [] : [String(year)];
  if (place && !name.toLowerCase().includes(place.toLowerCase())) facts.push(place);
  return facts;
}
