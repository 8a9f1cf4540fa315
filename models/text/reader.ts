import type { PreTrainedModel, PreTrainedTokenizer, Tensor } from "@huggingface/transformers";

/** A causal language model with its words. */
export type Reader = {
  readonly id: string;
  readonly model: PreTrainedModel;
  readonly tokenizer: PreTrainedTokenizer;
};

/** One message of a user in the model's own chat format, up to where the answer begins; thinking aloud is not asked for. */
export function chatPrompt({ tokenizer }: Pick<Reader, "tokenizer">, content: string): string {
  const options = { tokenize: false, add_generation_prompt: true, enable_thinking: false } as const;
  return tokenizer.apply_chat_template([{ role: "user", content }], options) as string;
}

/** Prompts of one length. Chat templates write the special tokens themselves. */
export function encode({ tokenizer }: Pick<Reader, "tokenizer">, prompts: readonly string[]) {
  return tokenizer([...prompts], { add_special_tokens: !tokenizer.chat_template }) as {
    input_ids: Tensor;
    attention_mask: Tensor;
  };
}

/** The tokens that end a text: what the network was trained with, what its configuration says, what its words say. */
export function endsOf({ model, tokenizer }: Reader): ReadonlySet<number> {
  const said = [
    (model.generation_config as { eos_token_id?: number | number[] } | null)?.eos_token_id,
    (model.config as { eos_token_id?: number | number[] }).eos_token_id,
    tokenizer.eos_token_id,
  ];
  return new Set(said.flat().filter((id): id is number => typeof id === "number"));
}
