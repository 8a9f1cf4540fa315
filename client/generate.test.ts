import { describe, expect, it } from "vitest";
import { clientTypes, typeOf } from "./generate.ts";

describe("the type of a schema", () => {
  it.each([
    [{ type: "string", maxLength: 3 }, "string"],
    [{ type: "integer", minimum: 0 }, "number"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ const: true }, "true"],
    [{ enum: ["a", 'b"c', 1] }, '"a" | "b\\"c" | 1'],
    [{ anyOf: [{ type: "string" }, { type: "null" }, { type: "string" }] }, "string | null"],
    [{ oneOf: [{ const: "a" }, { type: "null" }] }, '"a" | null'],
    [{ type: "array", items: { type: "string" } }, "readonly string[]"],
    [{ type: "array", items: { enum: ["a", "b"] } }, 'readonly ("a" | "b")[]'],
    [{ type: "array", items: { type: "array", items: { type: "number" } } }, "readonly (readonly number[])[]"],
    [{ type: "object", properties: {} }, "Record<string, never>"],
    [{ type: "object", additionalProperties: { type: "number" } }, "Readonly<Record<string, number>>"],
    [
      { type: "object", propertyNames: { enum: ["en"] }, additionalProperties: { type: "number" } },
      'Partial<Readonly<Record<"en", number>>>',
    ],
    [
      { type: "object", propertyNames: { enum: ["en"] }, additionalProperties: { type: "number" }, required: ["en"] },
      'Readonly<Record<"en", number>>',
    ],
    [{ $ref: "#/components/schemas/Problem" }, "Problem"],
    [{}, "unknown"],
  ])("%j is %s", (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });

  it("of an object says what must be there and what may", () => {
    const schema = {
      type: "object",
      properties: { id: { type: "string", description: "Its name." }, "x-y": { type: "number" } },
      required: ["id"],
    };
    expect(typeOf(schema)).toBe('{\n  /** Its name. */\n  readonly id: string;\n  readonly "x-y"?: number;\n}');
  });

  it("is refused where the generator would have to guess", () => {
    expect(() => typeOf({ not: {} } as object)).toThrow("not");
    expect(() => typeOf({ $ref: "other.json#/Cat" })).toThrow("other.json");
  });
});

it("writes an operation with its parts, its reply and whether it costs", () => {
  const answer = { content: { "application/json": { schema: { type: "string" } } } };
  const key = { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } };
  const cat = { name: "cat", in: "path", required: true, schema: { type: "string" } };
  const post = {
    summary: "Feed it.",
    parameters: [cat, key],
    requestBody: answer,
    responses: { 202: answer, 404: {} },
  };
  const get = { summary: "See it.", parameters: [], responses: { 200: { content: { "image/webp": {} } } } };
  expect(clientTypes({ paths: { "/cats/{cat}": { get, post } } })).toContain(`export type Operations = {
  /** See it. */
  "GET /cats/{cat}": {
    path: null;
    query: null;
    body: null;
    reply: Uint8Array;
    costly: false;
  };
  /** Feed it. */
  "POST /cats/{cat}": {
    path: {
      readonly cat: string;
    };
    query: null;
    body: string;
    reply: string;
    costly: true;
  };
};
`);
});
