import { folderOf, isTest, type Offence, type Project, type Rule, typeScript } from "../project.ts";
import { codeMatching } from "../source.ts";

const SEEDED = ["core", "experiments", "audience", "pipeline", "models"];
const CALLS = /^(Math\.random|Date\.now|(crypto\.)?(randomBytes|randomUUID|randomInt|getRandomValues))\s*\(/;
const CLOCK = /^new\s+Date\s*(\(\s*\))?$/;

function find(project: Project): readonly Offence[] {
  return typeScript(project).flatMap(([file, source]) => {
    if (!SEEDED.includes(folderOf(file)) || isTest(file)) return [];
    const calls = codeMatching(source, ["CallExpression"], CALLS);
    const clocks = codeMatching(source, ["NewExpression"], CLOCK);
    // `list.map(Math.random)` passes it on without calling it.
    const passed = codeMatching(source, ["MemberExpression"], /^(Math\.random|Date\.now)$/);
    const lines = new Map(
      [...passed, ...calls, ...clocks].map(({ line, text }) => [line, text.split("(")[0] as string]),
    );
    return [...lines].map(([line, text]) => ({ file, line, what: `uses ${text.trim()}` }));
  });
}

export const seeded: Rule = {
  name: "seeded",
  reason:
    "The same input gives the same output: clock and randomness come in as arguments, with a seed that is stored.",
  find,
};
