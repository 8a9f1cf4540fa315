import { type Offence, type Project, type Rule, typeScript } from "../project.ts";

const MOST_LINES = 400;
const GENERATED = ["client/api.ts"];

function find(project: Project): readonly Offence[] {
  return typeScript(project).flatMap(([file, source]) => {
    const lines = source.trimEnd().split("\n").length;
    if (lines <= MOST_LINES || GENERATED.includes(file)) return [];
    return [{ file, line: MOST_LINES + 1, what: `has ${lines} lines; the most is ${MOST_LINES}` }];
  });
}

export const size: Rule = {
  name: "size",
  reason: "A file that outgrows a few screens holds two things; give the second a name of its own.",
  find,
};
