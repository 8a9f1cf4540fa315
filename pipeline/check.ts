import sharp from "sharp";
import { Locale } from "../core/attributes.ts";
import { CHANNELS, shapesOf } from "../core/channel.ts";
import type { Captioned, Check, Checked, EncodedRendition } from "../core/creative.ts";
import { DESCRIPTION_MAX, HEADLINE_MAX } from "./caption.ts";
import { type Judging, judgeChecks } from "./judge.ts";
import { vitalsOf } from "./light/vitals.ts";
import { masterOf } from "./paint.ts";
import { promptOf } from "./prompt.ts";
import type { Stage } from "./stage.ts";
import { missingGlyphs, nameOf } from "./type/coverage.ts";
import { LEAST_CONTRAST } from "./type/legible.ts";
import { graphemeCount } from "./words/script.ts";

// What a painting measures at least or at most. 318 paintings of the training set measured 19..90, 5.0..7.8 bits,
// 1.4..5.4 and 0.44..1; flat colour, plain gradients, stripes and noise lie outside.
const LEAST_SPREAD = 8;
const LEAST_ENTROPY = 4;
const LEAST_SHARPNESS = 0.4;
const MOST_SHARPNESS = 20;
const LEAST_EVENNESS = 0.2;

// A gate that no other seed can pass: trying again would only cost time.
const SETTLED = "glyphs";

/** Measures every picture, file and text against its gates; a failed gate is a finding, not an exception. */
export const check: Stage<Captioned, Checked, { readonly judges?: readonly Judging[] }> = {
  name: "check",
  version: 1,
  async run(captioned, { judges = [] }, signal) {
    const checks: Check[] = [];
    for (const shape of shapesOf(captioned.brief.channels)) {
      signal.throwIfAborted();
      const { spread, entropy, sharpness, evenness } = vitalsOf(masterOf(captioned.pictures, shape));
      checks.push(
        atLeast(`picture is not blank (${shape})`, spread, LEAST_SPREAD),
        atLeast(`picture holds detail (${shape})`, entropy, LEAST_ENTROPY),
        atLeast(`picture is not blurred (${shape})`, sharpness, LEAST_SHARPNESS),
        atMost(`picture is not noise (${shape})`, sharpness, MOST_SHARPNESS),
        atLeast(`picture is not banded (${shape})`, evenness, LEAST_EVENNESS),
      );
    }
    for (const rendition of captioned.renditions) {
      signal.throwIfAborted();
      checks.push(...(await renditionChecks(rendition)));
    }
    for (const locale of Locale.options) {
      const text = captioned.brief.texts[locale];
      if (text) checks.push(...copyChecks(locale, captioned.copy[locale]), glyphCheck(locale, text.name));
    }
    const prompt = promptOf(captioned.brief);
    for (const judging of judges) checks.push(...(await judgeChecks(judging, captioned.pictures, prompt, signal)));
    return { ...captioned, checks };
  },
};

/** Whether another seed could pass this gate. */
export const mayPassAgain = ({ gate }: Check): boolean => !gate.startsWith(SETTLED);

async function renditionChecks(rendition: EncodedRendition): Promise<Check[]> {
  const { channel, locale, bytes, contrast } = rendition;
  const { widthPx, heightPx, maxBytes } = CHANNELS[channel];
  const most = maxBytes.webp ?? maxBytes.jpeg ?? 0;
  const where = `(${channel}, ${locale})`;
  const decoded = await sharp(bytes)
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  return [
    atLeast(`file decodes ${where}`, decoded ? 1 : 0, 1),
    equal(`width ${where}`, decoded?.info.width ?? 0, widthPx),
    equal(`height ${where}`, decoded?.info.height ?? 0, heightPx),
    atMost(`bytes ${where}`, bytes.byteLength, most),
    atLeast(`title contrast ${where}`, contrast, LEAST_CONTRAST),
  ];
}

function copyChecks(locale: Locale, copy: Captioned["copy"][Locale]): Check[] {
  const headline = graphemeCount(copy?.headline ?? "");
  const description = graphemeCount(copy?.description ?? "");
  return [
    atLeast(`headline is there (${locale})`, headline, 1),
    atMost(`headline fits (${locale})`, headline, HEADLINE_MAX),
    atLeast(`description is there (${locale})`, description, 1),
    atMost(`description fits (${locale})`, description, DESCRIPTION_MAX),
  ];
}

/** Counts what no bundled face can draw, and names the first: Pango itself would draw a box and say nothing. */
function glyphCheck(locale: Locale, name: string): Check {
  const missing = missingGlyphs(name);
  const gate =
    missing[0] === undefined ? `${SETTLED} (${locale})` : `${SETTLED} (${locale}): no font has ${nameOf(missing[0])}`;
  return atMost(gate, missing.length, 0);
}

const atLeast = (gate: string, measured: number, limit: number): Check => ({
  gate,
  passed: measured >= limit,
  measured,
  limit,
});
const atMost = (gate: string, measured: number, limit: number): Check => ({
  gate,
  passed: measured <= limit,
  measured,
  limit,
});
const equal = (gate: string, measured: number, limit: number): Check => ({
  gate,
  passed: measured === limit,
  measured,
  limit,
});
