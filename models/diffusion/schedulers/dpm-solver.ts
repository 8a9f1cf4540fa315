import { z } from "zod";
import { betaOptions, trainingSigmas } from "./betas.ts";
import { bounded, PredictionType, readOutput, thresholdOptions } from "./prediction.ts";
import { checkSteps, mix, type Schedule, type Scheduler } from "./schedule.ts";
import { checkShape, interpolate, shapedSigmas, timestepOf } from "./sigmas.ts";
import { linspace, roundHalfEven, TimestepSpacing, trailing } from "./spacing.ts";

const NAME = "DPMSolverMultistepScheduler";
/** What other multistep solvers call theirs; configs are handed from one to the other. */
const ALGORITHMS = { deis: "dpmsolver++" } as const;
const SOLVERS = { logrho: "midpoint", bh1: "midpoint", bh2: "midpoint" } as const;

const Options = z.object({
  ...betaOptions,
  ...thresholdOptions,
  solver_order: z.int().min(1).max(3).default(2),
  prediction_type: z.union([PredictionType, z.literal("flow_prediction")]).default("epsilon"),
  algorithm_type: z
    .enum(["dpmsolver", "dpmsolver++", "sde-dpmsolver", "sde-dpmsolver++", "deis"])
    .default("dpmsolver++"),
  solver_type: z.enum(["midpoint", "heun", "logrho", "bh1", "bh2"]).default("midpoint"),
  lower_order_final: z.boolean().default(true),
  euler_at_final: z.boolean().default(false),
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.boolean().default(false),
  use_lu_lambdas: z.boolean().default(false),
  use_flow_sigmas: z.boolean().default(false),
  flow_shift: z.number().positive().default(1),
  final_sigmas_type: z.enum(["zero", "sigma_min"]).default("zero"),
  lambda_min_clipped: z.union([z.number(), z.literal("-inf").transform(() => -Infinity)]).default(-Infinity),
  variance_type: z.null({ error: "networks that also predict a variance are not known here" }).optional(),
  timestep_spacing: TimestepSpacing.default("linspace"),
  steps_offset: z.int().default(0),
});
type Options = z.infer<typeof Options>;
type Algorithm = Exclude<Options["algorithm_type"], "deis">;

/**
 * DPM-Solver++, multistep: Lu et al., arXiv:2211.01095, algorithm 2 ("2M") and its first and third order, with the
 * stochastic variant of section 5 and appendix B; also the noise-predicting DPM-Solver, arXiv:2206.00927, and its SDE form.
 * Written in lambda = log(alpha / sigma), h = lambda' - lambda.
 *
 * Timesteps are whole numbers; samples have unit variance throughout. Sigmas are noise over signal, falling.
 * Draws noise at every step for the `sde-` algorithms.
 *
 * @throws a ZodError for options with values that it cannot take, an Error for combinations that have no equation
 */
export function dpmSolver(config: unknown): Scheduler {
  const options = Options.parse(config);
  checkShape(NAME, options);
  const algorithm: Algorithm = options.algorithm_type === "deis" ? ALGORITHMS.deis : options.algorithm_type;
  const plusPlus = algorithm.endsWith("++");
  if (!plusPlus && options.final_sigmas_type === "zero") {
    throw new Error(
      `${NAME}: algorithm_type ${algorithm} divides by the last sigma; set final_sigmas_type to sigma_min`,
    );
  }
  if (!plusPlus && options.prediction_type === "flow_prediction") {
    throw new Error(`${NAME}: algorithm_type ${algorithm} cannot read a flow prediction`);
  }
  const training = trainingSigmas(options);
  return ({ steps }) => {
    checkSteps(NAME, steps, options.num_train_timesteps);
    return scheduleOf(options, algorithm, ...levels(options, training, steps));
  };
}

type Training = ReturnType<typeof trainingSigmas>;

