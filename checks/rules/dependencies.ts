import type { Offence, Project, Rule } from "../project.ts";
import { lineAt } from "../source.ts";

const PAGE = "docs/dependencies.md";

type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

/** The direct dependencies, with the line of package.json that names each. */
export function dependenciesOf(project: Project): readonly { name: string; line: number; runtime: boolean }[] {
  const source = project.files.get("package.json") ?? "{}";
  const { dependencies = {}, devDependencies = {} } = JSON.parse(source) as Manifest;
  const lineOf = (name: string) => lineAt(source, Math.max(0, source.indexOf(`"${name}":`)));
  return [
    ...Object.keys(dependencies).map((name) => ({ name, line: lineOf(name), runtime: true })),
    ...Object.keys(devDependencies).map((name) => ({ name, line: lineOf(name), runtime: false })),
  ];
}

/** A table row whose first cell names the package; `@scope/*` anywhere stands for all packages of a scope. */
function find(project: Project): readonly Offence[] {
  const page = project.files.get(PAGE) ?? "";
  const rows = [...page.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = ""]) => cell.match(/[@\w./*-]+/g) ?? []);
  const scopes = page.match(/@[\w.-]+\/\*/g) ?? [];
  const named = new Set([...rows, ...scopes]);
  const all = dependenciesOf(project);
  const missing = all
    .filter(({ name }) => !named.has(name) && !named.has(`${name.split("/")[0]}/*`))
    .map(({ name, line }) => ({ file: "package.json", line, what: `${name} has no row in ${PAGE}` }));
  return [...missing, ...ranges(project)];
}

/** A range that the lock file does not pin would differ from one machine to the next. */
function ranges(project: Project): readonly Offence[] {
  const lock = JSON.parse(project.files.get("package-lock.json") ?? "{}") as { packages?: Record<string, object> };
  if (!lock.packages) return [];
  return dependenciesOf(project)
    .filter(({ name }) => !lock.packages?.[`node_modules/${name}`])
    .map(({ name, line }) => ({ file: "package.json", line, what: `${name} is not in package-lock.json` }));
}

export const dependencies: Rule = {
  name: "dependencies",
  reason: "What we build on is chosen once, with its purpose and licence written down.",
  find,
};
