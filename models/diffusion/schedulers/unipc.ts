import { z } from "zod";
import { betaOptions, trainingSigmas } from "./betas.ts";
import { bounded, PredictionType, readOutput, thresholdOptions } from "./prediction.ts";
import { checkSteps, mix, type Schedule, type Scheduler } from "./schedule.ts";
import { checkShape, interpolate, shapedSigmas, timestepOf } from "./sigmas.ts";
import { linspace, roundHalfEven, TimestepSpacing, trailing } from "./spacing.ts";

const NAME = "UniPCMultistepScheduler";
/** What other multistep solvers call theirs; configs are handed from one to the other. */
const OTHERS = ["midpoint", "heun", "logrho"];

const Options = z.object({
  ...betaOptions,
  ...thresholdOptions,
  solver_order: z.int().min(1).max(3).default(2),
  prediction_type: PredictionType.default("epsilon"),
  predict_x0: z.boolean().default(true),
  solver_type: z.enum(["bh1", "bh2", ...OTHERS]).default("bh2"),
  lower_order_final: z.boolean().default(true),
  disable_corrector: z.array(z.int()).default([]),
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.boolean().default(false),
  use_flow_sigmas: z.literal(false, { error: "flow sigmas are not known here" }).default(false),
  sigma_min: z.number().positive().nullish(),
  sigma_max: z.number().positive().nullish(),
  timestep_spacing: TimestepSpacing.default("linspace"),
  steps_offset: z.int().default(0),
  final_sigmas_type: z.enum(["zero", "sigma_min"]).default("zero"),
});
type Options = z.infer<typeof Options>;

/**
 * UniPC, a predictor-corrector that asks the network once a step: Zhao et al., arXiv:2302.04867, equation 3 for the
 * corrector, 8 for the predictor, B1(h) = h ("bh1") and B2(h) = e^h - 1 ("bh2"), in data (`predict_x0`) or noise form.
 *
 * Timesteps are whole numbers; samples have unit variance throughout. Sigmas are noise over signal, falling.
 *
 * @throws a ZodError for options with values that it cannot take
 */
export function unipc(config: unknown): Scheduler {
  const options = Options.parse(config);
  checkShape(NAME, options);
  const training = trainingSigmas(options).sigmas;
  return ({ steps }) => {
    checkSteps(NAME, steps, options.num_train_timesteps);
    return scheduleOf(options, ...levels(options, training, steps));
  };
}

/** @returns timesteps and, one longer, sigmas */
function levels(options: Options, training: Float32Array, steps: number): [number[], number[]] {
  const logSigmas = training.map(Math.log);
  const ends = [
    options.sigma_max ?? (training.at(-1) as number),
    options.sigma_min ?? (training[0] as number),
  ] as const;
  const shaped = shapedSigmas(options, ...ends, steps);
  if (shaped) {
    const timesteps = shaped.map((sigma) => timestepOf(sigma, logSigmas));
    const final = options.final_sigmas_type === "zero" ? 0 : (shaped.at(-1) as number);
    const whole = options.use_karras_sigmas ? roundHalfEven : Math.trunc;
    return [timesteps.map(whole), [...shaped, final].map(Math.fround)];
  }
  const timesteps = spaced(options, steps);
  const final = options.final_sigmas_type === "zero" ? 0 : (training[0] as number);
  return [timesteps, [...timesteps.map((timestep) => interpolate(timestep, training)), final].map(Math.fround)];
}

/** One point more than steps, the last of which (the clean end) is left out. */
function spaced({ timestep_spacing, num_train_timesteps: train, steps_offset }: Options, steps: number): number[] {
  if (timestep_spacing === "trailing") return trailing(train, train / steps);
  if (timestep_spacing === "linspace") {
    return linspace(0, train - 1, steps + 1)
      .map(roundHalfEven)
      .reverse()
      .slice(0, -1);
  }
  const ratio = Math.floor(train / (steps + 1));
  return Array.from({ length: steps }, (_, index) => (steps - index) * ratio + steps_offset);
}

type Level = { readonly alpha: number; readonly sigma: number; readonly lambda: number };

