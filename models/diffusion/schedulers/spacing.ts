import { z } from "zod";

/** Lin et al., arXiv:2305.08891, table 2. */
export const TimestepSpacing = z.enum(["linspace", "leading", "trailing"]);
export type TimestepSpacing = z.infer<typeof TimestepSpacing>;

/** Halves go to the even neighbour, as in IEEE 754. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `count` numbers from `first` to `last`, both included (the first alone where `count` is 1). */
export function linspace(first: number, last: number, count: number): number[] {
  const step = (last - first) / (count - 1);
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return first;
    return index === count - 1 ? last : first + index * step;
  });
}

/**
 * Timesteps of a run, falling, for the samplers that count training steps from 0.
 *
 * - linspace: first and last training step both visited; not rounded here
 * - leading: multiples of a whole step, plus `offset`; the last training step is never visited
 * - trailing: from the last training step downwards in equal steps, rounded; turbo and zero-SNR models need it
 *
 * @param train training steps, 2 or more
 * @param steps in 1..train
 */
export function spacedTimesteps(spacing: TimestepSpacing, train: number, steps: number, offset: number): number[] {
  if (spacing === "linspace") return linspace(0, train - 1, steps).reverse();
  if (spacing === "trailing") return trailing(train, train / steps);
  const ratio = Math.floor(train / steps);
  return Array.from({ length: steps }, (_, index) => (steps - 1 - index) * ratio + offset);
}

/** Falls from `last - 1` by `ratio`, rounded, while positive: floating point decides about the final one, as in numpy. */
export function trailing(last: number, ratio: number): number[] {
  const step = last - ratio - last;
  return Array.from({ length: Math.ceil(-last / -ratio) }, (_, index) => roundHalfEven(last + index * step) - 1);
}

type Spacing = { num_train_timesteps: number; timestep_spacing: TimestepSpacing; steps_offset: number };

/**
 * The same, rounded, for samplers that look their alphas up by timestep.
 *
 * @throws where an offset leads past the training steps
 */
export function wholeTimesteps(scheduler: string, options: Spacing, steps: number): number[] {
  const train = options.num_train_timesteps;
  const timesteps = spacedTimesteps(options.timestep_spacing, train, steps, options.steps_offset).map(roundHalfEven);
  const outside = timesteps.find((timestep) => timestep < 0 || timestep >= train);
  if (outside === undefined) return timesteps;
  throw new Error(
    `${scheduler}: ${steps} steps with steps_offset ${options.steps_offset} ask for timestep ${outside} of ${train}`,
  );
}
