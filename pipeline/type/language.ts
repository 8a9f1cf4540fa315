/** Scripts that one code point is shared by, and the languages that draw it differently. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const BOPOMOFO = /\p{Script=Bopomofo}/u;
const HAN = /\p{Script=Han}/u;
const THAI = /\p{Script=Thai}/u;
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a text's first letter is written from right to left, which makes its lines run that way. */
export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/**
 * The language that a title is shaped and broken as, told from its script: fonts draw Han characters otherwise for
 * Japanese, Korean and Chinese, and Thai has no spaces between words.
 *
 * @returns a BCP 47 tag; `und` where the script alone decides
 */
export function languageOf(text: string): string {
  if (KANA.test(text)) return "ja";
  if (HANGUL.test(text)) return "ko";
  if (BOPOMOFO.test(text)) return "zh-Hant";
  if (HAN.test(text)) return "zh-Hans";
  return THAI.test(text) ? "th" : "und";
}
