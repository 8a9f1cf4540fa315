import { availableParallelism } from "node:os";
import { join } from "node:path";
import { signingFiles } from "../adapters/signing-keys.ts";
import { openStudio } from "../adapters/studio-process.ts";
import { Locale } from "../core/attributes.ts";
import { Shape } from "../core/channel.ts";
import type { Studio } from "../core/ports.ts";
import { TIME_LIMIT_MS } from "../models/host/settings.ts";
import { listModels } from "../models/registry.ts";
import { type ChosenModel, choose, judgesIn, shelvesOf } from "./models.ts";
import type { Settings } from "./settings.ts";
import { planStudios } from "./studio-plan.ts";
import { deviceVariables, toStudioEnvironment } from "./studio-settings.ts";

/** What a creative takes besides its models, ten times over, on a slow core. */
const OWN_TIMEOUT_MS = 60_000;

/** A headline and a description in each language. */
const TEXTS_A_CREATIVE = 2 * Locale.options.length;

/** An endpoint's own time-out, for its first attempt and three more. */
const ENDPOINT_TIMEOUT_MS = 4 * 60_000;

/** Networks of gigabytes are hashed and loaded from slow disks, several studios at once. */
const START_TIMEOUT_MS = 300_000;

/**
 * The studios that fit this machine, with the models that the settings choose loaded.
 *
 * Judges are used where there are any that may.
 *
 * @throws Error naming the model when the chosen one for pictures or texts does not hold or cannot be loaded, and the
 *   signing key when it cannot be read, does not hold today, or C2PA does not take it
 */
export async function openStudios(
  settings: Settings,
  log: (line: string) => void,
  mayJudge: (id: string) => boolean = () => true,
): Promise<{ studio: Studio; studios: number }> {
  const models = await listModels(shelvesOf(settings), "glance");
  const image = choose(models, settings.imageModel, "image", "MARQUEE_IMAGE_MODEL");
  const text = settings.textUrl ? null : choose(models, settings.textModel, "text", "MARQUEE_TEXT_MODEL");
  const stylist = settings.styleModel ? choose(models, settings.styleModel, "picture", "MARQUEE_STYLE_MODEL") : null;
  const judges = judgesIn(models).filter(({ id }) => mayJudge(id));
  const cutter = settings.cutoutModel ? choose(models, settings.cutoutModel, "picture", "MARQUEE_CUTOUT_MODEL") : null;
  const used = [image, ...(stylist ? [stylist] : []), ...(cutter ? [cutter] : []), ...(text ? [text] : []), ...judges];
  const modelsMb = used.reduce((sum, { memoryMb }) => sum + memoryMb, 0);
  const cores = availableParallelism();
  const plan = planStudios({ studios: settings.studios, cores, memoryMb: settings.modelMemoryMb, modelsMb });
  if (plan.studios < settings.studios) {
    const machine = `${cores} cores and ${settings.modelMemoryMb} MB for models, of which each takes ${modelsMb} MB`;
    log(`${plan.studios} studios in place of MARQUEE_STUDIOS=${settings.studios}: there are ${machine}`);
  }
  const signing = await signingFiles(settings.home, settings.signing, new Date());
  const studio = await openStudio({
    entry: new URL("./studio.ts", import.meta.url),
    processes: plan.studios,
    timeoutMs: creativeTimeoutMs(
      settings,
      [image, ...(stylist ? [stylist] : []), ...(cutter ? [cutter] : [])],
      text,
      judges,
    ),
    startTimeoutMs: START_TIMEOUT_MS,
    env: toStudioEnvironment({
      models: used,
      image: image.id,
      ...(stylist ? { stylist: stylist.id } : {}),
      ...(cutter ? { cutter: cutter.id } : {}),
      blobs: join(settings.home, "blobs"),
      judges: judges.map(({ id }) => id),
      text: text ? { model: text.id } : endpointOf(settings),
      signing,
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

const endpointOf = ({ textUrl, textKey, textModel, textDailyTokens, home }: Settings) => ({
  baseUrl: textUrl ?? "",
  model: textModel,
  apiKey: textKey,
  dailyTokens: textDailyTokens,
  ledger: join(home, "text"),
});

/** Longer than a model may take for one call each, so that a model that hangs costs its own process and not the studio. */
function creativeTimeoutMs(
  { modelTimeoutMs }: Settings,
  painting: readonly ChosenModel[],
  text: ChosenModel | null,
  judges: readonly ChosenModel[],
): number {
  const limit = (model: ChosenModel | null) =>
    model ? (modelTimeoutMs ?? TIME_LIMIT_MS[model.kind]) : ENDPOINT_TIMEOUT_MS;
  const pictures = Shape.options.length;
  const painted = painting.reduce((sum, model) => sum + limit(model), 0);
  // A judge that hangs is not asked for the other pictures.
  const judged = judges.reduce((sum, judge) => sum + limit(judge), 0);
  return OWN_TIMEOUT_MS + painted * pictures + limit(text) * TEXTS_A_CREATIVE + judged;
}