/** @returns timesteps and, one longer, sigmas */
function levels(options: Options, training: Training, steps: number): [number[], number[]] {
  const logSigmas = training.sigmas.map(Math.log);
  const most = training.sigmas.at(-1) as number;
  const least = training.sigmas[0] as number;
  const final = options.final_sigmas_type === "zero" ? 0 : least;
  const finish = (timesteps: number[], sigmas: number[]): [number[], number[]] => [
    timesteps.map(Math.trunc),
    [...sigmas, final].map(Math.fround),
  ];
  const whole = options.beta_schedule === "squaredcos_cap_v2" ? (timestep: number) => timestep : roundHalfEven;
  const timestepsOf = (sigmas: number[]): number[] => sigmas.map((sigma) => timestepOf(sigma, logSigmas));

  if (options.use_lu_lambdas && !options.use_karras_sigmas) {
    const sigmas = linspace(logSigmas.at(-1) as number, logSigmas[0] as number, steps).map(Math.exp);
    return finish(timestepsOf(sigmas).map(whole), sigmas);
  }
  const shaped = shapedSigmas(options, most, least, steps);
  if (shaped) {
    const timesteps = timestepsOf(shaped);
    return finish(options.use_karras_sigmas ? timesteps.map(whole) : timesteps, shaped);
  }
  if (options.use_flow_sigmas) {
    const train = options.num_train_timesteps;
    const sigmas = linspace(1, 1 / train, steps + 1).map((alpha) => flowShifted(options.flow_shift, 1 - alpha));
    const falling = sigmas.reverse().slice(0, -1);
    return finish(
      falling.map((sigma) => sigma * train),
      falling,
    );
  }
  const timesteps = spaced(options, training.alphas, steps);
  return finish(
    timesteps,
    timesteps.map((timestep) => interpolate(timestep, training.sigmas)),
  );
}

const flowShifted = (shift: number, sigma: number): number => (shift * sigma) / (1 + (shift - 1) * sigma);

/** One point more than steps, the last of which (the clean end) is left out. */
function spaced(options: Options, alphas: Float32Array, steps: number): number[] {
  const { fround, log, sqrt } = Math;
  const lambdas = alphas.map(
    (alpha) => fround(log(fround(sqrt(alpha)))) - fround(log(fround(sqrt(fround(1 - alpha))))),
  );
  const clipped = lambdas.filter((lambda) => lambda < options.lambda_min_clipped).length;
  const last = options.num_train_timesteps - clipped;
  if (options.timestep_spacing === "trailing") return trailing(last, options.num_train_timesteps / steps);
  if (options.timestep_spacing === "linspace") {
    return linspace(0, last - 1, steps + 1)
      .map(roundHalfEven)
      .reverse()
      .slice(0, -1);
  }
  const ratio = Math.floor(last / (steps + 1));
  return Array.from({ length: steps }, (_, index) => (steps - index) * ratio + options.steps_offset);
}

type Level = { readonly alpha: number; readonly sigma: number; readonly lambda: number };

function scheduleOf(options: Options, algorithm: Algorithm, timesteps: number[], sigmas: number[]): Schedule {
  const solver = options.solver_type in SOLVERS ? "midpoint" : (options.solver_type as "midpoint" | "heun");
  const outputs: Float32Array[] = [];
  const level = (index: number): Level => {
    const ratio = sigmas[index] as number;
    const alpha = options.use_flow_sigmas ? 1 - ratio : 1 / Math.hypot(ratio, 1);
    const sigma = options.use_flow_sigmas ? ratio : ratio * alpha;
    return { alpha, sigma, lambda: Math.log(alpha) - Math.log(sigma) };
  };
  const count = timesteps.length;
  const few = options.lower_order_final && count < 15;
  const orderAt = (index: number): number => {
    const first = options.euler_at_final || few || options.final_sigmas_type === "zero";
    if (outputs.length < 2 || (index === count - 1 && first)) return 1;
    return outputs.length < 3 || (index === count - 2 && few) ? 2 : 3;
  };
  return {
    timesteps,
    sigmas,
    initNoiseSigma: 1,
    scaleInput: (sample) => sample,
    step(output, index, sample, noise) {
      outputs.unshift(converted(options, algorithm, output, sample, level(index), sigmas[index] as number));
      outputs.length = Math.min(outputs.length, options.solver_order);
      const order = orderAt(index);
      if (order === 3 && algorithm === "sde-dpmsolver") throw new Error(`${NAME}: ${algorithm} has no third order`);
      const [to, ...from] = Array.from({ length: order + 1 }, (_, age) => level(index + 1 - age)) as [
        Level,
        ...Level[],
      ];
      const weights = solve(algorithm, solver, to, from);
      let next = mix(weights.sample, sample, weights.outputs[0] as number, outputs[0] as Float32Array);
      for (let age = 1; age < order; age++)
        next = mix(1, next, weights.outputs[age] as number, outputs[age] as Float32Array);
      if (algorithm.startsWith("sde")) next = mix(1, next, weights.noise, noise());
      return { next, original: null };
    },
    addNoise: (clean, noise, index) => mix(level(index).alpha, clean, level(index).sigma, noise),
  };
}

