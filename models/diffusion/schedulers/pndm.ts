import { z } from "zod";
import { alphasCumprod, betaOptions } from "./betas.ts";
import { checkSteps, mix, type Scheduler } from "./schedule.ts";
import { TimestepSpacing, wholeTimesteps } from "./spacing.ts";

const Options = z.object({
  ...betaOptions,
  skip_prk_steps: z.literal(true, {
    error: "only PNDM without its Runge-Kutta steps (skip_prk_steps: true) is known here",
  }),
  set_alpha_to_one: z.boolean().default(false),
  prediction_type: z.enum(["epsilon", "v_prediction"]).default("epsilon"),
  timestep_spacing: TimestepSpacing.default("leading"),
  steps_offset: z.int().default(0),
});

/** Adams-Bashforth weights of the newest output first. */
const WEIGHTS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];

/**
 * Pseudo linear multistep sampling: Liu et al., "Pseudo Numerical Methods for Diffusion Models on Manifolds",
 * arXiv:2202.09778, equation 9 for the transfer and equation 12 for the multistep part, as Stable Diffusion uses it: the
 * first step is taken twice (improved Euler), so a run has one timestep more than steps.
 *
 * Timesteps are whole numbers; samples have unit variance throughout.
 *
 * @throws a ZodError for options with values that it cannot take, Runge-Kutta warm-up among them
 */
export function pndm(config: unknown): Scheduler {
  const options = Options.parse(config);
  const alphas = alphasCumprod({ ...options, rescale_betas_zero_snr: false });
  const train = options.num_train_timesteps;
  const final = options.set_alpha_to_one ? 1 : (alphas[0] as number);
  const alphaAt = (timestep: number): number => (timestep < 0 ? final : (alphas[timestep] as number));

  const transfer = (sample: Float32Array, from: number, to: number, output: Float32Array): Float32Array => {
    const [alpha, previous] = [alphaAt(from), alphaAt(to)];
    const epsilon =
      options.prediction_type === "epsilon" ? output : mix(Math.sqrt(alpha), output, Math.sqrt(1 - alpha), sample);
    const below = alpha * Math.sqrt(1 - previous) + Math.sqrt(alpha * (1 - alpha) * previous);
    return mix(Math.sqrt(previous / alpha), sample, -(previous - alpha) / below, epsilon);
  };

  return ({ steps }) => {
    checkSteps("PNDMScheduler", steps, train);
    const spaced = wholeTimesteps("PNDMScheduler", options, steps);
    const timesteps = [...spaced.slice(0, 2), ...spaced.slice(1)];
    const apart = Math.floor(train / steps);
    const outputs: Float32Array[] = [];
    let calls = 0;
    let firstSample: Float32Array | null = null;
    return {
      timesteps,
      sigmas: null,
      initNoiseSigma: 1,
      scaleInput: (sample) => sample,
      step(output, index, sample) {
        const timestep = timesteps[index] as number;
        calls++;
        if (calls === 2 && firstSample) {
          const mean = mix(0.5, output, 0.5, outputs[0] as Float32Array);
          return { next: transfer(firstSample, timestep + apart, timestep, mean), original: null };
        }
        if (calls === 1) firstSample = sample;
        outputs.unshift(output);
        outputs.length = Math.min(outputs.length, 4);
        const weights = WEIGHTS[outputs.length - 1] as number[];
        const combined = output.map((_, at) =>
          weights.reduce((sum, weight, age) => sum + weight * ((outputs[age] as Float32Array)[at] as number), 0),
        );
        return { next: transfer(sample, timestep, timestep - apart, combined), original: null };
      },
      addNoise(clean, noise, index) {
        const alpha = alphaAt(timesteps[index] as number);
        return mix(Math.sqrt(alpha), clean, Math.sqrt(1 - alpha), noise);
      },
    };
  };
}
