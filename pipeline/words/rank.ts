import type { Hook, Locale, Tone } from "../../core/attributes.ts";
import type { CopyKind } from "../../core/copy.ts";
import { randomFrom } from "../../core/random.ts";
import { newness } from "./echo.ts";
import { type Facts, namesFact, withoutFacts } from "./facts.ts";
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

/** Shares of a score; each row adds up to 1. The headline carries the hook, and what follows tells the story. */
const LEADS = { tone: 0.08, hook: 0.22, facts: 0.32, whole: 0.18, length: 0.12, newness: 0.08 };
const TELLS = { tone: 0.08, hook: 0.12, facts: 0.4, whole: 0.15, length: 0.15, newness: 0.1 };
const WEIGHTS: Readonly<Record<CopyKind, typeof LEADS>> = {
  headline: LEADS,
  subject: LEADS,
  push: LEADS,
  description: TELLS,
  preheader: TELLS,
  cta: LEADS,
  alt: TELLS,
};
/** What a text is worth that was asked of the network for this very tone and hook, where no word shows it. */
const ASKED = 0.6;
const UNSHOWN = 0.3;
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
/** Three words are a caption: «Ahmed has ideas.», «Night is coming.» */
const LEAST_SENTENCE = 4;

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
    whole: wholeness(text, judged.facts),
    length: Math.max(0, 1 - off),
    newness: newness(text, judged.facts, judged.said),
  };
  const sum = Object.entries(WEIGHTS[kind]).reduce(
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

/** «Georgia. Then silence. Silence after fire.»: the more of its sentences are scraps, the less it says; 0..1. */
function wholeness(text: string, facts: Facts): number {
  const sentences = withoutFacts(text, facts).split(/(?<=[.!?…])\s+/u);
  // A name is one word, however long.
  const length = (sentence: string) => wordsOf(sentence.replaceAll("\u25a0", "x")).length;
  const scraps = sentences.filter((sentence) => length(sentence) < LEAST_SENTENCE && !QUESTION.test(sentence));
  return 1 - scraps.length / sentences.length;
}

/** The hero or the place by name, and words of the synopsis that carry meaning. */
function factsIn(text: string, judged: Judged): number {
  const { facts } = judged;
  const named = [facts.hero, facts.place].filter((fact) => fact && namesFact(text, fact)).length;
  const story = storyOf(judged);
  const own = new Set(wordsOf(withoutFacts(text, facts)).filter((word) => word.length >= LEAST_FACT_LETTERS));
  const shared = [...own].filter((word) => story.some((matches) => matches(word))).length;
  return named + shared;
}

/** Words of any story: that a text shares them says nothing. */
const COMMON = new Set(
  (
    "after also always another around away back because been before behind both cannot could down each even ever every " +
    "everybody find from goes have here into itself just know learn lies like long make many more most much must never " +
    "nobody nothing once only other over right same some still such take takes than that their them then there these " +
    "they thing this those three through time under until very want wants were what whatever when where which while " +
    "whole will with without world would your " +
    "адже або аби вже вона вони воно всіх де для довга довгий досі його йому коли лише лиш між може мусить навіть надто " +
    "ніхто нічого один одна одне одного ось перед поки потім просто проти разом собою самотнього саме самому своїх собі " +
    "серед ніби усе усіх треба також такий там тепер тоді тож тому тут усього хоче хтось цього цей через чого чому щоб " +
    "щось який яка яке які якого якої"
  ).split(" "),
);

type Matches = ReturnType<typeof matcherOf>;
const STORIES = new WeakMap<Judged, readonly Matches[]>();

/** Finds the synopsis's own words. */
function storyOf(judged: Judged): readonly Matches[] {
  const cached = STORIES.get(judged);
  if (cached) return cached;
  const words = wordsOf(judged.synopsis).filter((word) => word.length >= LEAST_FACT_LETTERS && !COMMON.has(word));
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
