import { z } from "zod";
import { FORMATS } from "../core/channel.ts";
import { ERRORS, type ErrorCode } from "../core/errors.ts";
import { Problem } from "./problem.ts";
import type { Route } from "./route.ts";

const IMAGES = Object.values(FORMATS).map(({ contentType }) => contentType);

/** Errors that any route with that property can answer, whatever it lists itself. */
const impliedErrors = (route: Route): ErrorCode[] => [
  "invalid_request",
  "internal",
  ...(route.scope ? (["key_missing", "key_unknown", "scope_missing", "database_away"] as const) : []),
  ...(route.body ? (["malformed_json", "body_too_large", "unsupported_media_type"] as const) : []),
  ...(route.costly ? (["idempotency_key_missing", "idempotency_key_reused", "idempotency_in_progress"] as const) : []),
];

const schemaOf = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

/** The OpenAPI 3.1 document of a list of routes; the same schemas check the requests. */
export function openApiDocument(routes: readonly Route[]): object {
  const byPath = Map.groupBy(routes, (route) => route.path);
  const paths = Object.fromEntries(
    [...byPath].map(([path, list]) => [path, Object.fromEntries(list.map((one) => [one.method, operation(one)]))]),
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "Marquee",
      version: "1",
      summary: "Artwork and copy for every title and audience cluster, and the proof that it works.",
    },
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas: { Problem: schemaOf(Problem, "output") },
    },
  };
}

function operation(route: Route): object {
  const byStatus = Map.groupBy([...new Set([...impliedErrors(route), ...route.errors])], (code) => ERRORS[code].status);
  const errors = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\`: ${ERRORS[code].say}`).join(" "),
      content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  const success =
    route.reply === "file"
      ? { description: "The file.", content: Object.fromEntries(IMAGES.map((type) => [type, {}])) }
      : { description: "Done.", content: { "application/json": { schema: schemaOf(route.reply, "output") } } };
  return {
    operationId: `${route.method}${route.path.replaceAll(/[/{}.-]+(\w)?/g, (_, next = "") => next.toUpperCase())}`,
    summary: route.summary,
    ...(route.scope ? { security: [{ key: [] }], "x-scope": route.scope } : {}),
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query"), ...headers(route)],
    ...(route.body ? { requestBody: { required: true, content: contentOf(route.body) } } : {}),
    responses: Object.fromEntries([[route.status, success], ...errors]),
  };
}

const contentOf = (body: z.ZodType | "file"): object =>
  body === "file"
    ? { "image/*": {}, "application/octet-stream": {} }
    : { "application/json": { schema: schemaOf(body, "input") } };

function parameters(schema: z.ZodType, where: "path" | "query"): object[] {
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: property,
  }));
}

const headers = (route: Route): object[] =>
  route.costly
    ? [{ name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", maxLength: 128 } }]
    : [];
