import type { InferenceSession } from "onnxruntime-node";
import type { Manifest } from "../papers.ts";

type Plug = NonNullable<Manifest["inputs"]>[number];
type Found = InferenceSession.ValueMetadata;
type Shape = readonly (number | string)[];

/** What a model's papers say of one network's inputs and outputs. Without a word on a side, that side is not checked. */
export type Plugs = { readonly inputs?: readonly Plug[]; readonly outputs?: readonly Plug[] };

/** The plugs of one of the model's files; those that name no file belong to every one. */
export function plugsOf(papers: Pick<Manifest, "inputs" | "outputs">, file: string): Plugs {
  const mine = (plugs: readonly Plug[] = []) => plugs.filter((plug) => (plug.file ?? file) === file);
  return { inputs: mine(papers.inputs), outputs: mine(papers.outputs) };
}

/**
 * The first thing in which a network differs from its papers, or `null`.
 *
 * Every input must be in the papers and the other way round; of the outputs, those that the papers name must be there,
 * for nobody has to take the others. A symbolic dimension, on either side, fits any.
 */
export function misfitOf(inputs: readonly Found[], outputs: readonly Found[], papers: Plugs): string | null {
  const misfits = [
    ...(papers.inputs ?? []).map((plug) => differenceOf("input", inputs, plug)),
    ...(papers.outputs ?? []).map((plug) => differenceOf("output", outputs, plug)),
    ...unnamed(inputs, papers.inputs ?? []),
  ];
  return misfits.find((misfit) => misfit !== null) ?? null;
}

function differenceOf(side: "input" | "output", found: readonly Found[], plug: Plug): string | null {
  const one = found.find(({ name }) => name === plug.name);
  if (!one) {
    return `has no ${side} "${plug.name}", which its papers name; it has ${found.map(({ name }) => `"${name}"`).join(", ")}`;
  }
  if (!one.isTensor) return `${side} "${plug.name}" is no tensor, its papers say ${plug.type}`;
  if (one.type !== plug.type) return `${side} "${plug.name}" has type ${one.type}, its papers say ${plug.type}`;
  if (fits(one.shape, plug.shape)) return null;
  return `${side} "${plug.name}" has shape ${shown(one.shape)}, its papers say ${shown(plug.shape)}`;
}

function unnamed(found: readonly Found[], plugs: readonly Plug[]): readonly string[] {
  if (plugs.length === 0) return [];
  return found
    .filter(({ name }) => !plugs.some((plug) => plug.name === name))
    .map(({ name }) => `has an input "${name}", of which its papers say nothing`);
}

const fits = (found: Shape, told: Shape): boolean =>
  found.length === told.length &&
  found.every((dim, i) => typeof dim === "string" || typeof told[i] === "string" || dim === told[i]);

const shown = (shape: Shape): string => `[${shape.map((dim) => (dim === "" ? "?" : dim)).join(", ")}]`;
