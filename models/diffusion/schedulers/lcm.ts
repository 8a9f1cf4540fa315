import { z } from "zod";
import { alphasCumprod, betaOptions } from "./betas.ts";
import { bounded, clipOptions, PredictionType, readOutput, thresholdOptions } from "./prediction.ts";
import { checkSteps, mix, type ScheduleRequest, type Scheduler } from "./schedule.ts";

const Options = z.object({
  ...betaOptions,
  ...clipOptions,
  ...thresholdOptions,
  beta_start: z.number().positive().default(0.00085),
  beta_end: z.number().positive().default(0.012),
  beta_schedule: betaOptions.beta_schedule.removeDefault().default("scaled_linear"),
  original_inference_steps: z.int().min(1).default(50),
  prediction_type: PredictionType.default("epsilon"),
  timestep_scaling: z.number().positive().default(10),
});
type Options = z.infer<typeof Options>;

/** Standard deviation of the data that the boundary condition assumes. */
const SIGMA_DATA = 0.5;

/**
 * Multistep sampling of latent consistency models: Luo et al., arXiv:2310.04378, algorithm 3 (after Song et al.,
 * "Consistency Models", arXiv:2303.01469, algorithm 1), with the boundary condition f = c_skip x + c_out x0 of equation 9
 * and the skipping-step schedule of section 4.3.
 *
 * Timesteps are whole numbers; the config's spacing and offset have no say. Draws noise at every step but the last.
 *
 * @throws a ZodError for options with values that it cannot take, an Error for more steps than it was distilled on
 */
export function lcm(config: unknown): Scheduler {
  const options = Options.parse(config);
  const alphas = alphasCumprod(options);
  return (request) => {
    const timesteps = distilledTimesteps(options, request);
    const alphaAt = (index: number): number => alphas[timesteps[index] as number] as number;
    return {
      timesteps,
      sigmas: null,
      initNoiseSigma: 1,
      scaleInput: (sample) => sample,
      step(output, index, sample, noise) {
        const alpha = alphaAt(index);
        const read = readOutput(options.prediction_type, output, sample, Math.sqrt(alpha), Math.sqrt(1 - alpha));
        const scaled = (timesteps[index] as number) * options.timestep_scaling;
        const skip = SIGMA_DATA ** 2 / (scaled ** 2 + SIGMA_DATA ** 2);
        const out = scaled / Math.hypot(scaled, SIGMA_DATA);
        const original = mix(out, bounded(read.original, options), skip, sample);
        if (index === timesteps.length - 1) return { next: original, original };
        const previous = alphaAt(index + 1);
        return { next: mix(Math.sqrt(previous), original, Math.sqrt(1 - previous), noise()), original };
      },
      addNoise(clean, noise, index) {
        const alpha = alphaAt(index);
        return mix(Math.sqrt(alpha), clean, Math.sqrt(1 - alpha), noise);
      },
    };
  };
}

/** Evenly chosen, by index, from the timesteps that the model was distilled on. */
function distilledTimesteps(options: Options, request: ScheduleRequest): number[] {
  const { steps, strength = 1, originalSteps = options.original_inference_steps } = request;
  const train = options.num_train_timesteps;
  checkSteps("LCMScheduler", originalSteps, train);
  checkSteps("LCMScheduler", steps, originalSteps);
  const apart = Math.floor(train / originalSteps);
  const usable = Math.floor(originalSteps * strength);
  if (usable < steps) {
    throw new Error(
      `LCMScheduler: ${steps} steps do not fit into ${strength} of the ${originalSteps} steps it was distilled on`,
    );
  }
  return Array.from({ length: steps }, (_, index) => (usable - Math.floor(index * (usable / steps))) * apart - 1);
}
