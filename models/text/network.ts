import { basename, dirname } from "node:path";

/** How transformers.js calls a network's number type, and how its file's name ends. */
const SUFFIX = {
  fp32: "",
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  q4: "_q4",
  fp16: "_fp16",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
  q2: "_q2",
  q2f16: "_q2f16",
  q1: "_q1",
  q1f16: "_q1f16",
} as const;
export type Dtype = keyof typeof SUFFIX;

/** The exact one first, then what a CPU has fast kernels for. */
const PREFERENCE = Object.keys(SUFFIX) as Dtype[];

/** `decoder_model_merged`: earlier exports. */
const BASES = ["model", "decoder_model_merged"];

export type NetworkFile = {
  readonly path: string;
  readonly dtype: Dtype;
  /** As transformers.js takes them. */
  readonly base: string;
  readonly subfolder: string;
};

/**
 * Chooses the network among a model's files: an unknown number type would silently become fp32, so it is read from the
 * names of the files that are there.
 *
 * @param asked the number type that the papers ask for
 * @throws an Error that says which networks are there
 */
export function chooseNetwork(paths: readonly string[], asked?: string): NetworkFile {
  const found = PREFERENCE.flatMap((dtype) =>
    BASES.flatMap((base) =>
      paths
        .filter((path) => basename(path) === `${base}${SUFFIX[dtype]}.onnx`)
        .map((path) => ({ path, dtype, base, subfolder: dirname(path) === "." ? "" : dirname(path) })),
    ),
  );
  const [chosen] = asked === undefined ? found : found.filter(({ dtype }) => dtype === asked);
  if (chosen) return chosen;
  const networks = paths.filter((path) => path.endsWith(".onnx"));
  throw new Error(
    `has no ${asked === undefined ? "" : `${asked} `}network that is named as transformers.js names them ` +
      `(model.onnx, model_quantized.onnx, model_q4.onnx, …); it has ${networks.join(", ") || "none"}`,
  );
}

/** Why a network could not be loaded, in words that say what to do. */
export function networkFault(path: string, { message }: Error): string {
  const operator =
    /(?:implementation for|No Op registered for) (\w+)/.exec(message)?.[1] ??
    /([A-Za-z]\w*)\(-?\d+\) is not a registered function\/op/.exec(message)?.[1];
  if (operator) {
    return `${path} uses the operator ${operator}, which has no kernel here; export it for CPUs, without GPU fusion`;
  }
  return `${path} cannot be loaded: ${message}`;
}
