import type { CopyChannel, CopyLength, Genre, Hook, Locale, Tone } from "./attributes.ts";
import { CHANNELS } from "./channel.ts";
import type { CopyRequest } from "./ports.ts";

/** Raised whenever the same request would give another prompt: it is part of what names an endpoint's papers. */
export const COPY_PROMPT_VERSION = 2;

/** Longer synopses are cut: a small model loses the task under them, and every token of a prompt costs time. */
const MOST_SYNOPSIS_CHARACTERS = 900;

const LANGUAGE: Readonly<Record<Locale, string>> = { en: "English", uk: "Ukrainian" };
const PLACE: Readonly<Record<CopyChannel, string>> = {
  web: "the page of a streaming service",
  tv: "a television screen",
  poster: "a poster",
  email: "an e-mail",
  push: "a push notification",
  story: "a vertical story on a phone",
};
const TONE: Readonly<Record<Tone, string>> = {
  epic: "grand and serious",
  warm: "warm and close",
  wry: "dry, with a smile",
  dark: "dark and tense",
};
const HOOK: Readonly<Record<Hook, string>> = {
  question: "ask the reader one question",
  stakes: "lead with what is at stake",
  hero: "lead with the main character",
  place: "lead with the place",
};
const LENGTH: Readonly<Record<CopyRequest["kind"], Readonly<Record<CopyLength, string>>>> = {
  headline: { short: "about 3 words", medium: "about 6 words", long: "about 10 words" },
  description: { short: "one sentence", medium: "two sentences", long: "three sentences" },
  subject: { short: "about 3 words", medium: "about 6 words", long: "about 8 words" },
  preheader: { short: "one short sentence", medium: "one sentence", long: "one or two sentences" },
  push: { short: "one short sentence", medium: "one sentence", long: "two short sentences" },
};
const KIND: Readonly<Record<CopyRequest["kind"], string>> = {
  headline: "headline",
  description: "description",
  subject: "subject line of an e-mail",
  preheader: "preheader of an e-mail, the line that mail programs show after the subject,",
  push: "text of a push notification",
};
const LABEL: Readonly<Record<CopyRequest["kind"], string>> = {
  headline: "Headline",
  description: "Description",
  subject: "Subject",
  preheader: "Preheader",
  push: "Text",
};
const GENRE: Readonly<Partial<Record<Genre, string>>> = { "science-fiction": "science fiction" };

/**
 * What a network that reads is asked: a task, the facts that it may use, and how to answer. The same request gives the
 * same words, so a seed fixes the text where the network honours one.
 *
 * It is one message of the user: some chat templates refuse a system message, none refuses this.
 */
export function copyPrompt(request: CopyRequest): string {
  const { kind, locale, channel, tone, hook, length } = request;
  return [
    `Write one ${KIND[kind]} in ${LANGUAGE[locale]} for a film or show, to be read on ${PLACE[channel]}.`,
    factLines(request).join("\n"),
    `Tone: ${TONE[tone]}. In it, ${HOOK[hook]}. Length: ${LENGTH[kind][length]}, at most ${mostCharacters(request)} characters.`,
    "Use only these facts: add no other name, place, number, prize or praise. " +
      `Answer with one text in ${LANGUAGE[locale]}: no quotation marks, no heading, no list, no explanation.`,
  ].join("\n\n");
}

/** For a network without a chat template, which goes on writing: it ends where the text begins. */
export function completionPrompt(request: CopyRequest): string {
  return `${copyPrompt(request)}\n\n${LABEL[request.kind]}:`;
}

/** As much as the channel takes; a text that it has no place of its own for is written as another's. */
const mostCharacters = ({ kind, channel }: CopyRequest): number =>
  CHANNELS[channel].texts[kind] ?? Math.min(...Object.values(CHANNELS).flatMap(({ texts }) => texts[kind] ?? []));

function factLines({ slots, genre, synopsis }: CopyRequest): string[] {
  const facts = {
    Title: slots.title,
    Genre: GENRE[genre] ?? genre,
    "Main character": slots.hero,
    Place: slots.place,
    Year: slots.year,
    Synopsis: synopsis && cut(synopsis),
  };
  return Object.entries(facts).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
}

/** At the last word that fits, so that no half word is read as a name. */
function cut(synopsis: string): string {
  const text = synopsis.replaceAll(/\s+/gu, " ").trim();
  if (text.length <= MOST_SYNOPSIS_CHARACTERS) return text;
  return `${text.slice(0, MOST_SYNOPSIS_CHARACTERS).replace(/\s+\S*$/u, "")}…`;
}
