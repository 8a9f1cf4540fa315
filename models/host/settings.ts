import type { Provider } from "../onnx/provider.ts";
import type { ModelKind } from "../papers.ts";
import type { ModelEntry } from "../registry.ts";

/** For one call of a model of a kind: ten times what it takes on a slow core. Past it, it hangs. */
export const TIME_LIMIT_MS: Readonly<Record<ModelKind, number>> = {
  painter: 60_000,
  copywriter: 30_000,
  diffusion: 1_800_000,
  picture: 300_000,
  text: 120_000,
  judge: 60_000,
};

export type HostedModel = Pick<ModelEntry, "id" | "kind" | "folder" | "memoryMb" | "reason">;

export type HostSettings = {
  readonly models: readonly HostedModel[];
  /** All loaded models together, in megabytes. */
  readonly memoryMb: number;
  /** A process that holds more after a call is replaced; twice what the model's papers say and 300 when left out. */
  readonly recycleMb?: number | undefined;
  /** For one call, of every kind; TIME_LIMIT_MS when left out. */
  readonly timeLimitMs?: number | undefined;
  /** Inference threads of each model, at least 1. */
  readonly threads: number;
  readonly provider?: Provider | undefined;
  /** What the models' processes see of an environment, besides MALLOC_ARENA_MAX. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
};

/** A model that is loaded now. */
export type Running = { readonly id: string; readonly pid: number; readonly memoryMb: number; readonly idle: boolean };
