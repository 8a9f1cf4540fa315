import { join } from "node:path";
import type { Role } from "../models/open.ts";
import { roleOf } from "../models/open.ts";
import { listModels, type ModelEntry, SHIPPED, type Shelves } from "../models/registry.ts";
import type { Settings } from "./settings.ts";

export const shelvesOf = (settings: Pick<Settings, "home">): Shelves => ({
  shipped: SHIPPED,
  added: join(settings.home, "models"),
});

/** A model with whole papers. */
export type ChosenModel = {
  readonly id: string;
  readonly kind: NonNullable<ModelEntry["kind"]>;
  readonly folder: string;
  readonly memoryMb: number;
  readonly reason: null;
};

/** @throws Error naming the model, and the setting that chose it where there is no such model for the role */
export function choose(models: readonly ModelEntry[], id: string, role: Role, setting: string): ChosenModel {
  const model = models.find((one) => one.id === id);
  const fitting = models.filter(({ kind, state }) => state === "ready" && kind !== null && roleOf(kind) === role);
  const known = `${setting} may be ${fitting.map((one) => one.id).join(", ")}`;
  if (!model) throw new Error(`model ${id}: there is none of this name; ${known}`);
  const { kind, folder, memoryMb, reason } = model;
  if (reason !== null || kind === null || memoryMb === null) throw new Error(reason ?? `model ${id}: it has no papers`);
  if (roleOf(kind) !== role) throw new Error(`model ${id}: it is a ${kind} and no ${role} model; ${known}`);
  return { id, kind, folder, memoryMb, reason };
}

/** Those that measure pictures: whoever adds one wants it used. */
export const judgesIn = (models: readonly ModelEntry[]): readonly ChosenModel[] =>
  models.flatMap(({ id, kind, folder, memoryMb, reason }) =>
    kind !== null && roleOf(kind) === "judge" && memoryMb !== null && reason === null
      ? [{ id, kind, folder, memoryMb, reason }]
      : [],
  );

/**
 * Hashes the models that nothing has asked for yet, as loading would, and tells of each one that does not hold.
 * Those in `loaded` were verified when they were loaded.
 */
export async function tellRefused(
  shelves: Shelves,
  loaded: readonly string[],
  tell: (reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, state, reason } of await listModels(shelves, "verify", { signal })) {
    if (state === "refused" && !loaded.includes(id)) tell(reason ?? `model ${id}: it has no papers`);
  }
}
