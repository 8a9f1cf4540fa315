import { describe, expect, it } from "vitest";
import { follow, largest, type Row, type Rows } from "../fixtures/follow.ts";
import { unpacked } from "../fixtures/read.ts";
import { guidanceEmbedding } from "../guidance-embedding.ts";
import { betaQuantile } from "./beta-quantile.ts";
import { alphasCumprod } from "./betas.ts";
import { schedulerNamed } from "./by-name.ts";
import { roundHalfEven } from "./spacing.ts";

const rows = JSON.parse(unpacked("schedulers.json.gz")) as Rows;
const more = JSON.parse(unpacked("schedulers-more.json.gz")) as Row[];
const rowNamed = (id: string) => {
  const row = [...rows.cases, ...rows.img2img].find((candidate) => candidate.id === id);
  if (!row) throw new Error(`no reference row ${id}`);
  return row;
};
const sd = { beta_schedule: "scaled_linear", beta_start: 0.00085, beta_end: 0.012 } as const;

describe("schedulers follow the reference", () => {
  it.each([...rows.cases, ...rows.img2img].map((row) => [row.id, row] as const))("%s", (_, row) => {
    expect(largest(follow(rows, row))).toBeLessThan(1e-5);
  });

  it.each([...Map.groupBy(more, ({ scheduler }) => scheduler)])("%s with options drawn at random", (_, drawn) => {
    expect(drawn.length).toBeGreaterThan(15);
    for (const row of drawn) expect(largest(follow(rows, row)), row.id).toBeLessThan(1e-4);
  });

  it.each([
    ["sd15/euler/8", { timestep_spacing: "leading" }],
    ["sd15/euler/20", { use_karras_sigmas: true }],
    ["sd-turbo/euler/4", { timestep_spacing: "linspace" }],
    ["sdxl-turbo/euler-a/4", { timestep_spacing: "leading" }],
    ["sd15/ddim/20", { steps_offset: 0 }],
    ["sd15/ddim/2", { set_alpha_to_one: true }],
    ["sd21-v/ddim/4", { prediction_type: "epsilon" }],
    ["sd15/dpmpp-2m/8", { solver_type: "heun" }],
    ["sd15/dpmpp-2m/8", { lower_order_final: false, final_sigmas_type: "sigma_min" }],
    ["sd15/dpmpp-2m-karras/2", { use_karras_sigmas: false }],
    ["lcm/default/4", { original_inference_steps: 100 }],
    ["lcm/default/4", { timestep_scaling: 0.001 }],
    ["sd15/unipc/4", { solver_order: 1 }],
    ["sd15/heun/4", { timestep_spacing: "trailing" }],
    ["mnist/ddpm-linear-clip/4", { variance_type: "fixed_large" }],
    ["flow/sd3-shift3/4", { shift: 2.9 }],
    ["flow/flux-dev-1024/4", { time_shift_type: "linear" }],
    ["img2img/sd15/euler/20/0.3", { beta_end: 0.0121 }],
  ])("and a planted mistake in %s shows: %o", (id, change) => {
    expect(largest(follow(rows, rowNamed(id), change))).toBeGreaterThan(1e-4);
  });

  it.each([
    ["sd15-scaled_linear", "scaled_linear", 0.00085, 0.012, false],
    ["linear", "linear", 0.0001, 0.02, false],
    ["zsnr", "scaled_linear", 0.00085, 0.012, true],
  ] as const)("in their training noise too: %s", (name, schedule, start, end, zero) => {
    const alphas = alphasCumprod({
      num_train_timesteps: 1000,
      beta_schedule: schedule,
      beta_start: start,
      beta_end: end,
      rescale_betas_zero_snr: zero,
    });
    for (const [at, wanted] of Object.entries(rows.alphas_cumprod[name] ?? {})) {
      expect(Math.abs((alphas[Number(at)] as number) - wanted)).toBeLessThan(2e-7);
    }
  });

  it("embeds the guidance of consistency models", () => {
    for (const [scale, { first8, at128_136 }] of Object.entries(rows.lcm_guidance_embedding.values)) {
      const embedding = guidanceEmbedding(Number(scale), 256);
      for (const [at, value] of first8.entries()) expect(embedding[at]).toBeCloseTo(value, 5);
      for (const [at, value] of at128_136.entries()) expect(embedding[128 + at]).toBeCloseTo(value, 5);
    }
  });
});

