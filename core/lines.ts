import type { z } from "zod";

/** Text by line, as `node:readline` gives a file. */
export type Lines = AsyncIterable<string> | Iterable<string>;

/** A line that was refused: which one, which of its fields, and why. The message is one sentence for a person. */
export class LineError extends Error {
  readonly line: number;
  readonly field: string;

  constructor(source: string, line: number, field: string, reason: string) {
    super(`${source}, line ${line}${field === "" ? "" : `, ${field}`}: ${reason}`);
    this.name = "Error"; // a sentence, no stack
    this.line = line;
    this.field = field;
  }
}

/**
 * Reads JSON lines, one value a line; blank lines are passed over. Holds one line at a time.
 *
 * @param source what the text is called in errors
 * @throws LineError at the first line that is no JSON or that the schema refuses, and at line 1 when there is none
 */
export async function* readLines<Schema extends z.ZodType>(
  lines: Lines,
  schema: Schema,
  source: string,
): AsyncGenerator<z.infer<Schema>> {
  let [line, rows] = [0, 0];
  for await (const text of lines) {
    line++;
    const bare = line === 1 ? text.replace(/^\ufeff/, "") : text;
    if (bare.trim() === "") continue;
    rows++;
    yield parsedLine(bare, schema, source, line);
  }
  if (rows === 0) throw new LineError(source, 1, "", "there is nothing in it; one JSON object a line is expected");
}

function parsedLine<Schema extends z.ZodType>(text: string, schema: Schema, source: string, line: number) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LineError(source, line, "", `not valid JSON: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const found = path.reduce((at: unknown, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
  const reason = found === undefined && path.length > 0 ? "is missing" : (issue?.message ?? "is not as expected");
  throw new LineError(source, line, path.join("."), reason);
}
