import { z } from "zod";
import { betaOptions, trainingSigmas } from "./betas.ts";
import { denoised, firstDeviation, scaled } from "./euler.ts";
import { bounded, clipOptions, PredictionType } from "./prediction.ts";
import { checkSteps, mix, type Scheduler } from "./schedule.ts";
import { checkShape, interpolate, shapedSigmas, timestepOf } from "./sigmas.ts";
import { spacedTimesteps, TimestepSpacing } from "./spacing.ts";

const Options = z.object({
  ...betaOptions,
  ...clipOptions,
  prediction_type: PredictionType.default("epsilon"),
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.boolean().default(false),
  timestep_spacing: TimestepSpacing.default("linspace"),
  steps_offset: z.int().default(0),
});

/**
 * Heun's second-order method on the ODE of `euler.ts`: Karras et al., arXiv:2206.00364, algorithm 1 without churn. Every
 * step but the last asks the network twice, so a run has 2 n - 1 timesteps.
 *
 * @throws a ZodError for options with values that it cannot take
 */
export function heun(config: unknown): Scheduler {
  const options = Options.parse({ ...(config as object), rescale_betas_zero_snr: false });
  checkShape("HeunDiscreteScheduler", options);
  const training = trainingSigmas(options).sigmas;
  const logSigmas = training.map(Math.log);
  const bounds = { ...options, thresholding: false, dynamic_thresholding_ratio: 1, sample_max_value: 1 };
  return ({ steps }) => {
    const train = options.num_train_timesteps;
    checkSteps("HeunDiscreteScheduler", steps, train);
    const base = spacedTimesteps(options.timestep_spacing, train, steps, options.steps_offset).map(Math.fround);
    const plain = base.map((timestep) => interpolate(timestep, training));
    const shaped = shapedSigmas(options, plain[0] as number, plain.at(-1) as number, steps);
    const once = shaped ? shaped.map((sigma) => Math.fround(timestepOf(sigma, logSigmas))) : base;
    const levels = (shaped ?? plain).map(Math.fround);
    const timesteps = twice(once);
    const sigmas = [...twice(levels), 0];
    const sigmaAt = (index: number): number => sigmas[index] as number;
    let started: { sample: Float32Array; slope: Float32Array; from: number } | null = null;
    return {
      timesteps,
      sigmas,
      callsPerStep: 2,
      initNoiseSigma: firstDeviation(options.timestep_spacing, sigmas),
      scaleInput: (sample, index) => scaled(sample, sigmaAt(index)),
      step(output, index, sample) {
        const here = sigmaAt(index);
        const original = bounded(denoised(options.prediction_type, output, sample, here), bounds);
        const slope = mix(1 / here, sample, -1 / here, original);
        if (started) {
          const change = (here - started.from) / 2;
          const next = mix(1, mix(1, started.sample, change, started.slope), change, slope);
          started = null;
          return { next, original };
        }
        const to = sigmaAt(index + 1);
        if (to > 0) started = { sample, slope, from: here };
        return { next: mix(1, sample, to - here, slope), original };
      },
      addNoise: (clean, noise, index) => mix(1, clean, sigmaAt(index), noise),
    };
  };
}

/** All but the first are visited twice: at the end of one step, where it is corrected, and at the start of the next. */
const twice = (values: readonly number[]): number[] =>
  values.flatMap((value, at) => (at === 0 ? [value] : [value, value]));
