import { z } from "zod";

/**
 * Some of an object's fields, to be laid over what stands: every field may be left out and none is filled in with its
 * default; one that may be absent is taken away by `null`.
 *
 * @param without fields that cannot be changed so
 */
export function changesOf<Schema extends z.ZodObject, Without extends keyof z.output<Schema> = never>(
  schema: Schema,
  without: readonly Without[] = [],
): z.ZodType<Changes<Omit<z.output<Schema>, Without>>> {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
    .filter(([name]) => !(without as readonly string[]).includes(name))
    .map(([name, field]) => {
      if (field instanceof z.ZodDefault) return [name, (field.unwrap() as z.ZodType).optional()];
      return [name, field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType).nullish() : field.optional()];
    });
  return z.strictObject(Object.fromEntries(fields)) as never;
}

/** `null` only where a field may be absent. */
export type Changes<Whole> = {
  readonly [Name in keyof Whole]?: undefined extends Whole[Name] ? Whole[Name] | null : Whole[Name];
};

/** What stands with the changes laid over it. */
export function laidOver<Whole extends object>(whole: Whole, changes: Changes<Partial<Whole>>): Whole {
  const laid = { ...whole } as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete laid[name];
    else if (value !== undefined) laid[name] = value;
  }
  return laid as Whole;
}
