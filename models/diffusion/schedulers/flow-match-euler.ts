import { z } from "zod";
import { checkSteps, mix, type ScheduleRequest, type Scheduler } from "./schedule.ts";
import { checkShape, shapedSigmas } from "./sigmas.ts";
import { linspace } from "./spacing.ts";

const Options = z.object({
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  shift: z.number().positive().default(1),
  use_dynamic_shifting: z.boolean().default(false),
  shift_terminal: z.number().nullish(),
  invert_sigmas: z.boolean().default(false),
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.boolean().default(false),
  time_shift_type: z.enum(["exponential", "linear"]).default("exponential"),
  stochastic_sampling: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

/**
 * Euler's method on a rectified flow, x = (1 - sigma) x0 + sigma noise with velocity noise - x0: Lipman et al.,
 * arXiv:2210.02747, and Esser et al. (Stable Diffusion 3), arXiv:2403.03206, equation 13 for the flow and equation 23 for
 * the shift of its timesteps.
 *
 * Sigmas run from 1 down to 0, timesteps are sigma times the number of training steps, fractions mostly.
 *
 * @throws a ZodError for options with values that it cannot take, an Error where a dynamic shift is not given `mu`
 */
export function flowMatchEuler(config: unknown): Scheduler {
  const options = Options.parse(config);
  checkShape("FlowMatchEulerDiscreteScheduler", options);
  return (request) => {
    const train = options.num_train_timesteps;
    checkSteps("FlowMatchEulerDiscreteScheduler", request.steps, train);
    const levels = levelsOf(options, request).map((sigma) => Math.fround(options.invert_sigmas ? 1 - sigma : sigma));
    const sigmas = [...levels, options.invert_sigmas ? 1 : 0];
    const sigmaAt = (index: number): number => sigmas[index] as number;
    return {
      timesteps: levels.map((sigma) => Math.fround(sigma * train)),
      sigmas,
      initNoiseSigma: 1,
      scaleInput: (sample) => sample,
      step(output, index, sample, noise) {
        const [from, to] = [sigmaAt(index), sigmaAt(index + 1)];
        if (!options.stochastic_sampling) return { next: mix(1, sample, to - from, output), original: null };
        return { next: mix(1 - to, mix(1, sample, -from, output), to, noise()), original: null };
      },
      addNoise: (clean, noise, index) => mix(1 - sigmaAt(index), clean, sigmaAt(index), noise),
    };
  };
}

/** @returns float32 sigmas, falling, one a step, not inverted */
function levelsOf(options: Options, { steps, mu, sigmas: given }: ScheduleRequest): number[] {
  if (given && given.length !== steps) {
    throw new Error(`FlowMatchEulerDiscreteScheduler: ${given.length} sigmas were given for ${steps} steps`);
  }
  const train = options.num_train_timesteps;
  // The reference shifts the ends of its own schedule when it is made, and all of it again here.
  const end = (sigma: number): number =>
    Math.fround(options.use_dynamic_shifting ? sigma : shifted(options.shift, sigma));
  const base = given
    ? given.map(Math.fround)
    : linspace(end(1) * train, end(1 / train) * train, steps).map((t) => t / train);
  const moved = base.map((sigma) => {
    if (!options.use_dynamic_shifting) return shifted(options.shift, sigma);
    if (mu === undefined) {
      throw new Error("FlowMatchEulerDiscreteScheduler: use_dynamic_shifting needs the mu of the picture's size");
    }
    const strength = options.time_shift_type === "exponential" ? Math.exp(mu) : mu;
    return strength / (strength + (1 / sigma - 1));
  });
  const stretched = options.shift_terminal ? stretch(moved, options.shift_terminal) : moved;
  const shaped = shapedSigmas(options, stretched[0] as number, stretched.at(-1) as number, steps);
  return (shaped ?? stretched).map(Math.fround);
}

/** Esser et al., equation 23. */
const shifted = (shift: number, sigma: number): number => (shift * sigma) / (1 + (shift - 1) * sigma);

/** Scales a schedule so that it ends at `terminal`. */
function stretch(sigmas: number[], terminal: number): number[] {
  const factor = (1 - (sigmas.at(-1) as number)) / (1 - terminal);
  return sigmas.map((sigma) => 1 - (1 - sigma) / factor);
}
