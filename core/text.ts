import { z } from "zod";

// Control characters draw nothing or cut the text short in Pango; a NUL also ends a Postgres text. Line breaks are ours to make.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Text that a person typed and that will be shown to people.
 *
 * Trimmed and brought to Unicode NFC; refused when it is empty or only white space, holds a control
 * character (NUL included), an unpaired surrogate, or more than `maxCodePoints` code points.
 */
export const shownText = (maxCodePoints: number) =>
  z
    .string()
    .refine((text) => text.isWellFormed(), "holds half a surrogate pair, which no font can draw")
    .refine((text) => !CONTROL.test(text), "holds a control character; remove line breaks, tabs and NUL")
    .transform((text) => text.normalize("NFC").trim())
    // Piped into a string, so that the OpenAPI document can say what comes out.
    .pipe(
      z
        .string()
        .refine((text) => text.length > 0, "is empty or only white space")
        .refine((text) => [...text].length <= maxCodePoints, `is longer than ${maxCodePoints} characters`),
    );

/** A client's own id for a title or a cluster: lower-case words joined by hyphens. */
export const slug = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case letters and digits, words joined by single hyphens");
