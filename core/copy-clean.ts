/** More than any text that was asked for; what runs on is not worth reading. */
const MOST_CHARACTERS = 8_000;

/**
 * Takes the one text out of what a chatting network answered: without its thoughts, greeting, label, quotation marks and
 * Markdown, the first paragraph in one line. Whether it may be shown is for the pipeline to judge.
 *
 * @returns null where nothing is left, the network was still thinking when it ended, or it refused
 */
export function cleanCopy(raw: string): string | null {
  const answer = withoutThoughts(raw.normalize("NFC"));
  if (answer === null) return null;
  const paragraphs = answer
    .slice(0, MOST_CHARACTERS)
    .replace(/^(?:\s*(?:<\|[^|<>]*\|>|<s>))+/, "")
    // What follows the end of its turn is another turn that it made up.
    .replace(/(?:<\|[^|<>]*\|>|<\/s>)[\s\S]*$/, "")
    .replaceAll(/^\s*```\w*\s*$/gm, "")
    .split(/\n\s*\n/)
    .map(withoutMarks)
    .filter((paragraph) => /\p{L}/u.test(paragraph));
  const text = paragraphs.find((paragraph) => !isGreeting(paragraph)) ?? "";
  return text === "" || REFUSAL.test(text) ? null : text;
}

/** What a network said when it was cut off: up to its last whole sentence or paragraph, empty without one. */
export const wholeSentences = (raw: string): string =>
  /^[\s\S]*(?:[.!?…]["»”]?(?=\s|$)|\n\s*\n)/u.exec(raw.slice(0, MOST_CHARACTERS))?.[0] ?? "";

/** Cleans all, and drops the empty ones and those that another one equals but for case and the closing mark. */
export function cleanCopies(raws: readonly string[], most: number): string[] {
  const texts = new Map<string, string>();
  for (const raw of raws) {
    const text = cleanCopy(raw);
    const key = text?.toLowerCase().replace(/[.!…]+$/u, "");
    if (text !== null && key !== undefined && !texts.has(key) && texts.size < most) texts.set(key, text);
  }
  return [...texts.values()];
}

/** What stands after the last closing tag; the opening one may have stood in the prompt. */
function withoutThoughts(raw: string): string | null {
  const said = raw.replace(/^[\s\S]*<\/(think|thinking|reasoning|thought)>/i, "");
  return /<(think|thinking|reasoning|thought)>/i.test(said) ? null : said;
}

/** One paragraph in one line. */
function withoutMarks(paragraph: string): string {
  const lines = paragraph
    .split("\n")
    .map((line) => line.replace(/^\s*(#{1,6}\s+|[-*•>]\s+|\d{1,2}[.)]\s+)/, "").trim())
    .filter((line) => line !== "");
  // A greeting or a label on a line of its own, and the second item of a list that nobody asked for.
  const kept = lines.length > 1 && isGreeting(lines[0] ?? "") ? lines.slice(1) : lines;
  const one = /^\s*([-*•]|\d{1,2}[.)])\s/m.test(paragraph) ? (kept[0] ?? "") : kept.join(" ");
  return unwrapped(
    one
      .replaceAll(/(\*\*|__)(.*?)\1/g, "$2")
      .replaceAll(/(?<![\p{L}\p{N}*])\*([^*]+)\*(?!\p{L})/gu, "$1")
      .replaceAll(/\s+/gu, " ")
      .trim(),
  );
}

/** Takes off labels, quotation marks around the whole and a count of words after it, as often as they are nested. */
function unwrapped(text: string): string {
  const bare = text
    .replace(LABEL, "")
    .replace(/\s*\((\d+|about \d+)\s+(words?|characters?|слів|слова|символів)\)$/iu, "")
    .replace(GREETING_BEFORE, "")
    .replace(WRAPPED, "$<inside>")
    .trim();
  return bare === text ? text : unwrapped(bare);
}

const LABEL =
  /^(headline|title|tagline|description|subject(?: line)?|pre-?header|push(?: text| notification)?|text|answer|option \d+|заголовок|опис|тема(?: листа)?|прехедер|сповіщення|текст|відповідь|варіант \d+)\s*[:：]\s*/iu;
/** A pair around the whole text that does not close in between: «A» and «B» keeps its marks. */
const WRAPPED =
  /^(?:"(?<inside>[^"]*)"|“(?<inside>[^“”]*)”|«(?<inside>[^«»]*)»|„(?<inside>[^„“”]*)[“”]|'(?<inside>[^']*)'|‘(?<inside>[^‘]*)’|`(?<inside>[^`]*)`)$/u;
/** A sentence that presents the text and ends in a colon. */
const GREETING_BEFORE =
  /^(?:(?:sure|certainly|of course|absolutely|okay|ok|звісно|звичайно|гаразд|авжеж)[,.!]*\s*)?(?:here(?:['’]s| is| are)|below is|this is|ось)\s[^:.!?]{0,100}:\s*/iu;
const GREETING =
  /^(?:sure|certainly|of course|absolutely|okay|ok|here(?:['’]s| is| are)|below is|звісно|звичайно|гаразд|авжеж|ось)(?![\p{L}\p{N}])[^:]{0,140}[:!]$|^(?:sure|certainly|of course|звісно|звичайно)[.!,]?$/iu;
const REFUSAL =
  /^(?:i(?:['’]m| am) (?:very |so )?(?:sorry|unable)|sorry\b|i (?:cannot|can['’]t|won['’]t) (?:help|assist|write|create|provide|fulfil|comply|generate)|as an ai\b|(?:вибач|перепрош)|(?:на жаль, )?я не можу (?:допомог|напис|створ|викон|надат)|як (?:штучний інтелект|мовна модель))/iu;

const isGreeting = (line: string): boolean => GREETING.test(line);
