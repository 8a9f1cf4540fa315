import { describe, expect, it } from "vitest";
import { BYTE_LETTERS, mergeWord } from "./bpe.ts";
import { unpacked } from "./fixtures/read.ts";
import { readTokenizer } from "./tokenizer-files.ts";

type Prompt = {
  prompt: string;
  hf_ids_no_special: number[];
  hf_sdxl2_ids_no_special: number[];
  hf77_pad_eot: number[];
  hf77_sdxl2_pad_0: number[];
};
const { prompts } = JSON.parse(unpacked("clip-prompts.json.gz")) as { prompts: Prompt[] };
const merges = unpacked("clip-merges.txt.gz");

/** CLIP's vocabulary in its own order: bytes, bytes that end a word, merges, the two special tokens. */
const vocab = Object.fromEntries(
  [
    ...BYTE_LETTERS,
    ...BYTE_LETTERS.map((letter) => `${letter}</w>`),
    ...merges
      .split("\n")
      .slice(1, -1)
      .map((line) => line.replace(" ", "")),
    "<|startoftext|>",
    "<|endoftext|>",
  ].map((token, id) => [token, id]),
);

const special = { content: "<|endoftext|>", normalized: true };
const files = (over: Record<string, string | null> = {}): Record<string, string | null> => ({
  "tokenizer/vocab.json": JSON.stringify(vocab),
  "tokenizer/merges.txt": merges,
  "tokenizer/special_tokens_map.json": JSON.stringify({ unk_token: special, pad_token: "<|endoftext|>" }),
  "tokenizer/tokenizer_config.json": JSON.stringify({ model_max_length: 77, eos_token: special }),
  ...over,
});
const from = (held: Record<string, string | null>) => readTokenizer((path) => held[path] ?? null, "tokenizer");
const first = from(files());
const padMap = JSON.stringify({ unk_token: special, pad_token: "!" });
const second = from(files({ "tokenizer/special_tokens_map.json": padMap }));

describe("CLIP tokenizer", () => {
  it("has the whole vocabulary", () => expect(Object.keys(vocab)).toHaveLength(49408));

  it.each(prompts.map((row) => [row.prompt, row] as const))("follows the reference on %j", (prompt, row) => {
    expect(first.ids(prompt)).toEqual(row.hf_ids_no_special);
    expect(second.ids(prompt)).toEqual(row.hf_sdxl2_ids_no_special);
    expect(first.wrap(prompt)).toEqual(row.hf77_pad_eot);
    expect(second.wrap(prompt)).toEqual(row.hf77_sdxl2_pad_0);
  });

  it("shows a planted mistake: one merge left out", () => {
    const wrong = from(files({ "tokenizer/merges.txt": merges.replace("\nc at</w>\n", "\n") }));
    expect(wrong.ids("a photo of a cat")).not.toEqual(first.ids("a photo of a cat"));
  });

  it("keeps the end of prompts that are too long, and pads short ones", () => {
    for (const words of [0, 1, 2, 74, 75, 76, 400]) {
      const wrapped = first.wrap("cat ".repeat(words));
      expect(wrapped).toHaveLength(77);
      expect(wrapped[0]).toBe(49406);
      expect(wrapped[Math.min(words, 75) + 1]).toBe(49407);
      expect(wrapped.filter((id) => id === 2368)).toHaveLength(Math.min(words, 75));
    }
  });

  it("knows special tokens inside a text, and lower-cases letter by letter", () => {
    expect(first.ids("<|startoftext|>cat<|endoftext|>")).toEqual([49406, 2368, 49407]);
    expect(first.ids("ΑΣ")).toEqual(first.ids("ας".replace("ς", "σ")));
    expect(first.ids("a\u0085b\u00a0\u2028c")).toEqual(first.ids("a b c"));
  });

  it("reads tokenizer.json where the two files are missing", () => {
    const ranks = merges.split("\n").slice(1, -1);
    const model = { type: "BPE", vocab, merges: ranks.map((line, at) => (at % 2 ? line : line.split(" "))) };
    const whole = from({
      "tokenizer/tokenizer.json": JSON.stringify({ model }),
      "tokenizer/special_tokens_map.json": padMap,
    });
    for (const { prompt, hf77_sdxl2_pad_0 } of prompts) expect(whole.wrap(prompt)).toEqual(hf77_sdxl2_pad_0);
  });

  it("says what is missing or broken", () => {
    expect(() => from(files({ "tokenizer/merges.txt": null }))).toThrow("tokenizer/merges.txt is missing");
    expect(() => from({})).toThrow("tokenizer/vocab.json is missing");
    expect(() => from(files({ "tokenizer/vocab.json": "version https://git-lfs" }))).toThrow(
      "tokenizer/vocab.json is not JSON",
    );
    expect(() => from(files({ "tokenizer/vocab.json": "{}" }))).toThrow("no id for the special token");
  });

  it("gives the unknown token for symbols that a small vocabulary lacks", () => {
    const small = { ids: new Map([["a</w>", 7]]), ranks: new Map<string, number>() };
    expect(mergeWord(["b", "a"], small, 3)).toEqual([3, 7]);
    expect(mergeWord([], small, 3)).toEqual([]);
  });
});
