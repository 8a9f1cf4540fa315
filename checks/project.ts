import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { importsOf } from "./source.ts";

/** The checkout as a rule sees it: text by path, with `/` between folders. */
export type Project = { readonly files: ReadonlyMap<string, string> };

export type Offence = { readonly file: string; readonly line: number; readonly what: string };

/** A rule of the house as a program. It answers with every offence, never with the first alone. */
export type Rule = {
  readonly name: string;
  readonly reason: string;
  readonly find: (project: Project) => readonly Offence[] | Promise<readonly Offence[]>;
};

const SKIPPED = new Set(["node_modules", ".git", ".marquee", "weights", "runs", "data", "coverage", "dist"]);
const TEXT = /\.(ts|json|md|sql|ya?ml)$|^NOTICE$/;

export async function readProject(root: string): Promise<Project> {
  const files = new Map<string, string>();
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) await walk(path);
      else if (entry.isFile() && TEXT.test(entry.name)) files.set(path, await readFile(join(root, path), "utf8"));
    }
  };
  await walk("");
  return { files };
}

export const typeScript = (project: Project): readonly (readonly [path: string, source: string])[] =>
  [...project.files].filter(([path]) => path.endsWith(".ts"));

export const isTest = (path: string): boolean => path.endsWith(".test.ts");

/** `core` of `core/title.ts`; the empty string for a file at the top. */
export const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "");

/** The path within the checkout that a relative specifier names, or `null` for a package or a built-in module. */
export const resolveLocal = (from: string, specifier: string): string | null =>
  specifier.startsWith(".") ? posix.normalize(posix.join(posix.dirname(from), specifier)) : null;

/** The package's own name: `@scope/name` of `@scope/name/deep/file.js`. */
export const packageOf = (specifier: string): string =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/** Every import of every TypeScript file, once. */
export const importsIn = (project: Project) =>
  typeScript(project).flatMap(([file, source]) => importsOf(source).map((one) => ({ file, ...one })));
