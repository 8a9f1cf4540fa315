import { Locale } from "../core/attributes.ts";
import { CHANNELS } from "../core/channel.ts";
import type { Brief, Captioned, Copy, Styled } from "../core/creative.ts";
import type { TextModel } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import type { TitleText } from "../core/title.ts";
import type { Stage } from "./stage.ts";
import { choose } from "./words/choose.ts";
import { type Facts, faultOf, sentenceCase } from "./words/gate.ts";
import { shorten } from "./words/shorten.ts";

// Enough that some pass the gates and the best of them differ.
const CANDIDATES = 8;

export const HEADLINE_MAX = CHANNELS.web.texts.headline;
export const DESCRIPTION_MAX = CHANNELS.web.texts.description;
// Two lines on a card and a paragraph under it.
const HEADLINE_IDEAL = 42;
const DESCRIPTION_IDEAL = 130;

/** Writes the headline and description in each of the brief's languages. */
export const caption: Stage<Styled, Captioned, { readonly text: TextModel }> = {
  name: "caption",
  version: 1,
  async run(styled, { text: model }, signal) {
    const copy: Partial<Record<Locale, Copy>> = {};
    for (const locale of Locale.options) {
      const text = styled.brief.texts[locale];
      if (text) copy[locale] = (await written(styled.brief, locale, text, model, signal)) ?? shortened(text, locale);
    }
    return { ...styled, copy };
  },
};

/** The model's best words, or null when a headline or a description has no candidate that passes. */
async function written(
  brief: Brief,
  locale: Locale,
  text: TitleText,
  model: TextModel,
  signal: AbortSignal,
): Promise<Copy | null> {
  const facts = factsOf(brief, text);
  const pick = async (kind: "headline" | "description", max: number, ideal: number, taken: string) => {
    signal.throwIfAborted();
    const { tone, hook } = brief.attributes;
    const seed = seedOf(kind, locale, brief.seed);
    const genre = brief.genres[seed % brief.genres.length] ?? "drama";
    const request = {
      kind,
      locale,
      tone,
      hook,
      genre,
      channel: "web",
      length: "medium",
      synopsis: text.synopsis,
      slots: facts,
      candidates: CANDIDATES,
      seed,
    } as const;
    const candidates = (await model.write(request, signal)).map((text) => sentenceCase(text, facts));
    const passed = candidates.filter((candidate) => !faultOf(candidate, facts, locale, max) && candidate !== taken);
    return passed.length > 0 ? choose(passed, facts, ideal, seedOf("choose", kind, locale, brief.seed)) : null;
  };
  const headline = await pick("headline", HEADLINE_MAX, HEADLINE_IDEAL, "");
  const description = headline && (await pick("description", DESCRIPTION_MAX, DESCRIPTION_IDEAL, headline));
  return headline && description ? { headline, description, source: "model" } : null;
}

/** The title's own words: its name over its synopsis. */
function shortened({ name, synopsis }: TitleText, locale: Locale): Copy {
  const headline = shorten(name, HEADLINE_MAX, locale);
  return { headline, description: shorten(synopsis, DESCRIPTION_MAX, locale), source: "synopsis" };
}

function factsOf(brief: Brief, { name, hero, place }: TitleText): Facts {
  return {
    title: name,
    ...(hero === undefined ? {} : { hero }),
    ...(place === undefined ? {} : { place }),
    ...(brief.year === undefined ? {} : { year: String(brief.year) }),
  };
}
