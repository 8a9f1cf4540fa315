import { Locale } from "../core/attributes.ts";
import type { Captioned, Check, Checked } from "../core/creative.ts";
import { decode } from "./gates/file/evidence.ts";
import { findingsOf } from "./gates/gate.ts";
import { FILE_GATES, WORDS_GATES } from "./gates/list.ts";
import type { Stage } from "./stage.ts";

/** Measures every file and text against its gates; a failed gate is a finding, not an exception. */
export const check: Stage<Captioned, Checked, object> = {
  name: "check",
  version: 2,
  async run(captioned, _tools, signal) {
    const { brief, renditions, copy } = captioned;
    const checks: Check[] = [];
    for (const rendition of renditions) {
      signal.throwIfAborted();
      const { channel, locale, density, format } = rendition;
      const where = `${channel}${density === 1 ? "" : ` at ${density}x`}, ${locale}, ${format}`;
      checks.push(...findingsOf(FILE_GATES, await decode(rendition), where));
    }
    for (const locale of Locale.options) {
      const text = brief.texts[locale];
      if (text)
        checks.push(...findingsOf(WORDS_GATES, { locale, text, copy: copy[locale], channels: brief.channels }, locale));
    }
    return { ...captioned, checks };
  },
};
