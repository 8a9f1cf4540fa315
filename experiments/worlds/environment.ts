import { z } from "zod";
import { faultOf, placeAt, placeOf } from "./place.ts";

const Rate = z.number().min(0).max(1);

/** Worlds of one kind with a known truth: click rates that never change, drawn anew for every seed. */
export const Environment = z
  .strictObject({
    /** What the rates are like, in a word. */
    kind: z.string().min(1),
    /** Arms. */
    K: z.int().min(1),
    clusters: z.int().min(1),
    /** Each cluster's share of the impressions; they sum to 1. */
    shares: z.array(z.number().min(0).max(1)).min(1),
    note: z.string().optional(),
    /** Click rates by seed, cluster and arm. */
    ctr: z.array(z.array(z.array(Rate))).min(1),
  })
  .superRefine(({ K, clusters, shares, ctr }, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    if (shares.length !== clusters) refuse(["shares"], `has ${shares.length} shares for ${clusters} clusters`);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (!(Math.abs(sum - 1) < 1e-6)) refuse(["shares"], `sum to ${sum}, not to 1`);
    for (const [seed, table] of ctr.entries()) {
      if (table.length !== clusters) refuse(["ctr", seed], `has ${table.length} rows for ${clusters} clusters`);
      for (const [cluster, row] of table.entries()) {
        if (row.length !== K) refuse(["ctr", seed, cluster], `has ${row.length} rates for ${K} arms`);
      }
    }
  });
export type Environment = z.infer<typeof Environment>;

/** An environment that cannot be played. The message names the line and the field of everything that is wrong. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads an environment in the JSON format of `docs/policies.md`.
 *
 * @throws EnvironmentError with a line for each thing that is wrong, such as
 *   `line 1, column 120, ctr[3][0][1]: Too big: expected number to be <=1`
 */
export function parseEnvironment(text: string): Environment {
  const parsed = Environment.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const { line, column } = placeOf(text, path);
    return `line ${line}, column ${column}, ${nameOf(path)}: ${message}`;
  });
  throw new EnvironmentError(lines.join("\n"));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column } = placeAt(text, faultOf(text));
    throw new EnvironmentError(`line ${line}, column ${column}: ${(error as SyntaxError).message}`);
  }
}

/** `ctr[3][0][1]`; the whole text when the path is empty. */
function nameOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the environment";
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${String(key)}`)).join("");
}
