import type { Locale } from "../../../core/attributes.ts";
import { type Copy, copyOf } from "../../../core/copy.ts";
import type { Brief } from "../../../core/creative.ts";
import type { TitleText } from "../../../core/title.ts";
import type { Gate } from "../gate.ts";

const plain = (text: string): string => text.normalize("NFC").toLocaleLowerCase().replaceAll(/[’ʼ`]/g, "'");

/** Where a name stands in a text as whole words, in UTF-16 units; -1: nowhere. */
function placeOf(name: string, text: string): number {
  const escaped = plain(name).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return plain(text).search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u"));
}

/** Whom a picture stands for in one language. */
export type PersonEvidence = { readonly brief: Brief; readonly locale: Locale; readonly text: TitleText };

export const personInTheirPlace: Gate<PersonEvidence> = {
  name: "person in their place",
  measures:
    "place in the billing of the one person that the picture shows, 1 the first; 0 where their place is not known",
  bound: "most",
  limit: 1,
  because:
    "A picture of one person makes that person the most prominent of all: only the first of the cast may stand there. " +
    "A hero who is a character is on no list of actors, and their place is not known.",
  again: false,
  measure: ({ brief, text }) => {
    if (brief.attributes.composition !== "figure" || text.hero === undefined) return null;
    const hero = plain(text.hero);
    return (brief.cast ?? []).findIndex((name) => plain(name) === hero) + 1;
  },
  detail: ({ brief, text }) => `${text.hero} is billed after ${brief.cast?.[0]}`,
};

/** The words of a creative in one language, with who is who. */
export type NamesEvidence = PersonEvidence & { readonly copy: Copy | undefined };

type Pair = readonly [above: string, below: string];

/** Who is named above their place in a text: before, or in place of, somebody who is billed before them. */
function overshadowed(cast: readonly string[], words: string): Pair[] {
  const people = cast.map((name) => ({ name, at: placeOf(name, words) }));
  return people.flatMap((below, i) =>
    below.at < 0
      ? []
      : people
          .slice(0, i)
          .filter(({ at }) => at < 0 || at > below.at)
          .map(({ name }): Pair => [name, below.name]),
  );
}

/** The pairs of the channel whose texts have the most. */
function worst({ brief, copy }: NamesEvidence): Pair[] {
  let most: Pair[] = [];
  for (const channel of copy ? brief.channels : []) {
    const pairs = overshadowed(brief.cast ?? [], wordsOf(copy as Copy, channel));
    if (pairs.length > most.length) most = pairs;
  }
  return most;
}

/** All that one channel shows, in the order in which it is read. */
function wordsOf(copy: Copy, channel: Brief["channels"][number]): string {
  const { subject = "", preheader = "", push = "", headline, description, cta, alt } = copyOf(copy, channel);
  return [subject, preheader, headline, push, description, cta, alt].join("\n");
}

export const namedInOrder: Gate<NamesEvidence> = {
  name: "named in order of billing",
  measures: "pairs of people of whom the one billed later is named first, or alone, in the texts of one channel",
  bound: "most",
  limit: 0,
  because: "Words may not make anybody more prominent than their place in the cast.",
  again: true,
  measure: (evidence) => ((evidence.brief.cast ?? []).length < 2 ? null : worst(evidence).length),
  detail: (evidence) =>
    worst(evidence)
      .map(([above, below]) => `${below} before ${above}`)
      .join(", "),
};
