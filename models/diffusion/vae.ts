import type { Tensor } from "onnxruntime-node";
import { requireFinite } from "../onnx/finite.ts";
import type { Session } from "../onnx/session.ts";
import type { VaeConfig } from "./configs.ts";
import { mix } from "./schedulers/schedule.ts";
import { floatsOf, tensorOf } from "./tensors.ts";
import type { Latents } from "./unet.ts";

/** Planes of red, green and blue one after the other, 0..1. */
export type Planes = { readonly data: Float32Array; readonly widthPx: number; readonly heightPx: number };

/**
 * Latents to a picture.
 *
 * @throws an Error naming the model when the network answers with anything but finite numbers
 */
export async function decode(
  model: string,
  session: Session,
  config: VaeConfig,
  latents: Float32Array,
  size: Latents,
): Promise<Planes> {
  const input = session.inputs[0];
  if (!input?.isTensor) throw new Error(`model ${model}: its VAE decoder has no input`);
  const scaled = unscaled(latents, size, config);
  const dims = [1, size.channels, size.height, size.width];
  const answer = await session.run({ [input.name]: tensorOf(input.type, scaled, dims) });
  const name = session.outputs[0]?.name ?? "";
  const sample = answer[name] as Tensor;
  requireFinite(model, name, sample);
  const data = floatsOf(sample).map((value) => Math.min(1, Math.max(0, value / 2 + 0.5)));
  return { data, heightPx: sample.dims[2] as number, widthPx: sample.dims[3] as number };
}

/**
 * A picture to latents, drawn from the distribution that the encoder gives (Kingma and Welling, arXiv:1312.6114, section
 * 2.4); older exports draw inside the network, and their answer is taken as it is.
 *
 * @param noise asked once for standard normal numbers where the draw is ours
 */
export async function encode(
  model: string,
  session: Session,
  config: VaeConfig,
  picture: Planes,
  noise: (length: number) => Float32Array,
): Promise<{ latents: Float32Array; size: Latents }> {
  const input = session.inputs[0];
  if (!input?.isTensor) throw new Error(`model ${model}: its VAE encoder has no input`);
  const values = picture.data.map((value) => value * 2 - 1);
  const dims = [1, 3, picture.heightPx, picture.widthPx];
  const answer = await session.run({ [input.name]: tensorOf(input.type, values, dims) });
  const name = session.outputs[0]?.name ?? "";
  const given = answer[name] as Tensor;
  requireFinite(model, name, given);
  const [, planes = 0, height = 0, width = 0] = given.dims;
  const size = { channels: config.latent_channels, height, width };
  const parameters = floatsOf(given);
  if (planes === size.channels) return { latents: rescaled(parameters, size, config), size };
  if (planes !== 2 * size.channels)
    throw new Error(
      `model ${model}: its VAE encoder answers with ${planes} planes for ${size.channels} of the latents`,
    );
  const half = parameters.length / 2;
  const deviation = parameters
    .subarray(half)
    .map((logVariance) => Math.exp(0.5 * Math.min(20, Math.max(-30, logVariance))));
  const drawn = noise(half).map((value, at) => value * (deviation[at] as number));
  return { latents: rescaled(mix(1, parameters.subarray(0, half), 1, drawn), size, config), size };
}

/** From the VAE's own scale to the UNet's, about unit variance. */
function rescaled(latents: Float32Array, size: Latents, config: VaeConfig): Float32Array {
  const { mean, deviation } = statistics(size, config);
  return latents.map((value, at) => ((value - mean(at)) * config.scaling_factor) / deviation(at));
}

function unscaled(latents: Float32Array, size: Latents, config: VaeConfig): Float32Array {
  const { mean, deviation } = statistics(size, config);
  return latents.map((value, at) => (value * deviation(at)) / config.scaling_factor + mean(at));
}

/** Some VAEs give mean and deviation of each latent plane; most one scale alone. */
function statistics({ height, width }: Latents, config: VaeConfig) {
  const plane = height * width;
  const { latents_mean: means, latents_std: deviations, shift_factor: shift } = config;
  const both = means && deviations;
  return {
    mean: (at: number): number => (both ? (means[Math.floor(at / plane)] ?? 0) : (shift ?? 0)),
    deviation: (at: number): number => (both ? (deviations[Math.floor(at / plane)] ?? 1) : 1),
  };
}
