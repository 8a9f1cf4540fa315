import { describe, expect, it } from "vitest";
import { ERRORS } from "../core/errors.ts";
import { Scope } from "../core/key.ts";
import { ROUTES } from "./routes.ts";
import { openWorld } from "./testing/world.ts";

type Schema = { $ref?: string; type?: string | string[]; properties?: Record<string, Schema> } & Record<
  string,
  unknown
>;
type Operation = {
  operationId: string;
  summary: string;
  security?: object[];
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content: Record<string, { schema?: Schema }> }>;
};

const world = await openWorld();
const response = await world.raw("/openapi.json", { headers: { authorization: "" } });
const document = (await response.json()) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

describe("the OpenAPI document", () => {
  it("is served without a key, and has every route and nothing else", () => {
    expect(response.status).toBe(200);
    expect(document.openapi).toBe("3.1.0");
    const served = operations.map(({ path, method }) => `${method} ${path}`).sort();
    expect(served).toEqual(ROUTES.map(({ path, method }) => `${method} ${path}`).sort());
  });

  it("names every parameter of a path, and gives each operation its own id", () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((one) => one.in === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(operation.operationId).toMatch(/^[a-z]\w+$/);
    }
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it("says for every operation what comes back, with a schema for each answer", () => {
    for (const { operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect(statuses.filter((status) => status.startsWith("2"))).toHaveLength(1);
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(description.length).toBeGreaterThan(3);
        if (status.startsWith("2")) continue;
        expect(content["application/json"]?.schema).toEqual({ $ref: "#/components/schemas/Problem" });
        const codes = [...description.matchAll(/`(\w+)`:/g)].map(([, code]) => code as keyof typeof ERRORS);
        for (const code of codes) expect(ERRORS[code].status).toBe(Number(status));
      }
    }
  });

  it("leaves no schema empty and no reference loose", () => {
    const walk = (value: unknown, place: string): void => {
      if (typeof value !== "object" || value === null) return;
      const schema = value as Schema;
      if (schema.$ref) expect(document.components.schemas).toHaveProperty(schema.$ref.split("/").at(-1) as string);
      for (const [name, property] of Object.entries(schema.properties ?? {}))
        expect(
          Object.keys(property).filter((key) => key !== "description"),
          `${place}.${name}`,
        ).not.toEqual([]);
      for (const [key, child] of Object.entries(schema)) walk(child, `${place}.${key}`);
    };
    for (const { path, method, operation } of operations) walk(operation, `${method} ${path}`);
  });

  it("asks for a key wherever the route has a scope, and every scope opens something", () => {
    for (const { path, method, operation } of operations) {
      const route = ROUTES.find((one) => one.path === path && one.method === method);
      expect(operation.security).toEqual(route?.scope ? [{ key: [] }] : undefined);
      expect(Object.keys(operation.responses).includes("401")).toBe(route?.scope !== null);
    }
    expect(new Set(ROUTES.flatMap(({ scope }) => scope ?? []))).toEqual(new Set(Scope.options));
  });

  it("is what every operation answers to a stranger", async () => {
    for (const { path, method, operation } of operations) {
      if (!operation.security) continue;
      const answer = await world.raw(path.replaceAll(/\{\w+\}/g, "x"), { method, headers: { authorization: "" } });
      expect([answer.status, path]).toEqual([401, path]);
    }
  });
});
