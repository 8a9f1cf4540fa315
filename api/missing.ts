import type { CreativeId } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";

/** Where in `body.creatives` an id stands. */
export const fieldOf = (id: CreativeId, named: readonly CreativeId[]): string => `body.creatives.${named.indexOf(id)}`;

/** @throws AppError `creative_not_found` naming each field whose creative is not there */
export function refuseMissing(missing: readonly CreativeId[], named: readonly CreativeId[]): void {
  if (missing.length === 0) return;
  const issues = missing.map((id) => ({ field: fieldOf(id, named), reason: `${id} does not exist` }));
  throw new AppError("creative_not_found", missing.join(), { issues });
}
