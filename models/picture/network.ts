import type { Pixels } from "../../core/picture.ts";
import { requireFinite } from "../onnx/finite.ts";
import type { Session } from "../onnx/session.ts";
import type { PicturePapers } from "./papers.ts";
import { fromTensor, PIXEL_TYPES, type PixelType, shapeOf, toTensor, type Values } from "./values.ts";

/** Runs the network once on a picture of a size that it takes; the result is `scale` times as wide and high. */
export type RunNetwork = (picture: Pixels) => Promise<Values>;

/** @throws Error naming the model where the network cannot be what the manifest's `picture` says */
export function networkOf(model: string, session: Session, { input, output }: PicturePapers): RunNetwork {
  const refuse = (what: string): never => {
    throw new Error(`model ${model}: ${what}`);
  };
  const [only, ...others] = session.inputs;
  if (!only || others.length > 0) return refuse(`it has ${session.inputs.length} inputs; a picture network has one`);
  if (input.name !== undefined && input.name !== only.name)
    refuse(`it has no input "${input.name}"; it has "${only.name}"`);
  const answer = output.name ?? session.outputs[0]?.name ?? "";
  if (!session.outputs.some(({ name }) => name === answer)) refuse(`it has no output "${answer}"`);
  if (!only.isTensor || !isPixelType(only.type)) {
    return refuse(
      `its input "${only.name}" is ${only.isTensor ? only.type : "no tensor"}, not ${PIXEL_TYPES.join(", ")}`,
    );
  }
  const { type } = only;
  const objection = objectionTo(only.shape, input);
  if (objection !== null) refuse(`its input "${only.name}" has shape [${only.shape.join(", ")}], ${objection}`);

  return async (picture) => {
    const answers = await session.run({ [only.name]: toTensor(picture, input, type) });
    const tensor = answers[answer] ?? refuse(`did not answer "${answer}"`);
    const size = [picture.widthPx * output.scale, picture.heightPx * output.scale] as const;
    const expected = shapeOf(output, size);
    // Masks come with or without their dimensions of one; in memory they are the same.
    const fits = output.channels === "alpha" ? tensor.size === size[0] * size[1] : `${tensor.dims}` === `${expected}`;
    if (!fits) refuse(`answered [${tensor.dims.join(", ")}] where its papers ask for [${expected.join(", ")}]`);
    requireFinite(model, answer, tensor);
    return fromTensor(tensor, output, size);
  };
}

const isPixelType = (type: string): type is PixelType => (PIXEL_TYPES as readonly string[]).includes(type);

/** Where an input cannot be one picture of the layout and sizes of its papers. */
function objectionTo(shape: readonly (number | string)[], { layout, size }: PicturePapers["input"]): string | null {
  const [batch, channels, height, width] = layout === "NCHW" ? shape : [shape[0], shape[3], shape[1], shape[2]];
  const may = (dim: number | string | undefined, wanted: number) => typeof dim === "string" || dim === wanted;
  if (shape.length !== 4 || !may(batch, 1) || !may(channels, 3)) return `which is not one picture in ${layout}`;
  if (typeof height === "string" && typeof width === "string") return null;
  if (size === "any" || "multipleOf" in size) return "a fixed size: its papers need a size to tile or to resize to";
  const [w, h] = "tile" in size ? size.tile : size.resize;
  return may(width, w) && may(height, h) ? null : `its papers say ${w}x${h}`;
}