describe("a schedule", () => {
  const names = ["EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler", "DDIMScheduler", "LCMScheduler"];
  const all = [...names, "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "FlowMatchEulerDiscreteScheduler"];

  it.each(all.flatMap((name) => [1, 2, 3, 7].map((steps) => [name, steps] as const)))(
    "of %s with %i steps falls, and a perfect denoiser is believed",
    (name, steps) => {
      const config = name.startsWith("Flow") ? {} : { ...sd, clip_sample: false, timestep_spacing: "trailing" };
      const schedule = schedulerNamed(name, config)({ steps });
      expect(schedule.timesteps).toHaveLength(steps);
      for (const [at, t] of schedule.timesteps.slice(1).entries())
        expect(t).toBeLessThan(schedule.timesteps[at] as number);
      // A network that always answers with the noise in front of one known clean sample brings any method there.
      const clean = Float32Array.of(0.5, -1.5);
      const noise = Float32Array.of(0.3, -0.7);
      let sample = schedule.addNoise(clean, noise, 0);
      for (let index = 0; index < steps; index++) {
        const level = schedule.addNoise(new Float32Array(1), Float32Array.of(1), index)[0] as number;
        const signal = schedule.addNoise(Float32Array.of(1), new Float32Array(1), index)[0] as number;
        const output = sample.map((value, at) => {
          const inside = (value - signal * (clean[at] as number)) / level;
          return name.startsWith("Flow") ? inside - (clean[at] as number) : inside;
        });
        sample = schedule.step(output, index, sample, () => noise).next;
      }
      // What is left of the noise at the first training step, where some methods end.
      for (const [at, value] of sample.entries()) expect(Math.abs(value - (clean[at] as number))).toBeLessThan(0.03);
    },
  );

  it("takes samples of no length and of one", () => {
    const schedule = schedulerNamed("DPMSolverMultistepScheduler", sd)({ steps: 2 });
    expect(schedule.step(new Float32Array(0), 0, new Float32Array(0), () => new Float32Array(0)).next).toHaveLength(0);
    expect(schedule.step(new Float32Array(1), 1, new Float32Array(1), () => new Float32Array(1)).next).toHaveLength(1);
  });
});

describe("what has no equation is refused with its name", () => {
  it.each([
    ["NoSuchScheduler", {}, 4, "scheduler NoSuchScheduler is not known here"],
    ["toString", {}, 4, "scheduler toString is not known here"],
    ["EulerDiscreteScheduler", { use_karras_sigmas: true, use_beta_sigmas: true }, 4, "only one of use_karras_sigmas"],
    ["EulerDiscreteScheduler", { beta_schedule: "sigmoid" }, 4, "EulerDiscreteScheduler: ✖ Invalid option"],
    ["EulerAncestralDiscreteScheduler", { prediction_type: "sample" }, 4, "prediction_type"],
    ["DDIMScheduler", sd, 0, "DDIMScheduler: 0 steps were asked for; it takes a whole number in 1..1000"],
    ["DDIMScheduler", sd, 1001, "DDIMScheduler: 1001 steps"],
    ["DDIMScheduler", sd, 2.5, "DDIMScheduler: 2.5 steps"],
    ["DDIMScheduler", { ...sd, steps_offset: 1 }, 1000, "ask for timestep 1000 of 1000"],
    ["DPMSolverMultistepScheduler", { algorithm_type: "dpmsolver" }, 4, "set final_sigmas_type to sigma_min"],
    ["DPMSolverMultistepScheduler", { variance_type: "learned" }, 4, "predict a variance"],
    ["FlowMatchEulerDiscreteScheduler", { use_dynamic_shifting: true }, 4, "needs the mu"],
    ["LCMScheduler", {}, 51, "LCMScheduler: 51 steps were asked for; it takes a whole number in 1..50"],
    ["PNDMScheduler", sd, 4, "skip_prk_steps"],
  ])("%s with %o and %i steps", (name, config, steps, sentence) => {
    expect(() => schedulerNamed(name, config)({ steps })).toThrow(sentence);
  });
});

describe("small numbers behind them", () => {
  it("inverts the beta distribution: uniform, arcsine, symmetric", () => {
    for (const share of [0, 1e-6, 0.2, 0.5, 0.77, 1]) {
      expect(betaQuantile(share, 1, 1)).toBeCloseTo(share, 12);
      expect(betaQuantile(share, 0.5, 0.5)).toBeCloseTo(Math.sin((Math.PI * share) / 2) ** 2, 12);
      expect(betaQuantile(share, 0.6, 0.6) + betaQuantile(1 - share, 0.6, 0.6)).toBeCloseTo(1, 12);
    }
  });

  it("rounds halves to even", () => {
    expect([0.5, 1.5, 2.5, 2.4999, 2.5001, -0.5].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3, -0].map((n) => n + 0));
  });
});
