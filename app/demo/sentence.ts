import { AppError, ERRORS } from "../../core/errors.ts";

/** An error as one sentence for a person, with its full stop. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return `${ERRORS[error.code].say} (${error.message})`;
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?)]$/.test(text) ? text : `${text}.`;
}
