import type { Locale } from "../../../core/attributes.ts";

/**
 * Turns of phrase that an editor has read and withdrawn: wrong cases beside a title in quotation marks, sentences
 * spliced from two, thoughts that say nothing. Patterns as in `cliches.ts`; a fact between the words does not count.
 */
export const WITHDRAWN: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    "believes in it",
    "brave of it",
    "in a new light after",
    "when everything is at stake",
    "step away from one step",
    "matters most",
    "something to think about",
    "has plenty of it",
    "the last of hope and to a little hope",
    "before you watch",
  ],
  uk: [
    // A title in quotation marks stands in the nominative, and these verbs and prepositions ask for another case.
    "увімкнеш",
    "увімкніть",
    "знайди час на",
    "знайдіть час на",
    "ми обрали",
    "вмикай",
    "у тиші фільму",
    "від цього у фільмі * дізнається",
    "від цього у фільмі * * дізнається",
    "хто ще вірить",
    "тут гине",
    "тут нічого не грають",
    "у фільмі є",
    "коли на кону все",
    "і це вже сміливо",
    "бути першим і вона хибна",
    "у це вірить",
    "у серці душевний спокій",
    "у серці спокійний сон",
    "саме серце туги",
    "мусить стримати",
  ],
};
