import { availableParallelism } from "node:os";
import { openStudio } from "../adapters/studio-process.ts";
import { Locale } from "../core/attributes.ts";
import { ChannelName } from "../core/channel.ts";
import type { Studio } from "../core/ports.ts";
import { TIME_LIMIT_MS } from "../models/host/settings.ts";
import { listModels } from "../models/registry.ts";
import { type ChosenModel, choose, shelvesOf } from "./models.ts";
import type { Settings } from "./settings.ts";
import { planStudios } from "./studio-plan.ts";
import { deviceVariables, toStudioEnvironment } from "./studio-settings.ts";

/** What a creative takes besides its models, ten times over, on a slow core. */
const OWN_TIMEOUT_MS = 60_000;

/** A headline and a description in each language. */
const TEXTS_A_CREATIVE = 2 * Locale.options.length;

/** Networks of gigabytes are hashed and loaded from slow disks, several studios at once. */
const START_TIMEOUT_MS = 300_000;

/**
 * The studios that fit this machine, with the models that the settings choose loaded.
 *
 * @throws Error naming the model when one of those two does not hold or cannot be loaded
 */
export async function openStudios(
  settings: Settings,
  log: (line: string) => void,
): Promise<{ studio: Studio; studios: number }> {
  const models = await listModels(shelvesOf(settings), "glance");
  const image = choose(models, settings.imageModel, "image", "MARQUEE_IMAGE_MODEL");
  const text = choose(models, settings.textModel, "text", "MARQUEE_TEXT_MODEL");
  const modelsMb = image.memoryMb + text.memoryMb;
  const cores = availableParallelism();
  const plan = planStudios({ studios: settings.studios, cores, memoryMb: settings.modelMemoryMb, modelsMb });
  if (plan.studios < settings.studios) {
    const machine = `${cores} cores and ${settings.modelMemoryMb} MB for models, of which each takes ${modelsMb} MB`;
    log(`${plan.studios} studios in place of MARQUEE_STUDIOS=${settings.studios}: there are ${machine}`);
  }
  const studio = await openStudio({
    entry: new URL("./studio.ts", import.meta.url),
    processes: plan.studios,
    timeoutMs: creativeTimeoutMs(settings, image, text),
    startTimeoutMs: START_TIMEOUT_MS,
    env: toStudioEnvironment({
      models: [image, text],
      image: image.id,
      text: text.id,
      threads: plan.threads,
      provider: settings.provider,
      memoryMb: plan.memoryMb,
      timeLimitMs: settings.modelTimeoutMs,
      env: deviceVariables(settings.provider, process.env),
    }),
    log,
  });
  return { studio, studios: plan.studios };
}

/** Longer than a model may take for one call each, so that a model that hangs costs its own process and not the studio. */
function creativeTimeoutMs({ modelTimeoutMs }: Settings, image: ChosenModel, text: ChosenModel): number {
  const limit = ({ kind }: ChosenModel) => modelTimeoutMs ?? TIME_LIMIT_MS[kind];
  return OWN_TIMEOUT_MS + limit(image) * ChannelName.options.length + limit(text) * TEXTS_A_CREATIVE;
}
