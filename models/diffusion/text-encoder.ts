import type { Tensor } from "onnxruntime-node";
import { requireFinite } from "../onnx/finite.ts";
import type { Session } from "../onnx/session.ts";
import { floatsOf, tensorOf } from "./tensors.ts";
import type { ClipTokenizer } from "./tokenizer.ts";

/** A text as a UNet reads it. */
export type EncodedText = {
  /** `tokens * width` values, token by token. */
  readonly hidden: Float32Array;
  readonly tokens: number;
  readonly width: number;
  /** One vector for the whole text, of SDXL's second encoder. */
  readonly pooled: Float32Array | null;
};

export type TextEncoder = (text: string) => Promise<EncodedText>;

/**
 * A CLIP text encoder with its tokenizer. `last` reads the last layer (SD), `penultimate` the one before it and the
 * pooled projection where there is one (SDXL).
 *
 * @throws an Error naming the model when the network lacks the outputs that are needed
 */
export function textEncoder(
  model: string,
  file: string,
  session: Session,
  tokenizer: ClipTokenizer,
  layer: "last" | "penultimate",
): TextEncoder {
  const input = session.inputs.find(({ name }) => name === "input_ids") ?? session.inputs[0];
  if (!input?.isTensor) throw new Error(`model ${model}: ${file} has no input for token ids`);
  const hiddenName = layer === "last" ? lastOf(session) : penultimateOf(session);
  if (hiddenName === undefined) {
    const needed = layer === "last" ? "last_hidden_state" : "hidden_states.*; export it with its hidden states";
    throw new Error(`model ${model}: ${file} has no output ${needed}`);
  }
  const pooledName = session.outputs.find(({ name }) => name === "text_embeds")?.name;
  return async (text) => {
    const ids = tokenizer.wrap(text);
    const answer = await session.run({ [input.name]: tensorOf(input.type, ids, [1, ids.length]) });
    const hidden = answer[hiddenName] as Tensor;
    requireFinite(model, hiddenName, hidden);
    const pooled = pooledName === undefined ? undefined : answer[pooledName];
    return {
      hidden: floatsOf(hidden),
      tokens: ids.length,
      width: hidden.dims.at(-1) as number,
      pooled: pooled ? floatsOf(pooled) : null,
    };
  };
}

const namesOf = (session: Session): string[] => session.outputs.map(({ name }) => name);

function lastOf(session: Session): string | undefined {
  const names = namesOf(session);
  if (names.includes("last_hidden_state")) return "last_hidden_state";
  return session.outputs.find((output) => output.isTensor && output.shape.length === 3)?.name;
}

/** Exporters number the layers from the embeddings on: the second highest is the one before the last. */
function penultimateOf(session: Session): string | undefined {
  return namesOf(session)
    .filter((name) => /^hidden_states[._]\d+$/.test(name))
    .sort((one, other) => Number(one.match(/\d+$/)) - Number(other.match(/\d+$/)))
    .at(-2);
}

/** SDXL: both encoders' layers side by side, and the second one's pooled vector. */
export function joined(first: EncodedText, second: EncodedText): EncodedText {
  const width = first.width + second.width;
  const hidden = new Float32Array(first.tokens * width);
  for (let token = 0; token < first.tokens; token++) {
    hidden.set(first.hidden.subarray(token * first.width, (token + 1) * first.width), token * width);
    const from = second.hidden.subarray(token * second.width, (token + 1) * second.width);
    hidden.set(from, token * width + first.width);
  }
  return { hidden, tokens: first.tokens, width, pooled: second.pooled };
}

/** The missing negative prompt of SDXL, which is not the empty one. */
export const zerosLike = ({ hidden, pooled, ...rest }: EncodedText): EncodedText => ({
  ...rest,
  hidden: new Float32Array(hidden.length),
  pooled: pooled && new Float32Array(pooled.length),
});
