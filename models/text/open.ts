import { availableParallelism } from "node:os";
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from "@huggingface/transformers";
import type { TextModel } from "../../core/ports.ts";
import { lackOf } from "../onnx/available.ts";
import type { Provider } from "../onnx/provider.ts";
import { type Papers, readPapers } from "../papers.ts";
import { loadVerified } from "./load.ts";
import { chooseNetwork, type NetworkFile, networkFault } from "./network.ts";
import { chatPrompt, encode, type Reader } from "./reader.ts";
import { toWriter } from "./write.ts";

export type TextSettings = {
  readonly folder: URL | string;
  /** Inference threads, at least 1; never more than the machine has cores. */
  readonly threads: number;
  /** Where it runs; `cpu` when left out. */
  readonly provider?: Provider | undefined;
};

/**
 * Opens a text model in the transformers.js layout (SmolLM2, Qwen, Llama class): `config.json`, `tokenizer.json`,
 * `tokenizer_config.json`, `generation_config.json` where there is one, and an ONNX network with a KV cache as
 * `onnx/model*.onnx` or `model*.onnx`. Nothing is asked of the network.
 *
 * All text models of a process take turns, since transformers.js samples from one stream. Run it in a process that may
 * be recycled: the library does not give all memory back.
 *
 * The folder holds manifest.json and the files that it lists; a `dtype` in the manifest chooses among several networks.
 *
 * @throws an Error `model <id>: <reason>`
 */
export async function openTextModel(settings: TextSettings): Promise<TextModel> {
  const { papers, reader } = await openReader(settings);
  return toWriter(reader, { id: papers.id, sha256: papers.sha256 });
}

/** The model and its tokenizer, checked. Apart from `openTextModel` so that tests can compare them with a reference. */
export async function openReader(settings: TextSettings) {
  const papers = await readPapers(settings.folder);
  try {
    const network = checkFiles(papers);
    const lack = lackOf(settings.provider ?? "cpu");
    if (lack !== null) throw new Error(lack);
    const reader = await loadVerified(papers, (name) => load(papers, name, network, settings));
    const { id, sha256 } = papers;
    return { papers: { id, sha256 }, reader };
  } catch (cause) {
    throw new Error(`model ${papers.id}: ${(cause as Error).message}`, { cause });
  }
}

const NEEDED = ["config.json", "tokenizer.json", "tokenizer_config.json"];

function checkFiles({ places, dtype }: Papers): NetworkFile {
  for (const name of NEEDED) if (!places.has(name)) throw new Error(`${name} is missing; its papers do not list it`);
  return chooseNetwork([...places.keys()], typeof dtype === "string" ? dtype : undefined);
}

async function load(papers: Papers, name: string, network: NetworkFile, settings: TextSettings): Promise<Reader> {
  const { threads, provider = "cpu" } = settings;
  const tokenizer = await loadTokenizer(name);
  // Newer repositories keep the template in a file of its own, which the library does not read.
  const template = papers.contents.get("chat_template.jinja");
  if (template && !tokenizer.chat_template) tokenizer.chat_template = Buffer.from(template).toString("utf8");
  const model = await AutoModelForCausalLM.from_pretrained(name, {
    local_files_only: true,
    device: provider,
    dtype: network.dtype,
    subfolder: network.subfolder,
    model_file_name: network.base,
    // Tensors beside a network are found from its place; asking for them here would read them a second time.
    use_external_data_format: false,
    session_options: { intraOpNumThreads: Math.min(threads, availableParallelism()), interOpNumThreads: 1 },
  }).catch((cause: Error) => {
    throw new Error(networkFault(network.path, cause), { cause });
  });
  try {
    checkModel(model, tokenizer, network.path);
  } catch (error) {
    await model.dispose();
    throw error;
  }
  return { id: papers.id, model, tokenizer };
}

async function loadTokenizer(name: string): Promise<PreTrainedTokenizer> {
  const refuse = (why: string, cause?: unknown) =>
    new Error(`its tokenizer cannot be made of tokenizer.json and tokenizer_config.json: ${why}`, { cause });
  const tokenizer = await AutoTokenizer.from_pretrained(name, { local_files_only: true }).catch((cause: Error) => {
    throw refuse(cause.message, cause);
  });
  // Where the library finds nothing to make one of, it gives null and would fail at the first text.
  if (!tokenizer) throw refuse("there is none");
  return tokenizer;
}

function checkModel(model: PreTrainedModel, tokenizer: PreTrainedTokenizer, path: string): void {
  const inputs: readonly string[] = model.sessions.model?.inputNames ?? [];
  if (!inputs.some((name) => name.startsWith("past_key_values."))) {
    throw new Error(`${path} has no KV cache (no past_key_values inputs); export it with its past`);
  }
  // Not the whole vocabulary: many tokenizers hold a padding token that the network was never told of, and never sees.
  const rows = (model.config as { vocab_size?: number }).vocab_size ?? Number.POSITIVE_INFINITY;
  const highest = Math.max(...probe(tokenizer));
  if (highest >= rows) {
    throw new Error(`tokenizer.json gives a prompt the id ${highest}, but the network knows ${rows} tokens`);
  }
}

/** The ids of a short prompt, with all that the template puts around it. */
function probe(tokenizer: PreTrainedTokenizer): number[] {
  const text = "Write one headline.";
  try {
    const prompt = tokenizer.chat_template ? chatPrompt({ tokenizer }, text) : text;
    return Array.from(encode({ tokenizer }, [prompt]).input_ids.data as BigInt64Array, Number);
  } catch (cause) {
    throw new Error(`its chat template cannot be applied: ${(cause as Error).message}`, { cause });
  }
}
