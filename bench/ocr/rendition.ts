import sharp from "sharp";
import { type Locale, Treatment } from "../../core/attributes.ts";
import { CHANNELS, type ChannelName, frameOf, type Shape } from "../../core/channel.ts";
import type { Brief, Master } from "../../core/creative.ts";
import type { ImageModel } from "../../core/ports.ts";
import { seedOf } from "../../core/random.ts";
import { Title } from "../../core/title.ts";
import { cutFrame } from "../../pipeline/frame/cut.ts";
import { grade } from "../../pipeline/light/grade.ts";
import { type Box, readGround } from "../../pipeline/light/ground.ts";
import { paletteOf } from "../../pipeline/light/palette.ts";
import { applyLook } from "../../pipeline/looks/looks.ts";
import { paint } from "../../pipeline/paint.ts";
import { planBriefs } from "../../pipeline/plan.ts";
import { sketch } from "../../pipeline/sketch.ts";
import { setTitle } from "../../pipeline/type/treatment.ts";
import samples from "../../samples/titles.json" with { type: "json" };

export const TITLES = Title.array().parse(samples);

/** A finished picture with the place of its title, and what should be read there. */
export type Sample = {
  readonly titleId: string;
  readonly name: string;
  readonly treatment: Treatment;
  readonly bytes: Uint8Array;
  readonly box: Box;
  readonly contrast: number;
  readonly capPx: number;
  readonly step: string;
};

/** What a mail client and an old browser get: harder on letters than the other formats. */
const JPEG_QUALITY = 80;

/** A title's brief for every channel; the treatments go round, so that each is read in each channel. */
export function briefOf(nth: number, turn: number): Brief {
  const title = TITLES[nth % TITLES.length] as Title;
  const [brief] = planBriefs({ title, clusters: [], armsPerCluster: 1, seed: 7 + nth });
  if (!brief) throw new Error(`${title.id} has no brief`);
  const treatment = Treatment.options[(3 * nth + 7 * turn) % Treatment.options.length] as Treatment;
  return { ...brief, attributes: { ...brief.attributes, treatment } };
}

/** The masters of one shape, painted by the given network. */
export async function masterOf(brief: Brief, shape: Shape, image: ImageModel): Promise<Master> {
  const channels = (Object.keys(CHANNELS) as ChannelName[])
    .filter((name) => CHANNELS[name].shape === shape)
    .slice(0, 1);
  const signal = new AbortController().signal;
  const { pictures } = await paint.run(await sketch.run({ ...brief, channels }, {}, signal), { image }, signal);
  const master = pictures[shape];
  if (!master) throw new Error(`no ${shape} master was painted`);
  return master;
}

/** What a person sees in a channel: cut, graded, titled, encoded. */
export async function renditionOf(brief: Brief, master: Master, channel: ChannelName, locale: Locale): Promise<Sample> {
  const text = brief.texts[locale];
  if (!text) throw new Error(`${brief.titleId} has no ${locale}`);
  const { mood, look, treatment, composition, focal } = brief.attributes;
  const palette = paletteOf(brief);
  const { picture, subject, keep } = await cutFrame(master, frameOf(channel, 1));
  const lit = grade(picture, mood, palette, seedOf("grain", brief.seed, channel));
  const graded = await applyLook(lit, look, palette, seedOf("look", brief.seed));
  const titled = await setTitle(graded, readGround(graded), {
    name: text.name,
    facts: [String(brief.year ?? 1925), ...(text.place ? [text.place] : [])],
    treatment,
    palette,
    composition,
    focal,
    frame: { ...frameOf(channel, 1), density: 1, subject, keep },
  });
  const { data, widthPx, heightPx } = titled.pixels;
  const bytes = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
  const { contrast, capPx, step } = titled;
  return { titleId: brief.titleId, name: text.name, treatment, bytes, box: titled.name, contrast, capPx, step };
}