/** The network's output as the clean sample (++) or as the noise, whichever the algorithm integrates. */
function converted(
  options: Options,
  algorithm: Algorithm,
  output: Float32Array,
  sample: Float32Array,
  { alpha, sigma }: Level,
  ratio: number,
): Float32Array {
  const plusPlus = algorithm.endsWith("++");
  const read =
    options.prediction_type === "flow_prediction"
      ? { original: mix(1, sample, -ratio, output), epsilon: output }
      : readOutput(options.prediction_type, output, sample, alpha, sigma);
  if (!options.thresholding) return plusPlus ? read.original : read.epsilon;
  const original = bounded(plusPlus ? read.original : mix(1 / alpha, sample, -sigma / alpha, read.epsilon), options);
  return plusPlus ? original : mix(1 / sigma, sample, -alpha / sigma, original);
}

type Weights = { sample: number; outputs: number[]; noise: number };

/**
 * Weights of sample, outputs (newest first) and noise for one update of order `from.length`.
 *
 * Each algorithm is `x' = a x + b0 D0 + b1 D1 + b2 D2 + noise`, where D are divided differences of the outputs in lambda
 * (DPM-Solver++ equations 13 to 15, DPM-Solver appendix B.4); here the D are written out in the outputs themselves.
 */
function solve(algorithm: Algorithm, solver: "midpoint" | "heun", to: Level, from: Level[]): Weights {
  const [s0, s1, s2] = from as [Level, Level?, Level?];
  const h = to.lambda - s0.lambda;
  const { a, b0, b1, b2, noise } = coefficients(algorithm, from.length === 3 ? "heun" : solver, to, s0, h);
  if (!s1) return { sample: a, outputs: [b0], noise };
  const r0 = (s0.lambda - s1.lambda) / h;
  if (!s2) return { sample: a, outputs: [b0 + b1 / r0, -b1 / r0], noise };
  const r1 = (s1.lambda - s2.lambda) / h;
  // D1 = D10 + r0/(r0+r1) (D10 - D11), D2 = (D10 - D11)/(r0+r1), D10 = (m0 - m1)/r0, D11 = (m1 - m2)/r1
  const spread = (b1 * r0 + b2) / (r0 + r1);
  const [near, far] = [(b1 + spread) / r0, -spread / r1];
  return { sample: a, outputs: [b0 + near, far - near, -far], noise };
}

/** `em` is e^(-h) - 1 and its like, so that an infinite h (a last sigma of 0) stays finite. */
function coefficients(algorithm: Algorithm, solver: "midpoint" | "heun", to: Level, from: Level, h: number) {
  const { alpha, sigma } = to;
  switch (algorithm) {
    case "dpmsolver++": {
      const em = Math.expm1(-h);
      const b1 = solver === "midpoint" ? -0.5 * alpha * em : alpha * (em / h + 1);
      return { a: sigma / from.sigma, b0: -alpha * em, b1, b2: -alpha * ((em + h) / h ** 2 - 0.5), noise: 0 };
    }
    case "dpmsolver": {
      const em = Math.expm1(h);
      const b1 = solver === "midpoint" ? -0.5 * sigma * em : -sigma * (em / h - 1);
      return { a: alpha / from.alpha, b0: -sigma * em, b1, b2: -sigma * ((em - h) / h ** 2 - 0.5), noise: 0 };
    }
    case "sde-dpmsolver++": {
      const em = -Math.expm1(-2 * h);
      const b1 = solver === "midpoint" ? 0.5 * alpha * em : alpha * (em / (-2 * h) + 1);
      const b2 = alpha * ((em - 2 * h) / (2 * h) ** 2 - 0.5);
      return { a: (sigma / from.sigma) * Math.exp(-h), b0: alpha * em, b1, b2, noise: sigma * Math.sqrt(em) };
    }
    case "sde-dpmsolver": {
      const em = Math.expm1(h);
      const b1 = solver === "midpoint" ? -sigma * em : -2 * sigma * (em / h - 1);
      return { a: alpha / from.alpha, b0: -2 * sigma * em, b1, b2: 0, noise: sigma * Math.sqrt(Math.expm1(2 * h)) };
    }
  }
}
