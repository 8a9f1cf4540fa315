import { AppError } from "../../core/errors.ts";
import { missingGlyphs, nameOf } from "./coverage.ts";

/** What of a name no bundled font can draw, each grapheme cluster once, as `"😀" (U+1F600)`; empty: it can be set. */
export const missingCharacters = (name: string): string[] => missingGlyphs(name).map(nameOf);

/**
 * Refuses a name before anything is drawn: Pango itself would draw boxes and say nothing.
 *
 * @param field where the name came from, such as `texts.uk.name`
 * @throws AppError `title_not_drawable`, with each character named
 */
export function requireDrawable(name: string, field: string): void {
  const missing = missingCharacters(name);
  if (missing.length === 0) return;
  const reason = `no bundled font has ${missing.join(", ")}; remove or replace them`;
  throw new AppError("title_not_drawable", `${field}: ${reason}`, { issues: [{ field, reason }] });
}
