import type { Tensor } from "onnxruntime-node";
import { requireFinite } from "../onnx/finite.ts";
import type { Session } from "../onnx/session.ts";
import { floatsOf, tensorOf } from "./tensors.ts";
import type { EncodedText } from "./text-encoder.ts";

/** What a UNet is told besides sample and timestep. */
export type Condition = {
  readonly text: EncodedText;
  /** SDXL: original height and width, crop top and left, target height and width, in pixels. */
  readonly timeIds: readonly number[];
  /** Consistency models: the embedded guidance. */
  readonly guidance: Float32Array | null;
};

export type Latents = { readonly channels: number; readonly height: number; readonly width: number };

export type Unet = {
  /** Latent height and width where the network knows only one; `null` where it takes any. */
  readonly fixed: { readonly height: number; readonly width: number } | null;
  /**
   * One prediction a condition, in order.
   *
   * @param sample flat, `channels * height * width`
   * @param check called between inferences; throws to stop
   */
  predict(
    sample: Float32Array,
    size: Latents,
    timestep: number,
    conditions: readonly Condition[],
    check: () => void,
  ): Promise<Float32Array[]>;
};

type Plug = { readonly name: string; readonly type: string; readonly shape: readonly (number | string)[] };

/**
 * A UNet in any of the layouts that exporters give it: `timestep` as a scalar, of length one or one a batch, in whole or
 * floating numbers; float or half inputs; any batch, or a batch fixed by the export.
 *
 * @throws an Error naming the model when the network has not the inputs of a text-conditioned UNet
 */
export function openUnet(model: string, file: string, session: Session): Unet {
  const plugs = new Map<string, Plug>();
  for (const input of session.inputs) if (input.isTensor) plugs.set(input.name, input);
  const need = (name: string): Plug => {
    const plug = plugs.get(name);
    if (!plug) throw new Error(`model ${model}: ${file} has no input "${name}"`);
    return plug;
  };
  const sampleShape = need("sample").shape;
  need("timestep");
  need("encoder_hidden_states");
  const [batch, , height, width] = sampleShape;
  const output = session.outputs[0]?.name ?? "";

  const run = async (sample: Float32Array, size: Latents, timestep: number, conditions: readonly Condition[]) => {
    const count = conditions.length;
    const feeds: Record<string, Tensor> = {};
    const feed = (name: string, values: ArrayLike<number>, dims: readonly number[]): void => {
      const { type } = need(name);
      feeds[name] = tensorOf(type, values, dims);
    };
    const [{ text }] = conditions as [Condition];
    feed("sample", repeated(sample, count), [count, size.channels, size.height, size.width]);
    const times = need("timestep").shape;
    feed("timestep", new Array(times.length === 0 || times[0] === 1 ? 1 : count).fill(timestep), dimsOf(times, count));
    feed("encoder_hidden_states", chained(conditions.map(({ text }) => text.hidden)), [count, text.tokens, text.width]);
    if (plugs.has("text_embeds")) {
      const pooled = conditions.map(({ text }) => text.pooled ?? new Float32Array());
      feed("text_embeds", chained(pooled), [count, pooled[0]?.length ?? 0]);
      feed(
        "time_ids",
        conditions.flatMap(({ timeIds }) => timeIds),
        [count, 6],
      );
    }
    if (plugs.has("timestep_cond")) {
      const guidance = conditions.map(({ guidance }) => guidance ?? new Float32Array());
      feed("timestep_cond", chained(guidance), [count, guidance[0]?.length ?? 0]);
    }
    const answer = (await session.run(feeds))[output] as Tensor;
    requireFinite(model, output, answer);
    return floatsOf(answer);
  };

  return {
    fixed: typeof height === "number" && typeof width === "number" && height > 0 ? { height, width } : null,
    async predict(sample, size, timestep, conditions, check) {
      const together = typeof batch === "number" && batch > 1 ? batch : 1;
      const predictions: Float32Array[] = [];
      // One condition at a time takes half the memory of both, and as long on a CPU.
      for (let from = 0; from < conditions.length; from += together) {
        check();
        const some = conditions.slice(from, from + together);
        const filled = Array.from({ length: together }, (_, at) => some[at] ?? (some[0] as Condition));
        const answer = await run(sample, size, timestep, filled);
        for (let at = 0; at < some.length; at++)
          predictions.push(answer.slice(at * sample.length, (at + 1) * sample.length));
      }
      return predictions;
    },
  };
}

const dimsOf = (shape: Plug["shape"], count: number): number[] =>
  shape.length === 0 ? [] : [shape[0] === 1 ? 1 : count];

const repeated = (values: Float32Array, count: number): Float32Array =>
  count === 1 ? values : chained(new Array(count).fill(values));

function chained(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
