import { z } from "zod";
import { Provider } from "../models/onnx/provider.ts";
import { ModelKind } from "../models/papers.ts";

const NAME = "MARQUEE_STUDIO";

/** What a runtime for a graphics card looks up. */
const DEVICE = ["LD_LIBRARY_PATH", "PATH", "CUDA_PATH", "CUDA_VISIBLE_DEVICES", "SystemRoot"];

/** All that a studio knows of the service that it works for. */
export const StudioSettings = z.strictObject({
  /** Those that it works with, by their papers. */
  models: z.array(
    z.strictObject({
      id: z.string(),
      kind: ModelKind,
      folder: z.string(),
      memoryMb: z.number(),
      reason: z.null(),
    }),
  ),
  /** The id of the one that paints, and of each that measures what was painted. */
  image: z.string(),
  /** A picture network that every painting goes through. */
  stylist: z.string().optional(),
  /** A picture network that finds the subject of key art. */
  cutter: z.string().optional(),
  /** The folder of pictures that people brought: it is read here, and nothing is written. */
  blobs: z.string(),
  judges: z.array(z.string()),
  /** Who writes: one of the models, or an endpoint elsewhere. */
  text: z.union([
    z.strictObject({ model: z.string() }),
    z.strictObject({
      baseUrl: z.string(),
      model: z.string(),
      apiKey: z.string().optional(),
      dailyTokens: z.int().min(0),
      /** What was spent is kept here, for all studios. */
      ledger: z.string(),
    }),
  ]),
  /** Files in PEM, by whose key its pictures are signed. */
  signing: z.strictObject({ key: z.string(), certificates: z.string() }),
  threads: z.int().min(1),
  provider: Provider,
  memoryMb: z.number().min(1),
  timeLimitMs: z.number().optional(),
  /** For the models' processes, where they need any. */
  env: z.record(z.string(), z.string()),
});
export type StudioSettings = z.infer<typeof StudioSettings>;

/** A studio's whole environment: it gets no passwords, addresses or paths but those of its models and its signing key. */
export const toStudioEnvironment = (settings: StudioSettings): Record<string, string> => ({
  [NAME]: JSON.stringify(settings),
});

/** @throws Error when this process is no studio that a worker started */
export function readStudioSettings(environment: NodeJS.ProcessEnv): StudioSettings {
  const text = environment[NAME];
  if (text === undefined) throw new Error(`${NAME} is not set: a worker starts its studios itself`);
  return StudioSettings.parse(JSON.parse(text));
}

/** The variables that a provider's libraries are found by; none for the CPU. */
export const deviceVariables = (provider: Provider, environment: NodeJS.ProcessEnv): Record<string, string> =>
  provider === "cpu"
    ? {}
    : Object.fromEntries(
        DEVICE.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
      );
