import { Locale } from "../core/attributes.ts";
import type { Captioned, Check, Checked, SetTitle, Titled } from "../core/creative.ts";
import { decode } from "./gates/file/evidence.ts";
import { findingsOf } from "./gates/gate.ts";
import { FILE_GATES, NAMES_GATES, TITLE_GATES, WORDS_GATES } from "./gates/list.ts";
import type { Stage } from "./stage.ts";

/** Measures every file and text against its gates; a failed gate is a finding, not an exception. */
export const check: Stage<Captioned & Titled, Checked, object> = {
  name: "check",
  version: 2,
  async run(captioned, _tools, signal) {
    const { brief, renditions, titles, copy } = captioned;
    const checks: Check[] = [];
    for (const rendition of renditions) {
      signal.throwIfAborted();
      const title = titles.find((one) => frameOf(one) === frameOf(rendition)) ?? null;
      const where = `${frameOf(rendition)}, ${rendition.format}`;
      checks.push(...findingsOf(FILE_GATES, await decode(rendition, title), where));
    }
    for (const title of titles) checks.push(...findingsOf(TITLE_GATES, title, frameOf(title)));
    for (const locale of Locale.options) {
      const text = brief.texts[locale];
      if (!text) continue;
      checks.push(...findingsOf(WORDS_GATES, { locale, text, copy: copy[locale], channels: brief.channels }, locale));
      checks.push(...findingsOf(NAMES_GATES, { brief, locale, text, copy: copy[locale] }, locale));
    }
    return { ...captioned, checks };
  },
};

/** A frame in one language, in words: `web at 2x, en`. */
const frameOf = ({ channel, density, locale }: Pick<SetTitle, "channel" | "density" | "locale">): string =>
  `${channel}${density === 1 ? "" : ` at ${density}x`}, ${locale}`;
