import { readFile, writeFile } from "node:fs/promises";

/** What this generator reads of JSON Schema: all that the API's document uses, and it stops at anything else. */
type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
};
type Content = { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
type Parameter = { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: Schema };
type Operation = {
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
};
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};

const HEAD = `// Made from docs/openapi.json by client/generate.ts (\`npm run openapi\`); do not edit.
`;

/**
 * The types of every operation of an OpenAPI 3.1 document, as TypeScript.
 *
 * (openapi-typescript does this for any document, but on the programming interface of TypeScript 5, which
 * TypeScript 7 does not have.)
 *
 * @throws Error naming the schema keyword or the `$ref` that it does not know
 */
export function clientTypes(document: OpenApi): string {
  const schemas = Object.entries(document.components?.schemas ?? {});
  const named = schemas.map(([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => operationType(`${method.toUpperCase()} ${path}`, operation)),
  );
  return `${[HEAD, ...named, `/** Every operation, by method and path. \`null\`: it takes none. */\nexport type Operations = {\n${operations.join("")}};`].join("\n")}\n`;
}

function operationType(name: string, operation: Operation): string {
  const among = (where: string) => parametersType(operation.parameters.filter((parameter) => parameter.in === where));
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  const reply = success?.content?.["application/json"]?.schema;
  const costly = operation.parameters.some((parameter) => parameter.name === "Idempotency-Key");
  const fields = [
    `path: ${among("path")};`,
    `query: ${among("query")};`,
    `body: ${body ? typeOf(body, "    ") : operation.requestBody ? "Uint8Array" : "null"};`,
    `reply: ${reply ? typeOf(reply, "    ") : "Uint8Array"};`,
    `costly: ${costly};`,
  ];
  return `  /** ${operation.summary} */\n  "${name}": {\n${fields.map((field) => `    ${field}\n`).join("")}  };\n`;
}

function parametersType(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "null";
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]));
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  return typeOf({ type: "object", properties, required, additionalProperties: false }, "    ");
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  null: "null",
};

/** @param indent of the line on which the type begins */
export function typeOf(schema: Schema, indent = ""): string {
  if (schema.$ref) return refOf(schema.$ref);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((one) => typeOf(one, indent)))].join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
  if (schema.prefixItems) return `readonly [${schema.prefixItems.map((item) => typeOf(item, indent)).join(", ")}]`;
  if (schema.type === "array") return `readonly ${parenthesised(typeOf(schema.items ?? {}, indent))}[]`;
  if (schema.type === "object") return objectOf(schema, indent);
  const primitive = PRIMITIVES[String(schema.type)];
  if (primitive) return primitive;
  const known = Object.keys(schema).filter((key) => key !== "description" && key !== "default");
  if (known.length > 0) throw new Error(`the client's generator does not know the schema ${JSON.stringify(schema)}`);
  return "unknown";
}

const parenthesised = (type: string): string => (/[ |]/.test(type) && !type.startsWith("{") ? `(${type})` : type);

function refOf(ref: string): string {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1];
  if (!name) throw new Error(`the client's generator does not know the reference ${ref}`);
  return name;
}

function objectOf(schema: Schema, indent: string): string {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties) {
    const values = typeof additionalProperties === "object" ? typeOf(additionalProperties, indent) : "unknown";
    const names = typeOf(schema.propertyNames ?? { type: "string" }, indent);
    const record = `Readonly<Record<${names}, ${values}>>`;
    return schema.propertyNames?.enum && required.length === 0 ? `Partial<${record}>` : record;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const comment = property.description ? `${inner}/** ${property.description} */\n` : "";
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    return `${comment}${inner}readonly ${key}${required.includes(name) ? "" : "?"}: ${typeOf(property, inner)};\n`;
  });
  return lines.length > 0 ? `{\n${lines.join("")}${indent}}` : "Record<string, never>";
}

if (import.meta.main) {
  const document = JSON.parse(await readFile(new URL("../docs/openapi.json", import.meta.url), "utf8")) as OpenApi;
  await writeFile(new URL("./api.ts", import.meta.url), clientTypes(document));
}
