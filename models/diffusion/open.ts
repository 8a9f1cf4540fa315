import type { Pixels } from "../../core/picture.ts";
import type { ImageModel, PaintRequest, Progress } from "../../core/ports.ts";
import { randomFrom } from "../../core/random.ts";
import type { Provider } from "../onnx/provider.ts";
import { readPapers } from "../papers.ts";
import { type Generation, generate, multipleOf, vaeFactor } from "./generate.ts";
import { type Networks, openNetworks } from "./networks.ts";
import { normals } from "./noise.ts";
import { toPixels, toPlanes } from "./planes.ts";
import { schedulerNamed } from "./schedulers/by-name.ts";
import type { Scheduler } from "./schedulers/schedule.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { type Size, workingSize } from "./working-size.ts";

/** As the shipped painter: more than any channel's master needs. */
const MOST_PIXELS = 4_000_000;

/** Below this share of a schedule of fifty steps nothing would be run. */
const LEAST_STRENGTH = 0.02;

/**
 * Opens a model of the Stable Diffusion family from a folder in the layout of diffusers and Optimum with its papers
 * (docs/recipes/bring-a-stable-diffusion-model.md).
 *
 * The storyboard steers it through image-to-image: `strength` is the share of the noise schedule that is run on it, 1 paints
 * from the words alone, under 0.02 leaves the storyboard as it is; its papers say how much where the request does not. A `draft` takes fewer steps.
 *
 * @throws an Error naming the model and the reason when its papers do not hold, a part is missing or not known here
 */
export async function openDiffusion(settings: {
  readonly folder: URL | string;
  /** Inference threads, at least 1. */
  readonly threads: number;
  readonly provider?: Provider | undefined;
}): Promise<ImageModel> {
  const papers = await readPapers(settings.folder);
  const networks = await openNetworks(papers, settings);
  try {
    const how = settingsOf(papers, networks);
    const scheduler = schedulerOf(networks, how);
    let open = true;
    return {
      papers: { id: papers.id, sha256: papers.sha256 },
      async paint(request, signal, progress) {
        if (!open) throw new Error(`model ${papers.id}: painted with after it was closed`);
        refuseOdd(papers.id, request.storyboard);
        return await paint(networks, how, scheduler, request, signal, progress);
      },
      async close() {
        open = false;
        await networks.release();
      },
    };
  } catch (error) {
    await networks.release();
    throw error;
  }
}

function schedulerOf({ model, scheduler }: Networks, how: Settings): Scheduler {
  try {
    const make = schedulerNamed(how.scheduler, scheduler.config);
    make({ steps: how.steps });
    return make;
  } catch (cause) {
    const choice = 'its manifest may name another in "diffusion": { "scheduler": … }';
    throw new Error(`model ${model}: ${(cause as Error).message}; ${choice}`, { cause });
  }
}

async function paint(
  networks: Networks,
  how: Settings,
  scheduler: Scheduler,
  request: PaintRequest,
  signal: AbortSignal,
  progress?: Progress,
): Promise<Pixels> {
  signal.throwIfAborted();
  const { storyboard, quality } = request;
  const strength = Math.min(1, Math.max(0, request.strength ?? how.strength));
  if (strength < LEAST_STRENGTH) return { ...storyboard, data: storyboard.data.slice() };
  const size = sizeFor(networks, how, storyboard);
  const random = randomFrom(request.seed);
  const generation: Generation = {
    prompt: request.prompt,
    negativePrompt: how.negativePrompt,
    steps: stepsFor(networks, quality === "draft" ? how.draftSteps : how.steps, strength),
    guidance: how.guidance,
    ...size,
    scheduler,
    from: strength < 1 ? { picture: toPlanes(storyboard, size), strength } : undefined,
    noise: (length) => normals(random, length),
  };
  return toPixels(await generate(networks, generation, signal, progress), storyboard);
}

function sizeFor(networks: Networks, how: Settings, storyboard: Pixels): Size {
  const { fixed } = networks.unet;
  const factor = vaeFactor(networks.vaeConfig);
  if (fixed) return { widthPx: fixed.width * factor, heightPx: fixed.height * factor };
  return workingSize(storyboard, how.areaPx, multipleOf(networks));
}

/** At least one step is run, however little of the schedule is asked for; a consistency model has fifty to choose from. */
function stepsFor({ family }: Networks, steps: number, strength: number): number {
  if (family.consistency) return Math.max(1, Math.min(steps, Math.floor(50 * strength)));
  const least = Math.ceil(1 / strength);
  return Math.max(steps, Math.floor(least * strength) < 1 ? least + 1 : least);
}

function refuseOdd(model: string, { widthPx, heightPx, data }: Pixels): void {
  const whole = Number.isInteger(widthPx) && Number.isInteger(heightPx) && widthPx > 0 && heightPx > 0;
  if (!whole || widthPx * heightPx > MOST_PIXELS || data.length !== widthPx * heightPx * 3) {
    throw new Error(`model ${model}: cannot paint ${widthPx}x${heightPx} pixels`);
  }
}
