import type { Attributes } from "../core/attributes.ts";
import type { Brief } from "../core/creative.ts";

const MEDIUM: Readonly<Record<Attributes["style"], string>> = {
  oil: "An oil painting",
  watercolour: "A watercolour",
  ink: "An ink drawing",
  gouache: "A gouache painting",
  print: "A screen print",
  noir: "A film noir still",
};
const COMPOSITION: Readonly<Record<Attributes["composition"], string>> = {
  vista: "the place fills the frame",
  figure: "a person stands before it",
  icon: "one large shape rules it",
};
const FOCAL: Readonly<Record<Attributes["focal"], string>> = {
  left: "with the weight on the left",
  centre: "with the weight in the centre",
  right: "with the weight on the right",
};
const HOOK: Readonly<Record<Attributes["hook"], string>> = {
  question: "a question",
  stakes: "what is at stake",
  hero: "the person",
  place: "the place",
};

/** The brief as a sentence for people; the pipeline itself reads the brief. */
export function promptOf({ attributes, concepts, genres, texts, titleId, year }: Brief): string {
  const { style, composition, focal, mood, palette, tone, hook } = attributes;
  const name = Object.values(texts)[0]?.name ?? titleId;
  return (
    `${MEDIUM[style]} of ${inWords(concepts)} for “${name}”${year === undefined ? "" : ` (${year})`}, ` +
    `${inWords(genres)}: ${COMPOSITION[composition]}, ${FOCAL[focal]}; ${mood} mood, ${palette} palette. ` +
    `The words are ${tone} and lead with ${HOOK[hook]}.`
  );
}

const inWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
