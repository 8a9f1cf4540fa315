import { folderOf, importsIn, isTest, type Offence, type Project, type Rule, resolveLocal } from "../project.ts";

type Room = { readonly floor: number; readonly mayImport: readonly string[] };

/** The rooms of the house and whom each may ask, as in docs: downwards only, never a neighbour. */
export const ROOMS: Readonly<Record<string, Room>> = {
  core: { floor: 0, mayImport: [] },
  experiments: { floor: 1, mayImport: ["core"] },
  audience: { floor: 1, mayImport: ["core"] },
  pipeline: { floor: 1, mayImport: ["core"] },
  models: { floor: 1, mayImport: ["core"] },
  adapters: { floor: 1, mayImport: ["core"] },
  workers: { floor: 2, mayImport: ["core", "experiments", "audience", "pipeline"] },
  api: { floor: 2, mayImport: ["core", "experiments", "audience"] },
  client: { floor: 3, mayImport: [] },
  studio: { floor: 3, mayImport: ["client"] },
  // They play an audience on the real statistics, before there is a service to ask.
  samples: { floor: 3, mayImport: ["core", "experiments", "audience", "pipeline", "client"] },
};

/** These stand outside the house and look into all of it. */
const EVERYWHERE = ["app", "bench", "checks", ""];

/** How the networks were made: it draws with the pipeline, which the networks themselves know nothing of. */
const TRAINING = { prefix: "models/training/", mayImport: ["core", "models", "pipeline", "samples"] };

/**
 * A test puts real parts together, so it may also use the folders of its own floor and below, the samples, and for
 * the API the client that callers use.
 */
const testMayImport = (folder: string, room: Room): readonly string[] => [
  ...Object.keys(ROOMS).filter((name) => (ROOMS[name] as Room).floor <= room.floor),
  ...(room.floor > 0 ? ["samples"] : []),
  ...(folder === "api" ? ["client"] : []),
];

/** Folders that a file may import besides its own; `null`: any. */
export function allowedFolders(path: string): readonly string[] | null {
  const folder = folderOf(path);
  if (EVERYWHERE.includes(folder)) return null;
  if (path.startsWith(TRAINING.prefix)) return TRAINING.mayImport;
  const room = ROOMS[folder];
  if (!room) return [];
  return isTest(path) || isTestHelp(path) ? testMayImport(folder, room) : room.mayImport;
}

/** What only tests import. */
export const isTestHelp = (path: string): boolean => /^\w+\/testing\//.test(path);

function find(project: Project): readonly Offence[] {
  return importsIn(project).flatMap(({ file, line, specifier }) => {
    const target = resolveLocal(file, specifier);
    if (target === null) return [];
    const what = objection(project, file, target);
    return what ? [{ file, line, what }] : [];
  });
}

function objection(project: Project, file: string, target: string): string | null {
  const from = folderOf(file);
  const to = folderOf(target);
  if (target.endsWith(".ts") && !project.files.has(target)) return `imports ${target}, which does not exist`;
  if (!target.startsWith("..") && isTestHelp(target) && !isTest(file) && !isTestHelp(file) && from !== "")
    return `imports ${target}, which is for tests`;
  const allowed = allowedFolders(file);
  if (allowed === null || from === to) return null;
  if (!(from in ROOMS)) return `${from}/ is no room of the house; give it a floor in checks/rules/floors.ts`;
  if (allowed.includes(to)) return null;
  return `imports ${target}; ${from}/ may import ${allowed.length > 0 ? allowed.join(", ") : "nothing of ours"}`;
}

export const floors: Rule = {
  name: "floors",
  reason: "A file imports its own folder and the floors below it, never sideways, never up.",
  find,
};
