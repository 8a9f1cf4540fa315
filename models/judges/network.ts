import { Tensor } from "onnxruntime-node";
import { requireFinite } from "../onnx/finite.ts";
import { plugsOf } from "../onnx/plugs.ts";
import type { Provider } from "../onnx/provider.ts";
import { openSession, type Session } from "../onnx/session.ts";
import type { Papers } from "../papers.ts";
import type { Planes } from "./preprocess.ts";

export type JudgeSettings = {
  readonly folder: URL | string;
  /** Inference threads, at least 1. */
  readonly threads: number;
  readonly provider?: Provider | undefined;
};

/** Opens the judge's networks, all or none; a file that is named twice is opened once. */
export async function openNetworks(
  papers: Papers,
  files: readonly string[],
  settings: JudgeSettings,
): Promise<readonly Session[]> {
  const sessions = new Map<string, Session>();
  try {
    for (const file of new Set(files)) sessions.set(file, await openNetwork(papers, file, settings));
  } catch (error) {
    for (const session of sessions.values()) await session.release();
    throw error;
  }
  return files.map((file) => sessions.get(file) as Session);
}

async function openNetwork(papers: Papers, file: string, settings: JudgeSettings): Promise<Session> {
  const network = papers.contents.get(file) ?? papers.places.get(file);
  if (network === undefined) throw new Error(`${file} is missing; its papers do not list it`);
  const { threads, provider } = settings;
  return openSession(network, { threads, provider, model: papers.id, file, plugs: plugsOf(papers, file) });
}

/**
 * Runs a network and takes one of its outputs as numbers.
 *
 * @param names names of the output, the first that is there; a network with one output needs none of them
 */
export async function outputOf(
  model: string,
  session: Session,
  feeds: Readonly<Record<string, Tensor>>,
  ...names: readonly string[]
): Promise<readonly number[]> {
  const [output] = await outputsOf(model, session, feeds, names);
  return output as readonly number[];
}

/** The same for several outputs of one run. */
export async function outputsOf(
  model: string,
  session: Session,
  feeds: Readonly<Record<string, Tensor>>,
  ...wanted: readonly (readonly string[])[]
): Promise<readonly (readonly number[])[]> {
  const answer = await session.run(feeds);
  const known = Object.keys(answer);
  return wanted.map((names) => {
    const name = names.find((one) => known.includes(one)) ?? (known.length === 1 ? known[0] : undefined);
    const tensor = name === undefined ? undefined : answer[name];
    if (name === undefined || !tensor)
      throw new Error(`model ${model}: its network has no output ${names.join(" or ")}; it has ${known.join(", ")}`);
    requireFinite(model, name, tensor);
    if (tensor.type !== "float32")
      throw new Error(`model ${model}: its output "${name}" is ${tensor.type}, not float32`);
    return Array.from(tensor.data as Float32Array);
  });
}

/** The picture as the network's input, under the name that it has there. */
export function pixelFeed(session: Session, { data, widthPx, heightPx }: Planes): Record<string, Tensor> {
  const tensor = new Tensor("float32", data, [1, 3, heightPx, widthPx]);
  const name = session.inputs.find((input) => input.name === "pixel_values")?.name ?? session.inputs[0]?.name;
  return name === undefined ? {} : { [name]: tensor };
}

/** Token ids as the network's inputs: cast and padded to what it takes, with a mask where it wants one. */
export function tokenFeed(session: Session, ids: readonly number[], pad: number): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const input of session.inputs) {
    if ((input.name !== "input_ids" && input.name !== "attention_mask") || !input.isTensor) continue;
    const fixed = input.shape[1];
    const length = typeof fixed === "number" && fixed > 0 ? fixed : ids.length;
    const isMask = input.name === "attention_mask";
    const values = Array.from({ length }, (_, i) => (isMask ? Number(i < ids.length) : (ids[i] ?? pad)));
    feeds[input.name] =
      input.type === "int32"
        ? new Tensor("int32", Int32Array.from(values), [1, length])
        : new Tensor("int64", BigInt64Array.from(values, BigInt), [1, length]);
  }
  return feeds;
}

/** To length 1. */
export function unit(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / (length || 1));
}
