import { Locale } from "../core/attributes.ts";
import { CHANNELS, ChannelName, Shape } from "../core/channel.ts";
import { openPainter } from "../models/paint/painter.ts";
import { edits, plain } from "./ocr/error-rate.ts";
import { openReader } from "./ocr/reader.ts";
import { briefOf, masterOf, renditionOf, TITLES } from "./ocr/rendition.ts";

/**
 * How well Tesseract reads the titles of all sample films back from their finished pictures: every film, both languages,
 * every channel, painted by the network, in treatments that go round.
 *
 *   node bench/ocr.ts [turn]
 *
 * Prints what was misread, and a table of character error rates by channel and language; ends with 1 when a channel is
 * above the limit.
 */
const MOST_ERRORS = 0.02;
const turn = Number(process.argv[2] ?? 0);

const painter = await openPainter({ folder: new URL("../models/weights/paint/", import.meta.url), threads: 1 });
const readers = { en: await openReader("en"), uk: await openReader("uk") };
type Tally = { characters: number; errors: number; contrast: number; capPx: number; steps: Map<string, number> };
const tallies = new Map<string, Tally>();

for (const nth of TITLES.keys()) {
  for (const shape of Shape.options) {
    const master = await masterOf(briefOf(nth, 0), shape, painter);
    for (const channel of ChannelName.options.filter((name) => CHANNELS[name].shape === shape)) {
      const brief = briefOf(nth, turn + ChannelName.options.indexOf(channel));
      for (const locale of Locale.options) {
        const sample = await renditionOf(brief, master, channel, locale);
        const read = await readers[locale].read(sample.bytes, sample.box);
        const errors = edits(plain(read), plain(sample.name));
        if (errors > 0) console.log(`${channel} ${locale} ${sample.treatment}: "${sample.name}" read as "${read}"`);
        const key = `${channel} ${locale}`;
        const tally = tallies.get(key) ?? { characters: 0, errors: 0, contrast: 21, capPx: 999, steps: new Map() };
        tally.characters += plain(sample.name).length;
        tally.errors += errors;
        tally.contrast = Math.min(tally.contrast, sample.contrast);
        tally.capPx = Math.min(tally.capPx, sample.capPx);
        tally.steps.set(sample.step, (tally.steps.get(sample.step) ?? 0) + 1);
        tallies.set(key, tally);
      }
    }
  }
}
await painter.close();
for (const reader of Object.values(readers)) await reader.close();

const rate = (errors: number, characters: number) => `${((100 * errors) / characters).toFixed(2)} %`;
let worst = 0;
for (const channel of ChannelName.options) {
  const both = Locale.options.map((locale) => tallies.get(`${channel} ${locale}`) as Tally);
  const errors = both.reduce((sum, one) => sum + one.errors, 0);
  const characters = both.reduce((sum, one) => sum + one.characters, 0);
  worst = Math.max(worst, errors / characters);
  const steps = both.flatMap((one) => [...one.steps].map(([step, count]) => `${step} ${count}`)).join(", ");
  const [en, uk] = both.map((one) => rate(one.errors, one.characters));
  const least = (of: (one: Tally) => number) => Math.min(...both.map(of)).toFixed(1);
  console.log(
    `${channel.padEnd(7)} en ${en}, uk ${uk}, both ${rate(errors, characters)}; least contrast ` +
      `${least((one) => one.contrast)}, least capitals ${least((one) => one.capPx)} px; ${steps}`,
  );
}
process.exitCode = worst > MOST_ERRORS ? 1 : 0;
