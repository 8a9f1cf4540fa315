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
const EMPHASIS: Readonly<Record<Attributes["emphasis"], string>> = {
  close: "seen from near",
  medium: "at a middle distance",
  distant: "seen from far",
};
const LOOK: Readonly<Record<Attributes["look"], string>> = {
  clean: "",
  grain: ", with film grain",
  vignette: ", with darkened corners",
  duotone: ", in two inks",
  halftone: ", printed in dots",
  leak: ", with a light leak",
  frame: ", with a keyline round it",
};
const HOOK: Readonly<Record<Attributes["hook"], string>> = {
  question: "a question",
  stakes: "what is at stake",
  hero: "the person",
  place: "the place",
};

/** The brief as a sentence for people; the pipeline itself reads the brief. */
export function promptOf({ attributes, concepts, genres, texts, titleId, year }: Brief): string {
  const { style, composition, emphasis, focal, mood, palette, look, treatment, tone, hook } = attributes;
  const name = Object.values(texts)[0]?.name ?? titleId;
  return (
    `${MEDIUM[style]} of ${inWords(concepts)} for “${name}”${year === undefined ? "" : ` (${year})`}, ` +
    `${inWords(genres)}: ${COMPOSITION[composition]}, ${EMPHASIS[emphasis]}, ${FOCAL[focal]}; ` +
    `${mood} mood, ${palette} palette${LOOK[look]}. The title is set as a ${treatment}. ` +
    `The words are ${tone} and lead with ${HOOK[hook]}.`
  );
}

const inWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
