import { z } from "zod";
import type { Papers } from "../papers.ts";
import { type Networks, VAE_ENCODER } from "./networks.ts";

/** What a manifest may say of a diffusion model, in its field `diffusion`; all of it may be left out. */
export const DiffusionPapers = z.strictObject({
  /** How it was trained: `base` with many steps and guidance, `turbo` for one to four without, `consistency` for LCM. */
  training: z.enum(["base", "turbo", "consistency"]).optional(),
  steps: z.int().min(1).max(200).optional(),
  draftSteps: z.int().min(1).max(200).optional(),
  guidance: z.number().min(0).max(50).optional(),
  /** Of image-to-image, where a request leaves it out; 1 forgets the storyboard. */
  strength: z.number().min(0).max(1).optional(),
  negativePrompt: z.string().optional(),
  /** Class name of another scheduler, made from the folder's own config. */
  scheduler: z.string().optional(),
  /** Pixels that it paints at a time; the result is resized. */
  areaPx: z.int().min(64).max(4_194_304).optional(),
});
export type DiffusionPapers = z.infer<typeof DiffusionPapers>;

export type Settings = {
  readonly steps: number;
  readonly draftSteps: number;
  readonly guidance: number;
  readonly strength: number;
  readonly negativePrompt: string | undefined;
  readonly scheduler: string;
  readonly areaPx: number;
};

type Training = NonNullable<DiffusionPapers["training"]>;

const STEPS: Readonly<Record<Training, Pick<Settings, "steps" | "draftSteps">>> = {
  base: { steps: 20, draftSteps: 10 },
  turbo: { steps: 4, draftSteps: 2 },
  consistency: { steps: 4, draftSteps: 2 },
};

/** Keeps the storyboard's composition and light, and leaves its shapes to the words. */
const STEERED = 0.65;

/** Distilled models have it in their names and nowhere else. */
const TURBO = /turbo|lightning|hyper-?sd/i;

/**
 * How to paint with a model: what its manifest says, else what its kind is made for.
 *
 * @throws an Error naming the model for a `diffusion` field that does not hold
 */
export function settingsOf(
  papers: Papers,
  networks: Pick<Networks, "family" | "index" | "scheduler" | "unetConfig">,
): Settings {
  const said = DiffusionPapers.safeParse(papers.diffusion ?? {});
  if (!said.success) {
    const reason = z.prettifyError(said.error).replaceAll("\n", " ");
    throw new Error(`model ${papers.id}: the "diffusion" of its manifest does not hold: ${reason}`);
  }
  const about = said.data;
  const training = about.training ?? trainingOf(papers, networks);
  const steps = about.steps ?? STEPS[training].steps;
  return {
    steps,
    draftSteps: Math.min(steps, about.draftSteps ?? STEPS[training].draftSteps),
    strength: about.strength ?? (canLook(papers) ? STEERED : 1),
    guidance: about.guidance ?? guidanceOf(training, networks),
    negativePrompt: about.negativePrompt,
    scheduler: about.scheduler ?? preferred(networks.scheduler.name),
    areaPx: about.areaPx ?? areaOf(networks),
  };
}

/** Whether it has what image-to-image needs of it. */
const canLook = ({ files }: Papers): boolean => files.some(({ path }) => path === VAE_ENCODER);

function trainingOf(
  papers: Papers,
  { family, index, scheduler }: Pick<Networks, "family" | "index" | "scheduler">,
): Training {
  if (family.consistency || scheduler.name === "LCMScheduler") return "consistency";
  const names = [papers.id, papers.source, papers.hub?.repo, index._name_or_path];
  return names.some((name) => TURBO.test(String(name ?? ""))) ? "turbo" : "base";
}

/** Turbo models run without guidance; so do LoRA-made consistency models, while true ones take it as a number. */
function guidanceOf(training: Training, { family, unetConfig }: Pick<Networks, "family" | "unetConfig">): number {
  if (training === "base") return family.xl ? 5 : 7.5;
  return training === "consistency" && unetConfig.time_cond_proj_dim ? 8 : 0;
}

/**
 * Solvers of the same equation that read the same config. PNDM, which the first models came with, takes twice the steps for
 * what DPM-Solver++ reaches, and Heun twice the time; the others are not built here.
 */
const IN_PLACE_OF: Readonly<Record<string, string>> = {
  PNDMScheduler: "DPMSolverMultistepScheduler",
  DEISMultistepScheduler: "DPMSolverMultistepScheduler",
  DPMSolverSinglestepScheduler: "DPMSolverMultistepScheduler",
  HeunDiscreteScheduler: "DPMSolverMultistepScheduler",
  LMSDiscreteScheduler: "DPMSolverMultistepScheduler",
  KDPM2DiscreteScheduler: "DPMSolverMultistepScheduler",
  KDPM2AncestralDiscreteScheduler: "EulerAncestralDiscreteScheduler",
};
const preferred = (name: string): string => (Object.hasOwn(IN_PLACE_OF, name) ? (IN_PLACE_OF[name] as string) : name);

function areaOf({ family, unetConfig }: Pick<Networks, "family" | "unetConfig">): number {
  const size = unetConfig.sample_size ?? (family.xl ? 128 : 64);
  const [height, width] = typeof size === "number" ? [size, size] : size;
  return height * width * 64;
}
