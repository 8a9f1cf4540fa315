import { z } from "zod";
import { openApiDocument } from "../../api/openapi.ts";
import type { Route } from "../../api/route.ts";
import { ROUTES } from "../../api/routes.ts";
import { type Offence, type Project, type Rule, typeScript } from "../project.ts";
import { codeMatching, lineAt } from "../source.ts";

type Operation = { readonly operationId: string; readonly responses: Record<string, { readonly description: string }> };

const operationOf = (route: Route): Operation => {
  const { paths } = openApiDocument([route]) as { paths: Record<string, Record<string, Operation>> };
  return paths[route.path]?.[route.method] as Operation;
};

/** Every code that an answer of the route may carry, by its own list or by what it is. */
const listedBy = (route: Route): readonly string[] =>
  Object.values(operationOf(route).responses).flatMap(({ description }) =>
    [...description.matchAll(/`(\w+)`:/g)].map(([, code]) => code as string),
  );

/** What is wrong with the routes themselves, wherever they are written. */
export function faultsOf(routes: readonly Route[]): readonly { path: string; what: string }[] {
  return routes.flatMap((route) => {
    const faults: string[] = [];
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
    const parsed = route.params instanceof z.ZodObject ? Object.keys(route.params.shape) : [];
    if (!/^\S.{8,}\.$/s.test(route.summary)) faults.push("needs a summary that is a sentence");
    if (`${inPath}` !== `${parsed}`) faults.push(`has ${inPath} in its path and ${parsed} in its schema`);
    if (route.reply !== "file" && !(route.reply instanceof z.ZodType)) faults.push("needs a schema of its reply");
    const again = route.errors.filter((code, i) => route.errors.indexOf(code) !== i);
    if (again.length > 0) faults.push(`lists ${again} twice`);
    const twins = routes.filter((other) => operationOf(other).operationId === operationOf(route).operationId);
    if (twins.length > 1) faults.push("has the operation id of another route");
    return faults.map((what) => ({ path: `${route.method.toUpperCase()} ${route.path}`, what }));
  });
}

/** Every error that a route's file can make must be listed by one of its routes. */
function unlisted(project: Project, routes: readonly Route[]): readonly Offence[] {
  return typeScript(project)
    .filter(([file]) => file.startsWith("api/routes/"))
    .flatMap(([file, source]) => {
      const listed = new Set(routes.filter((route) => source.includes(`"${route.path}"`)).flatMap(listedBy));
      return codeMatching(source, ["NewExpression"], /^new\s+AppError\s*\(\s*"/).flatMap(({ line, text }) => {
        const code = /"(\w+)"/.exec(text)?.[1] as string;
        return listed.has(code) ? [] : [{ file, line, what: `throws ${code}, which none of its routes lists` }];
      });
    });
}

const placeOf = (project: Project, path: string): { file: string; line: number } => {
  const at = typeScript(project).find(([file, text]) => file.startsWith("api/") && text.includes(`"${path}"`));
  return at ? { file: at[0], line: lineAt(at[1], at[1].indexOf(`"${path}"`)) } : { file: "api/routes.ts", line: 1 };
};

export const routesRule = (routes: readonly Route[]): Rule => ({
  name: "routes",
  reason: "A route is its own documentation: what it does, what it takes, and every error that it can answer.",
  find: (project) => [
    ...faultsOf(routes).map(({ path, what }) => ({
      ...placeOf(project, path.split(" ")[1] as string),
      what: `${path} ${what}`,
    })),
    ...unlisted(project, routes),
  ],
});

export const routes = routesRule(ROUTES);
