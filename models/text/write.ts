import { random, type Tensor } from "@huggingface/transformers";
import { cleanCopies, wholeSentences } from "../../core/copy-clean.ts";
import { completionPrompt, copyPrompt } from "../../core/copy-prompt.ts";
import type { CopyRequest, ModelPapers, Progress, TextModel } from "../../core/ports.ts";
import { seedOf } from "../../core/random.ts";
import { chatPrompt, encode, endsOf, type Reader } from "./reader.ts";
import { EveryRowEnded } from "./stop.ts";
import { turn } from "./turn.ts";

/** One request may ask for this many texts: each costs a few seconds on two cores with a model of half a billion weights. */
export const MOST_CANDIDATES = 16;

/** Ukrainian takes about three tokens a word in vocabularies that were made for English. */
const MOST_NEW_TOKENS = { headline: 64, description: 192, subject: 64, preheader: 96, push: 128 } as const;

/** Where its own papers say nothing: cooler repeats itself, warmer invents. */
const TEMPERATURE = 0.8;
const TOP_K = 50;

/** Most exports give the logits of the whole prompt: tokens times vocabulary times rows, which soon is a gigabyte. */
const MOST_LOGIT_BYTES = 128e6;

/** Generations more than would be needed if no text repeated another or was dropped. */
const SPARE_GENERATIONS = 2;

/** A text model's port over a loaded network. */
export function toWriter(reader: Reader, papers: ModelPapers): TextModel {
  let closed = false;
  return {
    papers,
    async write(request, signal, progress) {
      const { candidates } = request;
      if (!Number.isInteger(candidates) || candidates < 0 || candidates > MOST_CANDIDATES) {
        throw new RangeError(
          `model ${reader.id}: candidates is ${candidates}; a whole number from 0 to ${MOST_CANDIDATES} is needed`,
        );
      }
      const alive = () => {
        if (closed) throw new Error(`model ${reader.id}: it was used after it was closed`);
      };
      return texts(reader, request, signal, alive, progress);
    },
    async close() {
      if (closed) return;
      closed = true;
      await turn(() => reader.model.dispose());
    },
  };
}

async function texts(
  reader: Reader,
  request: CopyRequest,
  signal: AbortSignal,
  alive: () => void,
  progress?: Progress,
): Promise<readonly string[]> {
  const { candidates } = request;
  const prompt = promptFor(reader, request);
  const most = MOST_NEW_TOKENS[request.kind];
  const rows = Math.min(candidates, rowsAtOnce(reader, checkLength(reader, prompt, most)));
  const generations = candidates === 0 ? 0 : Math.ceil(candidates / rows) + SPARE_GENERATIONS;
  const raws: string[] = [];
  for (let at = 0; at < generations; at++) {
    const wanted = Math.min(rows, candidates - cleanCopies(raws, candidates).length);
    if (wanted === 0) break;
    const seed = seedOf("text", prompt, request.seed, at);
    let step = 0;
    const onStep = () => progress?.(at * most + Math.min(++step, most), generations * most);
    raws.push(...(await turn(() => sample(reader, { prompt, rows: wanted, most, seed }, signal, alive, onStep))));
  }
  return cleanCopies(raws, candidates);
}

/** In the model's own chat format, or plain for a model that only goes on writing. */
export function promptFor({ tokenizer }: Pick<Reader, "tokenizer">, request: CopyRequest): string {
  if (!tokenizer.chat_template) return completionPrompt(request);
  return chatPrompt({ tokenizer }, copyPrompt(request));
}

/** @returns the prompt's tokens */
function checkLength(reader: Reader, prompt: string, most: number): number {
  const tokens = encode(reader, [prompt]).input_ids.dims[1] ?? 0;
  const room = (reader.model.config as { max_position_embeddings?: number }).max_position_embeddings ?? Infinity;
  if (tokens + most > room) {
    throw new RangeError(
      `model ${reader.id}: the prompt has ${tokens} tokens and its text up to ${most}, but it reads ${room}`,
    );
  }
  return tokens;
}

function rowsAtOnce({ model }: Reader, promptTokens: number): number {
  const { inputNames } = model.sessions.model as { inputNames: readonly string[] };
  if (inputNames.includes("num_logits_to_keep")) return MOST_CANDIDATES;
  const vocabulary = (model.config as { vocab_size?: number }).vocab_size ?? 50_000;
  return Math.max(1, Math.floor(MOST_LOGIT_BYTES / (4 * vocabulary * promptTokens)));
}

type Sampling = { readonly prompt: string; readonly rows: number; readonly most: number; readonly seed: number };

async function sample(
  reader: Reader,
  { prompt, rows, most, seed }: Sampling,
  signal: AbortSignal,
  alive: () => void,
  onStep: () => void,
): Promise<string[]> {
  alive();
  signal.throwIfAborted();
  const { model, tokenizer } = reader;
  const ends = endsOf(reader);
  const { temperature, top_k } = (model.generation_config ?? {}) as { temperature?: number; top_k?: number };
  const inputs = encode(
    reader,
    Array.from({ length: rows }, () => prompt),
  );
  random.seed(seed);
  const output = (await model.generate({
    ...inputs,
    do_sample: true,
    num_beams: 1,
    temperature: temperature && temperature > 0 ? temperature : TEMPERATURE,
    top_k: top_k && top_k > 0 ? top_k : TOP_K,
    max_new_tokens: most,
    stopping_criteria: new EveryRowEnded(ends, signal, onStep),
  })) as Tensor;
  try {
    signal.throwIfAborted();
    const start = inputs.input_ids.dims[1] ?? 0;
    return (output.tolist() as bigint[][]).map((row) => {
      const said = row.slice(start).map(Number);
      const end = said.findIndex((id) => ends.has(id));
      const text = tokenizer.decode(end < 0 ? said : said.slice(0, end), { skip_special_tokens: true });
      // Without a chat format nothing tells it to end: what follows its first line is the next thing that it thought of.
      if (!tokenizer.chat_template) return text.trimStart().split("\n")[0] ?? "";
      return end < 0 ? wholeSentences(text) : text;
    });
  } finally {
    for (const tensor of [output, inputs.input_ids, inputs.attention_mask]) tensor.dispose();
  }
}
