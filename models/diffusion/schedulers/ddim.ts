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
  set_alpha_to_one: z.boolean().default(true),
  steps_offset: z.int().default(0),
  prediction_type: PredictionType.default("epsilon"),
  timestep_spacing: TimestepSpacing.default("leading"),
});

/**
 * Denoising diffusion implicit models: Song et al., arXiv:2010.02502, equation 12 for the step and equation 16 for its
 * noise, with `eta` from 0 (deterministic) to 1 (DDPM).
 *
 * Timesteps are whole numbers; samples have unit variance throughout.
 *
 * @throws a ZodError for options with values that it cannot take
 */
export function ddim(config: unknown): Scheduler {
  const options = Options.parse(config);
  const alphas = alphasCumprod(options);
  const train = options.num_train_timesteps;
  const final = options.set_alpha_to_one ? 1 : (alphas[0] as number);
  const alphaAt = (timestep: number): number => (timestep < 0 ? final : (alphas[timestep] as number));
  return ({ steps, eta = 0 }) => {
    checkSteps("DDIMScheduler", steps, train);
    const timesteps = wholeTimesteps("DDIMScheduler", options, steps);
    return {
      timesteps,
      sigmas: null,
      initNoiseSigma: 1,
      scaleInput: (sample) => sample,
      step(output, index, sample, noise) {
        const timestep = timesteps[index] as number;
        const alpha = alphaAt(timestep);
        const previous = alphaAt(timestep - Math.floor(train / steps));
        const read = readOutput(options.prediction_type, output, sample, Math.sqrt(alpha), Math.sqrt(1 - alpha));
        const original = bounded(read.original, options);
        const deviation = eta * Math.sqrt(((1 - previous) / (1 - alpha)) * (1 - alpha / previous));
        const direction = Math.sqrt(1 - previous - deviation ** 2);
        const next = mix(Math.sqrt(previous), original, direction, read.epsilon);
        return { next: eta > 0 ? mix(1, next, deviation, noise()) : next, original };
      },
      addNoise(clean, noise, index) {
        const alpha = alphaAt(timesteps[index] as number);
        return mix(Math.sqrt(alpha), clean, Math.sqrt(1 - alpha), noise);
      },
    };
  };
}
