import type { CopyRequest } from "../../core/ports.ts";

/** A hero's or title's name usually has two words; as in training/copy/corpus.py. */
const TWO_WORDS = /<(title|hero)>/g;

/** Least and most words of a headline. */
const HEADLINE = { short: [2, 5], medium: [5, 7], long: [9, 12] } as const;
const SENTENCES = { short: 1, medium: 2, long: 3 } as const;

const ADDRESS = {
  en: /\b(you|your|yours|yourself)\b/i,
  uk: /(?<!\p{L})(ти|тебе|тобі|твоя|твоє|твій|ваш|вам|вас|ви)(?!\p{L})/iu,
} as const;

/** Whether a text of this locale speaks to its reader, which a poster does not. */
export const callsReader = (text: string, locale: CopyRequest["locale"]): boolean => ADDRESS[locale].test(text);

/** Whether a text, with its slots not yet filled and without its end token, has the length that was asked. */
export function hasLength(
  text: string,
  { kind, length }: { readonly kind: "headline" | "description"; readonly length: CopyRequest["length"] },
): boolean {
  if (kind === "description") return (text.match(/[.?!](?=\s|$)/g) ?? []).length === SENTENCES[length];
  const words = text.replaceAll(TWO_WORDS, "x x").replaceAll("—", " ").trim().split(/\s+/).length;
  const [least, most] = HEADLINE[length];
  return words >= least && words <= most;
}
