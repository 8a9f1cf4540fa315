import { expect } from "vitest";
import { z } from "zod";
import type { ErrorCode } from "../../core/errors.ts";
import { openApiDocument } from "../openapi.ts";
import { Problem } from "../problem.ts";
import type { Route } from "../route.ts";
import { ROUTES } from "../routes.ts";

type Documented = { responses: Record<string, { description: string }> };
const { paths } = openApiDocument(ROUTES) as { paths: Record<string, Record<string, Documented>> };

/** Routes that have answered well at least once, as `get /v1/titles`. */
export const answered = new Set<string>();

/**
 * A `fetch` that holds every answer against the OpenAPI document and the route's own schema: a success is exactly
 * what the schema says, with nothing besides; an error has the one shape, with a status and code that are documented.
 */
export function answersChecked(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    const method = (init?.method ?? "GET").toLowerCase();
    const { pathname } = new URL(String(input));
    await checkAnswer(routeOf(method, pathname), pathname, response.clone());
    return response;
  };
}

function routeOf(method: string, pathname: string): Route | undefined {
  return ROUTES.find((route) => {
    // A segment that is not UTF-8 is on no route.
    const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`, "i");
    return route.method === method && pattern.test(pathname) && isUtf8(pathname);
  });
}

function isUtf8(pathname: string): boolean {
  try {
    return typeof decodeURIComponent(pathname) === "string";
  } catch {
    return false;
  }
}

async function checkAnswer(route: Route | undefined, pathname: string, response: Response): Promise<void> {
  expect(response.headers.get("x-request-id"), pathname).toMatch(/^[0-9a-f-]{36}$/);
  expect(response.headers.get("x-powered-by")).toBeNull();
  if (response.ok) {
    if (route && route.reply !== "file") {
      const value = await response.json();
      expect(response.status).toBe(route.status);
      expect(z.parse(route.reply, value), "the answer and its schema").toEqual(value);
    }
    if (route) answered.add(`${route.method} ${route.path}`);
    return;
  }
  const { error } = z.strictObject(Problem.shape).parse(await response.json());
  expect(error.requestId).toBe(response.headers.get("x-request-id"));
  if (route) expect(documentedErrors(route, response.status), `${route.method} ${route.path}`).toContain(error.code);
}

/** The codes that the document lists for one status of a route. */
function documentedErrors(route: Route, status: number): readonly ErrorCode[] {
  const { description = "" } = paths[route.path]?.[route.method]?.responses[status] ?? {};
  return [...description.matchAll(/`(\w+)`:/g)].map(([, code]) => code as ErrorCode);
}
