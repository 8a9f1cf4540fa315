import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { Provider } from "../models/onnx/provider.ts";

/** Half of what this process may have, for the service is not alone on its machine. */
const halfTheMemoryMb = (): number => {
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.floor(Math.min(totalmem(), limit) / 2 / 1_000_000);
};

const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/, "must be a whole number").transform(Number).pipe(z.number().min(least).max(most));

/** Every variable that Marquee reads, and nothing else reads the environment. */
const Environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres://")
    .optional(),
  MARQUEE_MIGRATE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres://")
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must start with redis://")
    .optional(),
  MARQUEE_HOME: z.string().min(1).default(".marquee"),
  MARQUEE_HOST: z.string().min(1).default("127.0.0.1"),
  MARQUEE_PORT: wholeNumber(0, 65_535).default(8470),
  MARQUEE_DATABASE_PORT: wholeNumber(1, 65_535).optional(),
  MARQUEE_LEARN_EVERY_MS: wholeNumber(500, 86_400_000).default(60_000),
  MARQUEE_STALE_AFTER_S: wholeNumber(5, 86_400).optional(),
  MARQUEE_STUDIOS: wholeNumber(1, 64).default(availableParallelism()),
  MARQUEE_IMAGE_MODEL: z.string().min(1).default("marquee-paint"),
  MARQUEE_STYLE_MODEL: z.string().min(1).optional(),
  MARQUEE_CUTOUT_MODEL: z.string().min(1).optional(),
  MARQUEE_TEXT_MODEL: z.string().min(1).default("marquee-copy"),
  MARQUEE_TEXT_URL: z
    .string()
    .regex(/^https?:\/\//, "must start with https:// or http://")
    .optional(),
  MARQUEE_TEXT_KEY: z.string().optional(),
  MARQUEE_TEXT_DAILY_TOKENS: wholeNumber(0, 1_000_000_000_000).default(1_000_000),
  MARQUEE_SIGNING_KEY: z.string().min(1).optional(),
  MARQUEE_SIGNING_CERT: z.string().min(1).optional(),
  MARQUEE_PROVIDER: Provider.default("cpu"),
  MARQUEE_MODEL_MEMORY_MB: wholeNumber(1, 10_000_000).default(halfTheMemoryMb),
  MARQUEE_MODEL_TIMEOUT_MS: wholeNumber(100, 86_400_000).optional(),
  MARQUEE_QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be a-z, 0-9 and -")
    .default("marquee"),
  MARQUEE_HUB_URL: z
    .string()
    .regex(/^https?:\/\//, "must start with https://")
    .default("https://huggingface.co"),
  MARQUEE_HUB_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be letters, digits and signs without spaces")
    .optional(),
  MARQUEE_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

/** The test runner's own, which a service that a test starts inherits. */
const OF_THE_TESTS = /^MARQUEE_(TEST_\w+|NO_SKIPS)$/;

export type Settings = {
  /** Absent: an embedded PostgreSQL under `home`. */
  readonly databaseUrl: string | undefined;
  /** The tables' owner on the same database; absent: `databaseUrl` owns them. For the supervisor alone. */
  readonly migrateUrl: string | undefined;
  /** Absent: the queue lives in the database. */
  readonly redisUrl: string | undefined;
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly databasePort: number | undefined;
  readonly learnEveryMs: number;
  /** How old a snapshot may be that answers; absent: the last good one answers for as long as the database is away. */
  readonly staleAfterMs: number | undefined;
  /** Child processes that make pictures, one creative at a time each. */
  readonly studios: number;
  /** Ids in the registry of models. */
  readonly imageModel: string;
  readonly textModel: string;
  /** A picture network that every painting goes through; absent: none. */
  readonly styleModel: string | undefined;
  /** A picture network for background removal, which finds the subject of key art. */
  readonly cutoutModel: string | undefined;
  /** Absent: texts come from `textModel` on this machine; else that is the endpoint's name for its model. */
  readonly textUrl: string | undefined;
  readonly textKey: string | undefined;
  /** Read and written together, for the texts of an endpoint. */
  readonly textDailyTokens: number;
  /** Files in PEM; absent: a development key under `home`. */
  readonly signing: { readonly key: string; readonly certificates: string } | undefined;
  /** Where networks run. */
  readonly provider: Provider;
  /** What all models of the worker may hold together. */
  readonly modelMemoryMb: number;
  /** For one call of a model; absent: by its kind. */
  readonly modelTimeoutMs: number | undefined;
  readonly queuePrefix: string;
  /** Where `models pull` asks. */
  readonly hubUrl: string;
  /** For that hub alone, and for this process alone: `toEnvironment` leaves it out. */
  readonly hubToken: string | undefined;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
};

/**
 * Reads the environment once.
 *
 * @throws Error naming each variable that is wrong, or that starts with MARQUEE_ and is unknown
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith("MARQUEE_") && !OF_THE_TESTS.test(name) && !(name in Environment.shape),
  );
  if (unknown.length > 0)
    throw new Error(`Unknown setting ${unknown.join(", ")}. Known: ${Object.keys(Environment.shape).join(", ")}.`);

  const present = Object.entries(environment).filter(([name, value]) => name in Environment.shape && value !== "");
  const parsed = Environment.safeParse(Object.fromEntries(present));
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((issue) => `Setting ${issue.path.join(".")} ${issue.message}.`).join(" "));
  const values = parsed.data;
  const { MARQUEE_SIGNING_KEY: key, MARQUEE_SIGNING_CERT: certificates } = values;
  if ((key === undefined) !== (certificates === undefined))
    throw new Error("Settings MARQUEE_SIGNING_KEY and MARQUEE_SIGNING_CERT go together: give both or neither.");
  return {
    databaseUrl: values.DATABASE_URL,
    migrateUrl: values.MARQUEE_MIGRATE_URL,
    redisUrl: values.REDIS_URL,
    home: resolve(values.MARQUEE_HOME),
    host: values.MARQUEE_HOST,
    port: values.MARQUEE_PORT,
    databasePort: values.MARQUEE_DATABASE_PORT,
    learnEveryMs: values.MARQUEE_LEARN_EVERY_MS,
    staleAfterMs: values.MARQUEE_STALE_AFTER_S === undefined ? undefined : values.MARQUEE_STALE_AFTER_S * 1_000,
    studios: values.MARQUEE_STUDIOS,
    imageModel: values.MARQUEE_IMAGE_MODEL,
    textModel: values.MARQUEE_TEXT_MODEL,
    styleModel: values.MARQUEE_STYLE_MODEL,
    cutoutModel: values.MARQUEE_CUTOUT_MODEL,
    textUrl: values.MARQUEE_TEXT_URL,
    textKey: values.MARQUEE_TEXT_KEY,
    textDailyTokens: values.MARQUEE_TEXT_DAILY_TOKENS,
    signing: key && certificates ? { key: resolve(key), certificates: resolve(certificates) } : undefined,
    provider: values.MARQUEE_PROVIDER,
    modelMemoryMb: values.MARQUEE_MODEL_MEMORY_MB,
    modelTimeoutMs: values.MARQUEE_MODEL_TIMEOUT_MS,
    queuePrefix: values.MARQUEE_QUEUE_PREFIX,
    hubUrl: values.MARQUEE_HUB_URL,
    hubToken: values.MARQUEE_HUB_TOKEN,
    logLevel: values.MARQUEE_LOG_LEVEL,
  };
}

/** The variables that give a child process these settings, but for the hub's token and the owner's URL, which no child needs. */
export function toEnvironment(settings: Settings): Record<string, string> {
  const values = {
    DATABASE_URL: settings.databaseUrl,
    REDIS_URL: settings.redisUrl,
    MARQUEE_HOME: settings.home,
    MARQUEE_HOST: settings.host,
    MARQUEE_PORT: settings.port,
    MARQUEE_DATABASE_PORT: settings.databasePort,
    MARQUEE_LEARN_EVERY_MS: settings.learnEveryMs,
    MARQUEE_STALE_AFTER_S: settings.staleAfterMs === undefined ? undefined : settings.staleAfterMs / 1_000,
    MARQUEE_STUDIOS: settings.studios,
    MARQUEE_IMAGE_MODEL: settings.imageModel,
    MARQUEE_TEXT_MODEL: settings.textModel,
    MARQUEE_STYLE_MODEL: settings.styleModel,
    MARQUEE_CUTOUT_MODEL: settings.cutoutModel,
    MARQUEE_TEXT_URL: settings.textUrl,
    MARQUEE_TEXT_KEY: settings.textKey,
    MARQUEE_TEXT_DAILY_TOKENS: settings.textDailyTokens,
    MARQUEE_SIGNING_KEY: settings.signing?.key,
    MARQUEE_SIGNING_CERT: settings.signing?.certificates,
    MARQUEE_PROVIDER: settings.provider,
    MARQUEE_MODEL_MEMORY_MB: settings.modelMemoryMb,
    MARQUEE_MODEL_TIMEOUT_MS: settings.modelTimeoutMs,
    MARQUEE_QUEUE_PREFIX: settings.queuePrefix,
    MARQUEE_HUB_URL: settings.hubUrl,
    MARQUEE_LOG_LEVEL: settings.logLevel,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  );
}
