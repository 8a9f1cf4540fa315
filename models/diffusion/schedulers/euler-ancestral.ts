import { z } from "zod";
import { betaOptions, trainingSigmas } from "./betas.ts";
import { denoised, firstDeviation, scaled, slide } from "./euler.ts";
import { checkSteps, mix, type Scheduler } from "./schedule.ts";
import { interpolate } from "./sigmas.ts";
import { spacedTimesteps, TimestepSpacing } from "./spacing.ts";

const Options = z.object({
  ...betaOptions,
  prediction_type: z.enum(["epsilon", "v_prediction"]).default("epsilon"),
  timestep_spacing: TimestepSpacing.default("linspace"),
  steps_offset: z.int().default(0),
});

/**
 * Ancestral sampling in sigma space: an Euler step of Karras et al., arXiv:2206.00364, equation 4, down to sigma_down,
 * then fresh noise of sigma_up, split so that sigma_down^2 + sigma_up^2 = sigma'^2 as DDPM's posterior does (Song et al.,
 * DDIM, arXiv:2010.02502, equation 16 with eta = 1, rewritten for sigma = sqrt((1 - alpha) / alpha)).
 *
 * Ranges as in `euler.ts`. Draws noise at every step, the last one too, where its weight is 0.
 *
 * @throws a ZodError for options with values that it cannot take
 */
export function eulerAncestral(config: unknown): Scheduler {
  const options = Options.parse(config);
  const training = trainingSigmas(options).sigmas;
  return ({ steps }) => {
    checkSteps("EulerAncestralDiscreteScheduler", steps, options.num_train_timesteps);
    const train = options.num_train_timesteps;
    const timesteps = spacedTimesteps(options.timestep_spacing, train, steps, options.steps_offset).map(Math.fround);
    const sigmas = [...timesteps.map((timestep) => interpolate(timestep, training)), 0].map(Math.fround);
    const sigmaAt = (index: number): number => sigmas[index] as number;
    return {
      timesteps,
      sigmas,
      initNoiseSigma: firstDeviation(options.timestep_spacing, sigmas),
      scaleInput: (sample, index) => scaled(sample, sigmaAt(index)),
      step(output, index, sample, noise) {
        const { up, down } = split(sigmaAt(index), sigmaAt(index + 1));
        const original = denoised(options.prediction_type, output, sample, sigmaAt(index));
        return { next: mix(1, slide(sample, original, sigmaAt(index), down), up, noise()), original };
      },
      addNoise: (clean, noise, index) => mix(1, clean, sigmaAt(index), noise),
    };
  };
}

/** In float32 like the Euler step itself. */
function split(from: number, to: number): { up: number; down: number } {
  const { fround, sqrt } = Math;
  const square = (value: number): number => fround(value * value);
  const up = fround(sqrt(fround(fround(square(to) * fround(square(from) - square(to))) / square(from))));
  return { up, down: fround(sqrt(fround(square(to) - square(up)))) };
}
