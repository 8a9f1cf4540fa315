import type { Progress } from "../../core/ports.ts";
import { guidanceEmbedding } from "./guidance-embedding.ts";
import type { Networks } from "./networks.ts";
import { mix, type Schedule, type Scheduler } from "./schedulers/schedule.ts";
import { zerosLike } from "./text-encoder.ts";
import type { Condition, Latents } from "./unet.ts";
import { decode, encode, type Planes } from "./vae.ts";

export type Generation = {
  readonly prompt: string;
  /** What to keep away from; left out, nothing (SD) or zeros (SDXL). */
  readonly negativePrompt?: string | undefined;
  /** Steps of the schedule; an image-to-image run takes `strength` of them. */
  readonly steps: number;
  /** 1 or less: without guidance. Consistency models take it as a number. */
  readonly guidance: number;
  /** Multiples of `multipleOf(networks)`. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scheduler: Scheduler;
  /** Image-to-image: a picture of this size, and how much of the schedule is run on it, in (0, 1]. */
  readonly from?: { readonly picture: Planes; readonly strength: number } | undefined;
  /** Standard normal numbers, a fresh lot at every call: latents, or the encoder's draw and the noise over it; then steps'. */
  readonly noise: (length: number) => Float32Array;
};

/**
 * One picture, as diffusers' pipelines of the same name make it.
 *
 * Guidance: Ho and Salimans, "Classifier-Free Diffusion Guidance", arXiv:2207.12598, equation 6. Image-to-image: Meng et
 * al. (SDEdit), arXiv:2108.01073, algorithm 1.
 *
 * @param progress told after every UNet step
 * @throws the signal's reason within one inference; an Error naming the model for an answer that is not a number, or a
 *   strength that leaves no step to run
 */
export async function generate(
  networks: Networks,
  request: Generation,
  signal: AbortSignal,
  progress: Progress = () => {},
): Promise<Planes> {
  const check = (): void => signal.throwIfAborted();
  check();
  const { schedule, start } = scheduled(networks, request);
  const conditions = await conditionsOf(networks, request, check);
  const first = await firstLatents(networks, request, schedule, start, check);
  const { size } = first;
  let { sample } = first;
  const total = schedule.timesteps.length - start;
  for (let index = start; index < schedule.timesteps.length; index++) {
    const seen = schedule.scaleInput(sample, index);
    const timestep = schedule.timesteps[index] as number;
    const predictions = await networks.unet.predict(seen, size, timestep, conditions, check);
    const output = guided(predictions, request.guidance);
    sample = schedule.step(output, index, sample, () => request.noise(sample.length)).next;
    progress(index - start + 1, total);
  }
  check();
  const picture = await decode(networks.model, networks.vaeDecoder, networks.vaeConfig, sample, size);
  check();
  return picture;
}

/** Pixels that width and height must be multiples of: the VAE's factor, and the UNet's halvings on top. */
export function multipleOf({ vaeConfig, unetConfig }: Pick<Networks, "vaeConfig" | "unetConfig">): number {
  return vaeFactor(vaeConfig) * 2 ** (unetConfig.down_block_types.length - 1);
}

export const vaeFactor = ({ block_out_channels }: Networks["vaeConfig"]): number =>
  2 ** (block_out_channels.length - 1);

/** The schedule and the index that the run begins with. */
function scheduled({ model, family }: Networks, { scheduler, steps, from }: Generation) {
  const strength = from?.strength ?? 1;
  // A consistency pipeline spreads its steps over the share of the schedule; the others run that share of the steps.
  if (family.consistency) return { schedule: scheduler({ steps, strength }), start: 0 };
  const schedule = scheduler({ steps });
  if (!from) return { schedule, start: 0 };
  const run = Math.min(Math.floor(steps * strength), steps);
  if (run < 1) throw new Error(`model ${model}: strength ${strength} of ${steps} steps leaves none to run`);
  return { schedule, start: (steps - run) * (schedule.callsPerStep ?? 1) };
}

async function firstLatents(
  networks: Networks,
  request: Generation,
  schedule: Schedule,
  start: number,
  check: () => void,
): Promise<{ sample: Float32Array; size: Latents }> {
  const { model, vaeConfig, vaeEncoder } = networks;
  if (!request.from) {
    const factor = vaeFactor(vaeConfig);
    const [height, width] = [Math.floor(request.heightPx / factor), Math.floor(request.widthPx / factor)];
    const size = { channels: vaeConfig.latent_channels, height, width };
    const sample = request.noise(size.channels * height * width).map((value) => value * schedule.initNoiseSigma);
    return { sample, size };
  }
  if (!vaeEncoder) throw new Error(`model ${model}: it has no vae_encoder/model.onnx, which image-to-image needs`);
  check();
  const { latents, size } = await encode(model, vaeEncoder, vaeConfig, request.from.picture, request.noise);
  return { sample: schedule.addNoise(latents, request.noise(latents.length), start), size };
}

/** One condition without guidance, two with it: the negative one first. */
async function conditionsOf(networks: Networks, request: Generation, check: () => void): Promise<Condition[]> {
  const { family, index, unetConfig, encodeText } = networks;
  const { prompt, negativePrompt, guidance, widthPx, heightPx } = request;
  const timeIds = [heightPx, widthPx, 0, 0, heightPx, widthPx];
  const embedded = unetConfig.time_cond_proj_dim ? guidanceEmbedding(guidance, unetConfig.time_cond_proj_dim) : null;
  const wanted = { text: await encodeText(prompt), timeIds, guidance: embedded };
  if (guidance <= 1 || embedded) return [wanted];
  check();
  const zeros = family.xl && negativePrompt === undefined && index.force_zeros_for_empty_prompt;
  const text = zeros ? zerosLike(wanted.text) : await encodeText(negativePrompt ?? "");
  return [{ text, timeIds, guidance: null }, wanted];
}

function guided([first, second]: readonly Float32Array[], guidance: number): Float32Array {
  if (!second) return first as Float32Array;
  return mix(1 - guidance, first as Float32Array, guidance, second);
}
