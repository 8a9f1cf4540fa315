import { extname } from "node:path";
import { isPlainPath } from "../papers/manifest.ts";
import type { ModelKind } from "../papers.ts";

/** What a folder without a manifest holds, told from the names of its files and its configuration. */
export type Layout = {
  readonly kind: ModelKind;
  readonly name: "diffusers" | "transformers.js";
  /** The files that running it takes; the rest, other formats and other precisions, is left where it is. */
  readonly files: readonly string[];
};

/** Reads one JSON file of the folder. */
export type ReadJson = (path: string) => Promise<unknown>;

/** `*` is anything within one name, `**` anything. */
export function matchesGlob(path: string, glob: string): boolean {
  const pattern = glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+^${}()|[\]\\?]/g, "\\$&")))
    .join("");
  return new RegExp(`^${pattern}$`).test(path);
}

const isConfiguration = (path: string): boolean => [".json", ".txt", ".jinja"].includes(extname(path));

/**
 * Recognizes a diffusers folder exported to ONNX, and the transformers.js layout.
 *
 * @param paths of all files that there are
 * @param globs what of it to take, where not the usual; they say which precision too
 * @throws Error with the reason, without the model's name
 */
export async function layoutOf(
  paths: readonly string[],
  globs: readonly string[],
  readJson: ReadJson,
): Promise<Layout> {
  if (paths.includes("model_index.json")) return diffusers(paths, globs);
  if (paths.includes("config.json")) return transformers(paths, globs, await readJson("config.json"));
  throw new Error(
    "holds no manifest.json, no model_index.json and no config.json; docs/recipes/add-a-model.md says what a manifest needs",
  );
}

const PARTS = ["unet", "vae_decoder", "text_encoder"];
const DIFFUSERS_FOLDERS = [
  ...PARTS,
  "text_encoder_2",
  "vae_encoder",
  "transformer",
  "scheduler",
  "tokenizer",
  "tokenizer_2",
];
/** An ONNX file, the tensors beside it, and what a tokenizer or a scheduler reads. */
const USED = /\.(json|txt|jinja|onnx|pb|data)$|\.onnx_data(_\d+)?$|tokenizer\.model$/;

function diffusers(paths: readonly string[], globs: readonly string[]): Layout {
  const usual = (path: string) =>
    path === "model_index.json" ||
    (DIFFUSERS_FOLDERS.includes(path.split("/")[0] as string) && path.includes("/") && USED.test(path));
  const files = chosen(paths, globs, usual);
  const missing = PARTS.map((part) => `${part}/model.onnx`).filter((path) => !files.includes(path));
  if (missing.length > 0)
    throw new Error(
      `holds no ${missing.join(", no ")}: it is not exported to ONNX (optimum-cli export onnx --model … --task text-to-image)`,
    );
  return { kind: "diffusion", name: "diffusers", files };
}

/** Best on a CPU first: half the memory traffic at nearly the same answers, then the exact one, then what GPUs like. */
const PRECISIONS = ["_quantized", "_int8", "_uint8", "_q4", "", "_fp16", "_q4f16", "_bnb4"];

function transformers(paths: readonly string[], globs: readonly string[], config: unknown): Layout {
  const networks = paths.filter((path) => /^(onnx\/)?[^/]+\.onnx$/.test(path));
  if (networks.length === 0)
    throw new Error("holds a config.json and no onnx/*.onnx; it is not exported to ONNX in the transformers.js layout");
  const kind = kindOf(config);
  // CLIP comes as one network, as two, or both ways; the two take less memory each.
  const parts = ["vision_model", "text_model"].flatMap((stem) => bestOf(stem, networks));
  const whole = ["model", "decoder_model_merged"].flatMap((stem) => bestOf(stem, networks)).slice(0, 1);
  const wanted = kind === "judge" && parts.length === 2 ? parts : whole;
  const usual = (path: string) =>
    (!path.includes("/") && (isConfiguration(path) || path === "tokenizer.model")) ||
    wanted.some(
      (network) => path === network || path.startsWith(`${network}_data`) || path.startsWith(`${network}.data`),
    );
  const files = chosen(paths, globs, usual);
  if (!files.some((path) => networks.includes(path))) throw new Error(`needs one of ${networks.join(", ")} (--files)`);
  return { kind, name: "transformers.js", files };
}

function bestOf(stem: string, networks: readonly string[]): readonly string[] {
  const candidates = PRECISIONS.flatMap((precision) => ["onnx/", ""].map((at) => `${at}${stem}${precision}.onnx`));
  return candidates.filter((path) => networks.includes(path)).slice(0, 1);
}

function kindOf(config: unknown): "text" | "judge" {
  const { architectures, model_type: type, id2label } = (config ?? {}) as Readonly<Record<string, unknown>>;
  const first = Array.isArray(architectures) ? `${architectures[0]}` : "";
  if (/(ForCausalLM|LMHeadModel)$/.test(first)) return "text";
  // What it measures is read when it is opened (judges/guess.ts).
  if (type === "clip" || /ForImageClassification$/.test(first) || (first === "" && id2label)) return "judge";
  const what = first || type || "model that does not say what it is";
  throw new Error(`is a ${what}; without a manifest, text models, CLIP and classifiers of pictures are known`);
}

function chosen(
  paths: readonly string[],
  globs: readonly string[],
  usual: (path: string) => boolean,
): readonly string[] {
  const wanted =
    globs.length === 0 ? paths.filter(usual) : paths.filter((path) => globs.some((glob) => matchesGlob(path, glob)));
  const odd = wanted.find((path) => !isPlainPath(path));
  if (odd !== undefined) throw new Error(`has a file called ${JSON.stringify(odd)}, which is no plain path`);
  return wanted.filter((path) => path !== "manifest.json");
}

/**
 * A first guess for papers that nobody wrote: the weights once, half as much again to work in, and the runtime.
 * `models bench` measures it.
 */
export const guessMemoryMb = (bytes: number): number => Math.ceil((bytes / 1e6) * 1.5 + 200);
