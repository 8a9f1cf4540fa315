import { folderOf, type Offence, type Project, type Rule, typeScript } from "../project.ts";
import { codeMatching } from "../source.ts";
import { isTestHelp } from "./floors.ts";

const mayRead = (file: string): boolean => folderOf(file) === "app" || file === "vitest.config.ts" || isTestHelp(file);

/** `process.env`, however it is taken apart. */
const readsOf = (source: string) => [
  ...codeMatching(source, ["MemberExpression"], /^process\s*\??\.\s*env$/),
  ...codeMatching(source, ["VariableDeclarator"], /^\{[^}]*\benv\b[^}]*\}\s*=\s*process$/s),
  ...codeMatching(source, ["ImportDeclaration"], /\benv\b.*["'](node:)?process["']/s),
];

function find(project: Project): readonly Offence[] {
  return typeScript(project).flatMap(([file, source]) =>
    mayRead(file) ? [] : readsOf(source).map(({ line }) => ({ file, line, what: "reads process.env" })),
  );
}

export const environment: Rule = {
  name: "environment",
  reason: "The composition root reads the environment once; everything else gets arguments.",
  find,
};
