import { z } from "zod";
import { byteLetters, mergeWord, type Vocabulary } from "./bpe.ts";

/** Unicode White_Space; `\s` in JavaScript counts U+FEFF too and leaves U+0085 out. */
const SPACE = String.raw`\t-\r \u0085\p{Z}`;
const SPACES = new RegExp(`[${SPACE}]+`, "gu");
/** CLIP's own special tokens take part here whatever a folder calls its tokens. */
const PIECES = new RegExp(
  String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^${SPACE}\p{L}\p{N}]+`,
  "gu",
);
/** The byte-level step cuts once more, which only such a special token feels. */
const INNER = new RegExp(String.raw`'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}+|[^${SPACE}\p{L}\p{N}]+`, "gu");

const Added = z.union([
  z.string().transform((content) => ({ content, normalized: false })),
  z.looseObject({ content: z.string(), normalized: z.boolean().default(true) }),
]);

export const TokenizerConfig = z.looseObject({
  model_max_length: z.number().optional(),
  bos_token: Added.default({ content: "<|startoftext|>", normalized: false }),
  eos_token: Added.default({ content: "<|endoftext|>", normalized: false }),
  unk_token: Added.default({ content: "<|endoftext|>", normalized: false }),
  pad_token: Added.optional(),
});
export type TokenizerConfig = z.infer<typeof TokenizerConfig>;

/** Positions that CLIP's text encoders have; configs without a length of their own say 1e30. */
const CLIP_LENGTH = 77;

export type ClipTokenizer = {
  /** What the text encoder takes: 77 for CLIP. */
  readonly length: number;
  /** Token ids of a text, without start, end and padding; as many as it has. */
  ids(text: string): number[];
  /** Exactly `length` ids: start, at most `length - 2` ids of the text, end, padding. */
  wrap(text: string): number[];
};

/**
 * CLIP's tokenizer as Hugging Face's `CLIPTokenizer` runs it: lower-cased NFC text cut by a pattern, byte-level pair
 * encoding with `</w>` at the end of words. Source: Radford et al., arXiv:2103.00020, section 2.4; Sennrich et al.,
 * arXiv:1508.07909, for the encoding.
 *
 * @throws an Error when a special token has no id
 */
export function clipTokenizer(vocabulary: Vocabulary, config: TokenizerConfig): ClipTokenizer {
  const idOf = (token: string): number => {
    const id = vocabulary.ids.get(token);
    if (id === undefined) throw new Error(`its tokenizer has no id for the special token ${token}`);
    return id;
  };
  const { bos_token, eos_token, unk_token } = config;
  const pad_token = config.pad_token ?? eos_token;
  // A token of two uses follows what is said last.
  const tokens = new Map([bos_token, eos_token, unk_token, pad_token].map((token) => [token.content, token]));
  const special = [...tokens.values()].map((token) => ({ ...token, id: idOf(token.content) }));
  const unknown = idOf(unk_token.content);
  const [start, end, pad] = [idOf(bos_token.content), idOf(eos_token.content), idOf(pad_token.content)];
  const length = Math.min(config.model_max_length ?? CLIP_LENGTH, CLIP_LENGTH);
  const raw = special.filter(({ normalized }) => !normalized);
  const later = special
    .filter(({ normalized }) => normalized)
    .map((token) => ({ ...token, content: normal(token.content) }));

  const words = (text: string): number[] =>
    [...text.matchAll(PIECES)]
      .flatMap(([piece]) => [...piece.matchAll(INNER)].map(([word]) => word))
      .flatMap((word) => mergeWord(byteLetters(word), vocabulary, unknown));
  const ids = (text: string): number[] =>
    split(text, raw).flatMap((part) =>
      typeof part === "number"
        ? [part]
        : split(normal(part), later).flatMap((inner) => (typeof inner === "number" ? [inner] : words(inner))),
    );
  return {
    length,
    ids,
    wrap(text) {
      const wrapped = [start, ...ids(text).slice(0, length - 2), end];
      return [...wrapped, ...new Array<number>(length - wrapped.length).fill(pad)];
    },
  };
}

/** Letter by letter: a final sigma is lower-cased like any other. */
function normal(text: string): string {
  return Array.from(text.normalize("NFC").replace(SPACES, " "), (letter) => letter.toLowerCase()).join("");
}

/** Cuts special tokens out of a text wherever they stand, the longest first. */
function split(text: string, tokens: readonly { content: string; id: number }[]): (string | number)[] {
  const found = tokens
    .map((token) => ({ ...token, at: token.content === "" ? -1 : text.indexOf(token.content) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at || other.content.length - one.content.length)[0];
  if (!found) return text === "" ? [] : [text];
  const before = text.slice(0, found.at);
  const after = split(text.slice(found.at + found.content.length), tokens);
  return [...(before === "" ? [] : [before]), found.id, ...after];
}
