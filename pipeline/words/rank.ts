import type { Hook, Locale, Tone } from "../../core/attributes.ts";
import { randomFrom } from "../../core/random.ts";
import { newness } from "./echo.ts";
import { namesFact, withoutFacts } from "./facts.ts";
import type { Candidate, Judged } from "./gate.ts";
import { PERSON_WORDS, QUESTION, STAKE_WORDS, TONE_WORDS } from "./lists/tones.ts";
import { graphemeCount, wordsOf } from "./script.ts";
import { matcherOf } from "./stems.ts";

export type Wanted = {
  readonly tone: Tone;
  readonly hook: Hook;
  readonly closeToSource: boolean;
  /** Grapheme clusters that look best in the place. */
  readonly ideal: number;
};

/** Shares of a score; they add up to 1. */
const WEIGHT = { tone: 0.15, hook: 0.2, facts: 0.3, length: 0.2, newness: 0.15 } as const;
/** What a text is worth that was asked of the network for this very tone and hook, where no word shows it. */
const ASKED = 0.6;
const UNSHOWN = 0.2;
/** Words of the story that say what only this title could say. */
const ENOUGH_FACTS = 4;
/** Added or taken, so that words of the source come first where the title's owner wants them, and second elsewhere. */
const CLOSE_TO_SOURCE = 0.25;
/** A line alone that opens with «he» leaves the reader to ask who. */
const NOBODY_NAMED = 0.08;
const LEANING: Readonly<Record<Locale, RegExp>> = {
  en: /^(?:he|she|they|it|him|his|her|their|its|those)\b/iu,
  uk: /^(?:він|вона|вони|воно|його|її|їх|їхн\S+)(?!\p{L})/iu,
};
const LEAST_FACT_LETTERS = 4;

/**
 * How well a text that passed its gates suits the brief, 0..1: its tone and hook, facts of the story that it uses, how
 * near it is to the length that looks best, and how little of it the title's other creatives said.
 */
export function scoreOf(candidate: Candidate, judged: Judged, wanted: Wanted): number {
  const { text, source, kind } = candidate;
  const prior = source === "model" ? ASKED : UNSHOWN;
  const off = Math.abs(graphemeCount(text) - wanted.ideal) / wanted.ideal;
  const parts = {
    tone: says(text, TONE_WORDS[judged.locale][wanted.tone]) ? 1 : prior,
    hook: leads(text, judged, wanted.hook) ? 1 : prior,
    facts: Math.min(1, factsIn(text, judged) / ENOUGH_FACTS),
    length: Math.max(0, 1 - off),
    newness: newness(text, judged.facts, judged.said),
  };
  const sum = Object.entries(WEIGHT).reduce(
    (total, [part, weight]) => total + weight * parts[part as keyof typeof parts],
    0,
  );
  const close = wanted.closeToSource && source === "synopsis" ? CLOSE_TO_SOURCE : 0;
  const alone = kind !== "description" && LEANING[judged.locale].test(text) ? NOBODY_NAMED : 0;
  return Math.min(1, Math.max(0, sum + close - alone));
}

const says = (text: string, stems: readonly string[]): boolean =>
  wordsOf(text).some((word) => stems.some((stem) => word.startsWith(stem)));

function leads(text: string, { locale, facts }: Judged, hook: Hook): boolean {
  if (hook === "question") return QUESTION.test(text);
  if (hook === "stakes") return says(text, STAKE_WORDS[locale]);
  if (hook === "place") return facts.place !== undefined && namesFact(text, facts.place);
  return facts.hero === undefined ? says(text, PERSON_WORDS[locale]) : namesFact(text, facts.hero);
}

/** The hero or the place by name, and words of the synopsis that carry meaning; at most two a name. */
function factsIn(text: string, judged: Judged): number {
  const { facts } = judged;
  const named = [facts.hero, facts.place].filter((fact) => fact && namesFact(text, fact)).length;
  const story = storyOf(judged);
  const own = new Set(wordsOf(withoutFacts(text, facts)).filter((word) => word.length >= LEAST_FACT_LETTERS));
  const shared = [...own].filter((word) => story.some((matches) => matches(word))).length;
  return 2 * named + shared;
}

type Matches = ReturnType<typeof matcherOf>;
const STORIES = new WeakMap<Judged, readonly Matches[]>();

/** Finds the synopsis's own words. */
function storyOf(judged: Judged): readonly Matches[] {
  const cached = STORIES.get(judged);
  if (cached) return cached;
  const words = wordsOf(judged.synopsis).filter((word) => word.length >= LEAST_FACT_LETTERS);
  const story = [...new Set(words)].map(matcherOf);
  STORIES.set(judged, story);
  return story;
}

// The seed picks among this many, where they are about as good, so that arms of one cluster do not all say the same.
const AMONG = 3;
const ABOUT_AS_GOOD = 0.08;

/** @param scored one or more */
export function choose<Scored extends { readonly text: string; readonly score: number }>(
  scored: readonly Scored[],
  seed: number,
): Scored {
  const ranked = [...scored].sort((one, other) => other.score - one.score || (one.text < other.text ? -1 : 1));
  const least = (ranked[0]?.score ?? 0) - ABOUT_AS_GOOD;
  const best = ranked.slice(0, AMONG).filter(({ score }) => score >= least);
  return best[Math.floor(randomFrom(seed)() * best.length)] as Scored;
}
