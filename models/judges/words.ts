import { AutoTokenizer } from "@huggingface/transformers";
import type { Papers } from "../papers.ts";
import { loadVerified } from "../text/load.ts";

/** CLIP reads 77 tokens, the first and last of which are its own. */
const CLIP_TOKENS = 77;

export type Words = {
  /** At most 77 ids: start, words, end. */
  ids(prompt: string): readonly number[];
  readonly pad: number;
};

/** CLIP's tokenizer, from `tokenizer.json` and `tokenizer_config.json`. */
export async function openWords(papers: Papers): Promise<Words> {
  for (const name of ["tokenizer.json", "tokenizer_config.json"])
    if (!papers.places.has(name)) throw new Error(`${name} is missing; its papers do not list it`);
  const tokenizer = await loadVerified(papers, (name) =>
    AutoTokenizer.from_pretrained(name, { local_files_only: true }),
  );
  const [start, end] = tokenizer.encode("");
  if (start === undefined || end === undefined) throw new Error("its tokenizer puts no start and end around a text");
  return {
    ids(prompt) {
      // The library's own way to cut a long text would cut off its end token, from which CLIP reads the meaning.
      const words = tokenizer.encode(prompt, { add_special_tokens: false });
      return [start, ...words.slice(0, CLIP_TOKENS - 2), end];
    },
    pad: tokenizer.pad_token_id ?? end,
  };
}
