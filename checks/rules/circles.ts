import { importsIn, type Offence, type Project, type Rule, resolveLocal } from "../project.ts";

type Edge = { readonly to: string; readonly line: number };

function find(project: Project): readonly Offence[] {
  const edges = new Map<string, Edge[]>();
  for (const { file, specifier, line, kind } of importsIn(project)) {
    const to = resolveLocal(file, specifier);
    // What is imported on demand is loaded after both files are complete.
    if (to === null || kind === "dynamic" || !project.files.has(to)) continue;
    edges.set(file, [...(edges.get(file) ?? []), { to, line }]);
  }

  const offences: Offence[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (done.has(file)) return;
    for (const { to, line } of edges.get(file) ?? []) {
      const start = [...path, file].indexOf(to);
      if (start >= 0) offences.push({ file, line, what: [...path, file].slice(start).concat(to).join(" -> ") });
      else visit(to, [...path, file]);
    }
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return offences;
}

export const circles: Rule = {
  name: "circles",
  reason: "Files that import each other, types included, can only be read and changed together.",
  find,
};
