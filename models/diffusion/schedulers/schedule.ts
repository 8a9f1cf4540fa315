/** What one picture asks of its scheduler. */
export type ScheduleRequest = {
  /** Denoising steps, at least 1; some schedulers make a call or two more of it. */
  readonly steps: number;
  /** DDIM alone: 0 is deterministic, 1 as noisy as DDPM. Default 0. */
  readonly eta?: number;
  /** Flow matching alone: the shift of a schedule that depends on the picture's size. */
  readonly mu?: number;
  /** Flow matching alone: noise levels to use in place of its own, descending, one a step. */
  readonly sigmas?: readonly number[];
  /** LCM alone: steps of the schedule that it was distilled on; default its config's. */
  readonly originalSteps?: number;
  /** LCM pipelines alone: the share of that schedule to use, in (0, 1]. Default 1. */
  readonly strength?: number;
};

export type Step = {
  /** The sample after this step, same length as before. */
  readonly next: Float32Array;
  /** The clean sample that this step believed in; `null` where the algorithm does not form one. */
  readonly original: Float32Array | null;
};

/**
 * The course of one picture from noise to image, made for one run and used once: multistep methods remember earlier calls.
 * Indices are whole numbers in 0..timesteps.length-1, in rising order; a run may begin in the middle (image-to-image).
 * Samples are latents of any shape, flat, about unit variance once scaled.
 */
export type Schedule = {
  /** What the network is told at each step, falling. Whole numbers for most, fractions for Euler and flow matching. */
  readonly timesteps: readonly number[];
  /** Noise levels, one more than steps; `null` where the method speaks of alphas alone. */
  readonly sigmas: readonly number[] | null;
  /** Timesteps that one step of the request takes in the long run; 1 where it is left out. */
  readonly callsPerStep?: number;
  /** Standard deviation that the first, pure-noise sample must have. */
  readonly initNoiseSigma: number;
  /** The sample as the network wants to see it. */
  scaleInput(sample: Float32Array, index: number): Float32Array;
  /** @param noise asked for fresh standard normal numbers, at most once, by methods that add noise */
  step(output: Float32Array, index: number, sample: Float32Array, noise: () => Float32Array): Step;
  /** A clean sample brought to the noise level of step `index`. */
  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array;
};

/** Reads a scheduler's own options once and gives a schedule for every picture. */
export type Scheduler = (request: ScheduleRequest) => Schedule;

/** Elementwise `a x + b y`, computed in doubles. */
export function mix(a: number, x: Float32Array, b: number, y: Float32Array): Float32Array {
  const mixed = new Float32Array(x.length);
  for (let index = 0; index < x.length; index++) mixed[index] = a * (x[index] as number) + b * (y[index] as number);
  return mixed;
}

/** @throws unless `steps` is a whole number in 1..most */
export function checkSteps(scheduler: string, steps: number, most: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw new Error(`${scheduler}: ${steps} steps were asked for; it takes a whole number in 1..${most}`);
  }
}
