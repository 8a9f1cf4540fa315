import { z } from "zod";

/** The training noise that all schedulers but flow matching start from; absent options have their class's default. */
export const betaOptions = {
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().default(0.02),
  beta_schedule: z.enum(["linear", "scaled_linear", "squaredcos_cap_v2"]).default("linear"),
  trained_betas: z.array(z.number()).nullish(),
  rescale_betas_zero_snr: z.boolean().default(false),
};

type BetaOptions = z.infer<z.ZodObject<typeof betaOptions>>;

/** `float32`: the references round every one of these steps, and near zero SNR the roundings are what is left. */
const { fround, sqrt } = Math;

/**
 * Cumulative products of 1 - beta, one a training step, falling from nearly 1 to nearly 0.
 *
 * Sources: linear, Ho et al., arXiv:2006.11239, section 4; scaled linear, Rombach et al., arXiv:2112.10752, appendix;
 * cosine, Nichol and Dhariwal, arXiv:2102.09672, equation 17.
 *
 * @returns `num_train_timesteps` float32 values in [0, 1)
 */
export function alphasCumprod(options: BetaOptions): Float32Array {
  const betas = options.rescale_betas_zero_snr ? rescaleToZeroSnr(betasOf(options)) : betasOf(options);
  return cumprod(betas.map((beta) => fround(1 - beta)));
}

/**
 * The same in the form that sigma-based samplers read: noise over signal.
 *
 * A last alpha of exactly 0 would be an infinite sigma; the references put the smallest float16 in its place.
 *
 * @returns `alphas` with that change, and float32 `sqrt((1 - alpha) / alpha)`, rising
 */
export function trainingSigmas(options: BetaOptions): { alphas: Float32Array; sigmas: Float32Array } {
  const alphas = alphasCumprod(options);
  const last = alphas.length - 1;
  if (options.rescale_betas_zero_snr) alphas[last] = 2 ** -24;
  const sigmas = alphas.map((alpha) => sqrt(fround(fround(1 - alpha) / alpha)));
  // Exactly half-way between two float32 numbers but for its 13th digit; the references have it rounded up.
  if (options.rescale_betas_zero_snr) sigmas[last] = 2 ** 12;
  return { alphas, sigmas };
}

function betasOf(options: BetaOptions): Float32Array {
  const { num_train_timesteps: count, beta_start: start, beta_end: end } = options;
  if (options.trained_betas) return Float32Array.from(options.trained_betas);
  switch (options.beta_schedule) {
    case "linear":
      return linspace32(start, end, count);
    case "scaled_linear":
      return linspace32(sqrt(start), sqrt(end), count).map((root) => root * root);
    case "squaredcos_cap_v2":
      return Float32Array.from({ length: count }, (_, index) =>
        Math.min(1 - cosineBar((index + 1) / count) / cosineBar(index / count), 0.999),
      );
  }
}

const cosineBar = (time: number): number => Math.cos(((time + 0.008) / 1.008) * (Math.PI / 2)) ** 2;

/** As float32 libraries do it: from both ends, with one rounded step. */
export function linspace32(start: number, end: number, count: number): Float32Array {
  if (count === 1) return Float32Array.of(start);
  const [first, last] = [fround(start), fround(end)];
  const step = fround(fround(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, index) =>
    index < Math.floor(count / 2) ? first + step * index : last - step * (count - 1 - index),
  );
}

/** Products are gathered in doubles and rounded one by one. */
function cumprod(values: Float32Array): Float32Array {
  let product = 1;
  return values.map((value) => {
    product *= value;
    return product;
  });
}

/** Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed", arXiv:2305.08891, algorithm 1. */
function rescaleToZeroSnr(betas: Float32Array): Float32Array {
  const roots = cumprod(betas.map((beta) => fround(1 - beta))).map(sqrt);
  const first = roots[0] as number;
  const last = roots.at(-1) as number;
  const scale = fround(first / fround(first - last));
  const bars = roots.map((root) => fround(fround(root - last) * scale)).map((root) => root * root);
  return bars.map((bar, index) => fround(1 - (index === 0 ? bar : fround(bar / (bars[index - 1] as number)))));
}
