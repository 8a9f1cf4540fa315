import { z } from "zod";
import { betaOptions, linspace32, trainingSigmas } from "./betas.ts";
import { PredictionType } from "./prediction.ts";
import { checkSteps, mix, type Schedule, type Scheduler } from "./schedule.ts";
import { checkShape, interpolate, shapedSigmas, timestepOf } from "./sigmas.ts";
import { spacedTimesteps, TimestepSpacing } from "./spacing.ts";

const Options = z.object({
  ...betaOptions,
  prediction_type: z.union([PredictionType, z.literal("original_sample")]).default("epsilon"),
  interpolation_type: z.enum(["linear", "log_linear"]).default("linear"),
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.boolean().default(false),
  sigma_min: z.number().positive().nullish(),
  sigma_max: z.number().positive().nullish(),
  timestep_spacing: TimestepSpacing.default("linspace"),
  timestep_type: z.enum(["discrete", "continuous"]).default("discrete"),
  steps_offset: z.int().default(0),
  final_sigmas_type: z.enum(["zero", "sigma_min"]).default("zero"),
});
type Options = z.infer<typeof Options>;

/**
 * Euler's method on the probability-flow ODE in sigma space: Karras et al., "Elucidating the Design Space of
 * Diffusion-Based Generative Models", arXiv:2206.00364, algorithm 2 without churn, x' = (x - D(x; sigma)) / sigma
 * (equation 4), with the preconditioning of equation 7 for epsilon and v models.
 *
 * Sigmas run from about 14.6 (4096 with zero terminal SNR) down to 0; a sample at level sigma has variance sigma^2 + 1.
 * Timesteps are fractions where the spacing is linspace or sigmas are shaped.
 *
 * @param config the scheduler's JSON; options absent from it have the reference's defaults
 * @throws a ZodError for options with values that it cannot take
 */
export function euler(config: unknown): Scheduler {
  const options = Options.parse(config);
  checkShape("EulerDiscreteScheduler", options);
  const training = trainingSigmas(options);
  return ({ steps }) => {
    checkSteps("EulerDiscreteScheduler", steps, options.num_train_timesteps);
    return scheduleOf(options, ...levels(options, training.sigmas, steps));
  };
}

/** @returns timesteps and, one longer, sigmas */
function levels(options: Options, training: Float32Array, steps: number): [number[], number[]] {
  const logSigmas = training.map(Math.log);
  const train = options.num_train_timesteps;
  let timesteps = spacedTimesteps(options.timestep_spacing, train, steps, options.steps_offset).map(Math.fround);
  let sigmas = timesteps.map((timestep) => interpolate(timestep, training));
  if (options.interpolation_type === "log_linear") {
    sigmas = [...linspace32(logSigmas.at(-1) as number, logSigmas[0] as number, steps + 1)].map(Math.exp);
  }
  const most = options.sigma_max ?? (sigmas[0] as number);
  const least = options.sigma_min ?? (sigmas.at(-1) as number);
  const shaped = shapedSigmas(options, most, least, steps);
  if (shaped) {
    sigmas = shaped;
    timesteps = shaped.map((sigma) => Math.fround(timestepOf(sigma, logSigmas)));
  }
  sigmas = [...sigmas, options.final_sigmas_type === "zero" ? 0 : (training[0] as number)].map(Math.fround);
  if (options.timestep_type === "continuous" && options.prediction_type === "v_prediction") {
    timesteps = sigmas.slice(0, -1).map((sigma) => Math.fround(0.25 * Math.log(sigma)));
  }
  return [timesteps, sigmas];
}

function scheduleOf(options: Options, timesteps: number[], sigmas: number[]): Schedule {
  const sigmaAt = (index: number): number => sigmas[index] as number;
  return {
    timesteps,
    sigmas,
    initNoiseSigma: firstDeviation(options.timestep_spacing, sigmas),
    scaleInput: (sample, index) => scaled(sample, sigmaAt(index)),
    step(output, index, sample) {
      const sigma = sigmaAt(index);
      const original = denoised(options.prediction_type, output, sample, sigma);
      return { next: slide(sample, original, sigma, sigmaAt(index + 1)), original };
    },
    addNoise: (clean, noise, index) => mix(1, clean, sigmaAt(index), noise),
  };
}

// From here on in float32, operation by operation: at the sigma of 4096 of a zero-SNR schedule the clean sample is what is
// left of a difference of large numbers, and doubles would leave something else than the references do.
const { fround, max, sqrt } = Math;
const variance = (sigma: number): number => fround(fround(sigma * sigma) + 1);

export const firstDeviation = (spacing: TimestepSpacing, sigmas: readonly number[]): number =>
  spacing === "leading" ? fround(sqrt(variance(max(...sigmas)))) : max(...sigmas);

/** c_in x of equation 7: unit variance. */
export function scaled(sample: Float32Array, sigma: number): Float32Array {
  const root = fround(sqrt(variance(sigma)));
  return sample.map((value) => value / root);
}

/** Equation 7: D = c_skip x + c_out F; for v models c_skip = 1 / (sigma^2 + 1), c_out = -sigma / sqrt(sigma^2 + 1). */
export function denoised(type: string, output: Float32Array, sample: Float32Array, sigma: number): Float32Array {
  if (type === "epsilon") return sample.map((value, at) => value - fround(sigma * (output[at] as number)));
  if (type !== "v_prediction") return output;
  const below = variance(sigma);
  const out = fround(-sigma / fround(sqrt(below)));
  return sample.map((value, at) => fround((output[at] as number) * out) + fround(value / below));
}

/** Equation 4: x + (sigma' - sigma) (x - D) / sigma. */
export function slide(sample: Float32Array, original: Float32Array, from: number, to: number): Float32Array {
  const change = fround(to - from);
  return sample.map((value, at) => {
    const derivative = fround(fround(value - (original[at] as number)) / from);
    return value + fround(derivative * change);
  });
}
