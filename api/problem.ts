import { z } from "zod";
import { AppError, ERRORS, type ErrorCode, type FieldIssue } from "../core/errors.ts";

/** The one shape of every error answer. */
export const Problem = z.object({
  error: z.object({
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    retry: z.boolean().meta({ description: "Whether the same request may succeed later." }),
    issues: z.array(z.object({ field: z.string(), reason: z.string() })),
    requestId: z.string(),
  }),
});
export type Problem = z.infer<typeof Problem>;

export const toProblem = (error: AppError, requestId: string): Problem => ({
  error: {
    code: error.code,
    message: ERRORS[error.code].say,
    retry: error.retry,
    issues: [...error.issues],
    requestId,
  },
});

/** Parses one part of a request; on refusal throws `invalid_request` naming each field as `part.path.to.it`. */
export function parsePart<Schema extends z.ZodType>(part: string, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) => toFieldIssues(part, issue));
  throw new AppError("invalid_request", issues.map((issue) => `${issue.field}: ${issue.reason}`).join("; "), {
    issues,
  });
}

function toFieldIssues(part: string, issue: z.core.$ZodIssue): FieldIssue[] {
  const path = [part, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ field: `${path}.${key}`, reason: "is not a field of this request" }));
  return [{ field: path, reason: issue.message }];
}

/** Express and its body parser throw errors of their own; everything unknown is ours to be ashamed of. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const type = error instanceof Error && "type" in error ? error.type : undefined;
  if (type === "entity.too.large") return new AppError("body_too_large", "body over the limit", { cause: error });
  if (type === "entity.parse.failed") return new AppError("malformed_json", "not JSON", { cause: error });
  if (type === "charset.unsupported" || type === "encoding.unsupported")
    return new AppError("unsupported_media_type", String(error), { cause: error });
  if (type === "request.aborted" || type === "request.size.invalid")
    return new AppError("malformed_json", "the body ended early", { cause: error });
  // Bytes that are not what their content-encoding says carry no type, only zlib's code.
  if (error instanceof Error && "code" in error && /^(Z|ERR_BROTLI|ERR_ZSTD)_/i.test(String(error.code)))
    return new AppError("malformed_json", `the body cannot be unpacked: ${error.message}`, { cause: error });
  if (error instanceof URIError)
    return new AppError("route_not_found", "the path is not valid UTF-8", { cause: error });
  return new AppError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}
