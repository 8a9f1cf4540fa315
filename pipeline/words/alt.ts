import type { Locale } from "../../core/attributes.ts";
import type { Brief } from "../../core/creative.ts";
import type { KeyArt } from "../../core/key-art.ts";
import { EMBLEMS, FIGURES, MEDIA, MOODS, SCENES } from "./lists/scenes.ts";
import { graphemeCount } from "./script.ts";

/**
 * What the picture shows, for people who do not see it: medium, subject, scene, mood and the words set in it, the most
 * of these that fit. It never begins with "image of": a screen reader has said that already.
 */
export function altOf(brief: Brief, locale: Locale, name: string, most: number): string {
  const [place, ...others] = brief.concepts;
  const options = [others.slice(0, 2), others.slice(0, 1), []].map((rest) => sentenceOf(brief, locale, place, rest));
  const title = locale === "en" ? ` Title: ${stopped(name)}` : ` Напис: «${name}».`;
  const all = [...options.map((option) => option + title), ...options];
  return all.find((alt) => graphemeCount(alt) <= most) ?? `${MEDIA[locale][brief.attributes.style]}.`;
}

const BROUGHT: Readonly<Record<Locale, Readonly<Record<KeyArt["use"], (medium: string, feeling: string) => string>>>> =
  {
    en: {
      retouch: (medium, feeling) => `${medium} after the title’s own key art; ${feeling}.`,
      background: (_, feeling) => `The title’s own key art on a painted ground; ${feeling}.`,
      untouched: () => "The title’s own key art.",
    },
    uk: {
      retouch: (medium, feeling) => `${medium} за власним рекламним зображенням; ${feeling}.`,
      background: (_, feeling) => `Власне рекламне зображення на мальованому тлі; ${feeling}.`,
      untouched: () => "Власне рекламне зображення.",
    },
  };

const stopped = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

function sentenceOf(
  { attributes, keyArt }: Brief,
  locale: Locale,
  place: Brief["concepts"][number] | undefined,
  others: Brief["concepts"],
): string {
  const { style, composition, emphasis, mood } = attributes;
  const medium = MEDIA[locale][style];
  const feeling = MOODS[locale][mood];
  // What a given picture shows is known to those who gave it.
  if (keyArt) return BROUGHT[locale][keyArt.use](medium, feeling);
  const scenes = SCENES[locale];
  const scene = place ? scenes[place] : scenes.geometry;
  const subject = composition === "figure" ? FIGURES[locale][emphasis] : EMBLEMS[locale];
  const behind = locale === "en" ? `${subject} before ${scene.behind}` : `${subject} на тлі ${scene.behind}`;
  const shown = composition === "vista" ? scene.alone : behind;
  const rest = others.map((concept) => scenes[concept].alone);
  const also =
    rest.length === 0 ? "" : locale === "en" ? `, with ${rest.join(" and ")}` : `; поруч ${rest.join(" і ")}`;
  return locale === "en" ? `${medium} of ${shown}${also}; ${feeling}.` : `${medium}: ${shown}${also}; ${feeling}.`;
}
