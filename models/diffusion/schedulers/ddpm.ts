import { z } from "zod";
import { alphasCumprod, betaOptions } from "./betas.ts";
import { bounded, clipOptions, PredictionType, readOutput, thresholdOptions } from "./prediction.ts";
import { checkSteps, mix, type Scheduler } from "./schedule.ts";
import { TimestepSpacing, wholeTimesteps } from "./spacing.ts";

const Options = z.object({
  ...betaOptions,
  ...clipOptions,
  ...thresholdOptions,
  clip_sample: z.boolean().default(true),
  prediction_type: PredictionType.default("epsilon"),
  variance_type: z.enum(["fixed_small", "fixed_small_log", "fixed_large"]).default("fixed_small"),
  timestep_spacing: TimestepSpacing.default("leading"),
  steps_offset: z.int().default(0),
});

/**
 * Denoising diffusion probabilistic models: Ho et al., arXiv:2006.11239, equation 7 for the posterior's mean and variance.
 *
 * Timesteps are whole numbers; samples have unit variance throughout. Draws noise at every step but that at timestep 0.
 *
 * @throws a ZodError for options with values that it cannot take, learned variances among them
 */
export function ddpm(config: unknown): Scheduler {
  const options = Options.parse(config);
  const alphas = alphasCumprod(options);
  return ({ steps }) => {
    checkSteps("DDPMScheduler", steps, options.num_train_timesteps);
    const timesteps = wholeTimesteps("DDPMScheduler", options, steps);
    const alphaAt = (index: number): number =>
      index < timesteps.length ? (alphas[timesteps[index] as number] as number) : 1;
    return {
      timesteps,
      sigmas: null,
      initNoiseSigma: 1,
      scaleInput: (sample) => sample,
      step(output, index, sample, noise) {
        const [alpha, previous] = [alphaAt(index), alphaAt(index + 1)];
        const kept = alpha / previous;
        const read = readOutput(options.prediction_type, output, sample, Math.sqrt(alpha), Math.sqrt(1 - alpha));
        const original = bounded(read.original, options);
        const ofOriginal = (Math.sqrt(previous) * (1 - kept)) / (1 - alpha);
        const ofSample = (Math.sqrt(kept) * (1 - previous)) / (1 - alpha);
        const mean = mix(ofOriginal, original, ofSample, sample);
        if (timesteps[index] === 0) return { next: mean, original };
        const small = Math.max(1e-20, ((1 - previous) / (1 - alpha)) * (1 - kept));
        const variance = options.variance_type === "fixed_large" ? 1 - kept : small;
        return { next: mix(1, mean, Math.sqrt(variance), noise()), original };
      },
      addNoise(clean, noise, index) {
        const alpha = alphaAt(index);
        return mix(Math.sqrt(alpha), clean, Math.sqrt(1 - alpha), noise);
      },
    };
  };
}
