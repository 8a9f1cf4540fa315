import { Locale } from "../core/attributes.ts";
import type { Copy } from "../core/copy.ts";
import type { Captioned, Styled } from "../core/creative.ts";
import type { TextModel } from "../core/ports.ts";
import type { Stage } from "./stage.ts";
import { writeCopy } from "./words/write.ts";

export type CaptionTools = {
  readonly text: TextModel;
  /** What the title's other creatives say, as `echoesIn` gives it; or a creative's own `echoes`, to make it again. */
  readonly said?: readonly number[];
};

/** Writes every text that the ordered channels have a place for, in each of the brief's languages. */
export const caption: Stage<Styled, Captioned, CaptionTools> = {
  name: "caption",
  version: 2,
  async run(styled, { text: model, said = [] }, signal) {
    const { brief } = styled;
    const copy: Partial<Record<Locale, Copy>> = {};
    const echoes = new Set<number>();
    const tools = { model, channels: brief.channels, said: new Set(said) };
    for (const locale of Locale.options) {
      const text = brief.texts[locale];
      if (!text) continue;
      const written = await writeCopy(brief, locale, text, tools, signal);
      copy[locale] = written.copy;
      for (const echo of written.echoes) echoes.add(echo);
    }
    return { ...styled, copy, echoes: [...echoes].sort((one, other) => one - other) };
  },
};