function scheduleOf(options: Options, timesteps: number[], sigmas: number[]): Schedule {
  const level = (index: number): Level => {
    const ratio = sigmas[index] as number;
    const alpha = 1 / Math.hypot(ratio, 1);
    return { alpha, sigma: ratio * alpha, lambda: Math.log(alpha) - Math.log(ratio * alpha) };
  };
  /** Newest first; the last sample that a prediction began with, and its order. */
  const outputs: Float32Array[] = [];
  let last: { sample: Float32Array; order: number } | null = null;

  return {
    timesteps,
    sigmas,
    initNoiseSigma: 1,
    scaleInput: (sample) => sample,
    step(output, index, sample) {
      const now = converted(options, output, sample, level(index));
      let from = sample;
      if (last && !options.disable_corrector.includes(index - 1)) {
        const terms = { options, at: level, to: index, order: last.order };
        from = update(terms, last.sample, outputs, now);
      }
      outputs.unshift(now);
      outputs.length = Math.min(outputs.length, options.solver_order);
      const left = options.lower_order_final ? timesteps.length - index : options.solver_order;
      const order = Math.min(options.solver_order, left, outputs.length);
      last = { sample: from, order };
      return { next: update({ options, at: level, to: index + 1, order }, from, outputs, null), original: null };
    },
    addNoise: (clean, noise, index) => mix(level(index).alpha, clean, level(index).sigma, noise),
  };
}

function converted(
  options: Options,
  output: Float32Array,
  sample: Float32Array,
  { alpha, sigma }: Level,
): Float32Array {
  const read = readOutput(options.prediction_type, output, sample, alpha, sigma);
  return options.predict_x0 ? bounded(read.original, options) : read.epsilon;
}

type Terms = {
  readonly options: Options;
  readonly at: (index: number) => Level;
  readonly to: number;
  readonly order: number;
};

/**
 * From level `to - 1` to `to`. Without `arrived` this is the predictor; with it, the output at `to`, the corrector.
 *
 * @param outputs at `to - 1`, `to - 2`, ...
 */
function update(
  { options, at, to, order }: Terms,
  sample: Float32Array,
  outputs: readonly Float32Array[],
  arrived: Float32Array | null,
): Float32Array {
  const [end, start] = [at(to), at(to - 1)];
  const h = end.lambda - start.lambda;
  const hh = options.predict_x0 ? -h : h;
  const phi = Math.expm1(hh);
  const scale = options.solver_type === "bh1" ? hh : phi;
  const newest = outputs[0] as Float32Array;
  const [ratio, weight] = options.predict_x0
    ? [end.sigma / start.sigma, end.alpha]
    : [end.alpha / start.alpha, end.sigma];
  let next = mix(ratio, sample, -weight * phi, newest);
  const apart = Array.from({ length: order - 1 }, (_, age) => (at(to - 2 - age).lambda - start.lambda) / h);
  const shares = sharesOf([...apart, 1], hh, scale, arrived !== null);
  for (const [age, distance] of apart.entries()) {
    const older = outputs[age + 1] as Float32Array;
    const share = (-weight * scale * (shares[age] as number)) / distance;
    next = mix(1, next, 1, mix(share, older, -share, newest));
  }
  if (!arrived) return next;
  const share = -weight * scale * (shares.at(-1) as number);
  return mix(1, next, 1, mix(share, arrived, -share, newest));
}

/** The coefficients that make the differences right to their order; the first orders have them in closed form. */
function sharesOf(distances: readonly number[], hh: number, scale: number, corrects: boolean): number[] {
  const order = distances.length;
  if (corrects && order === 1) return [0.5];
  if (!corrects && order === 1) return [];
  if (!corrects && order === 2) return [0.5];
  const size = corrects ? order : order - 1;
  const right: number[] = [];
  let factorial = 1;
  let phi = Math.expm1(hh) / hh - 1;
  for (let row = 1; row <= size; row++) {
    right.push((phi * factorial) / scale);
    factorial *= row + 1;
    phi = phi / hh - 1 / factorial;
  }
  return solved(
    right.map((_, row) => distances.slice(0, size).map((distance) => distance ** row)),
    right,
  );
}

/** Solves a linear system of a few rows by elimination with pivoting. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] as number]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] as number));
    const pivot = column + below.indexOf(Math.max(...below));
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const top = rows[column] as number[];
    for (const [at, row] of rows.entries()) {
      if (at === column) continue;
      const factor = (row[column] as number) / (top[column] as number);
      for (let cell = column; cell <= size; cell++) row[cell] = (row[cell] as number) - factor * (top[cell] as number);
    }
  }
  return rows.map((row, at) => (row[size] as number) / (row[at] as number));
}
