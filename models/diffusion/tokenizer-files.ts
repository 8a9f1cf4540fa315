import { z } from "zod";
import { parseMerges, type Vocabulary } from "./bpe.ts";
import { type ClipTokenizer, clipTokenizer, TokenizerConfig } from "./tokenizer.ts";

/** The text of a file by its path in the model's folder; `null` where there is none. */
export type ReadText = (path: string) => string | null;

const Vocab = z.record(z.string(), z.int().min(0));
const Merge = z.union([z.string(), z.tuple([z.string(), z.string()]).transform((pair) => pair.join(" "))]);
const TokenizerJson = z.looseObject({
  model: z.looseObject({ type: z.literal("BPE").optional(), vocab: Vocab, merges: z.array(Merge) }),
});
const AddedTokens = z.record(z.string(), z.looseObject({ content: z.string(), normalized: z.boolean().default(true) }));

/**
 * Reads a CLIP tokenizer from `vocab.json` and `merges.txt`, or from `tokenizer.json` where these are missing, with the
 * special tokens of `special_tokens_map.json` and `tokenizer_config.json`.
 *
 * @param folder the tokenizer's folder in the model's, "tokenizer" or "tokenizer_2"
 * @throws an Error that says which file is missing or cannot be read
 */
export function readTokenizer(read: ReadText, folder: string): ClipTokenizer {
  const json = (name: string): unknown => {
    const text = read(`${folder}/${name}`);
    return text === null ? null : parse(text, `${folder}/${name}`);
  };
  const config = z
    .looseObject({ added_tokens_decoder: AddedTokens.default({}) })
    .parse(json("tokenizer_config.json") ?? {});
  const map = z.looseObject({}).parse(json("special_tokens_map.json") ?? {});
  const said = TokenizerConfig.parse({ ...config, ...map });
  const flags = new Map(Object.values(config.added_tokens_decoder).map((token) => [token.content, token.normalized]));
  const flagged = <T extends { content: string; normalized: boolean }>(token: T): T => ({
    ...token,
    normalized: flags.get(token.content) ?? token.normalized,
  });
  const { bos_token, eos_token, unk_token, pad_token } = said;
  return clipTokenizer(vocabularyOf(read, folder, json), {
    ...said,
    bos_token: flagged(bos_token),
    eos_token: flagged(eos_token),
    unk_token: flagged(unk_token),
    ...(pad_token ? { pad_token: flagged(pad_token) } : {}),
  });
}

function vocabularyOf(read: ReadText, folder: string, json: (name: string) => unknown): Vocabulary {
  const vocab = json("vocab.json");
  const merges = read(`${folder}/merges.txt`);
  if (vocab !== null && merges !== null) return { ids: idsOf(Vocab.parse(vocab)), ranks: parseMerges(merges) };
  const whole = json("tokenizer.json");
  if (whole === null) {
    const missing = vocab === null ? "vocab.json" : "merges.txt";
    throw new Error(`${folder}/${missing} is missing, and there is no ${folder}/tokenizer.json in its place`);
  }
  const { model } = TokenizerJson.parse(whole);
  return { ids: idsOf(model.vocab), ranks: new Map(model.merges.map((pair, rank) => [pair, rank])) };
}

const idsOf = (vocab: Readonly<Record<string, number>>): Map<string, number> => new Map(Object.entries(vocab));

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
