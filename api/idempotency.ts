import { createHash } from "node:crypto";
import type { Request } from "express";
import { AppError } from "../core/errors.ts";
import type { ApiKey } from "../core/key.ts";
import type { ApiDeps } from "./deps.ts";

/**
 * Runs costly work once per Idempotency-Key: a repeat with the same body gets the first answer.
 *
 * A failed first try is forgotten, so that the caller may try again with the same key.
 *
 * @throws AppError `idempotency_key_missing`, `idempotency_key_reused`, `idempotency_in_progress`
 */
export async function answerOnce(
  request: Request,
  key: ApiKey | null,
  body: unknown,
  deps: Pick<ApiDeps, "idempotency">,
  handle: () => Promise<unknown>,
): Promise<unknown> {
  const idempotencyKey = request.get("idempotency-key");
  if (!idempotencyKey || !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey))
    throw new AppError("idempotency_key_missing", "header absent or malformed", {
      issues: [{ field: "header.idempotency-key", reason: "must be 1 to 128 visible ASCII characters" }],
    });
  const scope = `${key?.id ?? "anonymous"} ${request.method} ${request.path}`;
  const requestSha256 = createHash("sha256").update(JSON.stringify(body)).digest("hex");

  const first = await deps.idempotency.begin(scope, idempotencyKey, requestSha256);
  if (first.state === "replay") return first.reply;
  if (first.state === "conflict") throw new AppError("idempotency_key_reused", idempotencyKey);
  if (first.state === "running") throw new AppError("idempotency_in_progress", idempotencyKey);
  try {
    const reply = await handle();
    await deps.idempotency.finish(scope, idempotencyKey, reply);
    return reply;
  } catch (error) {
    await deps.idempotency.forget(scope, idempotencyKey).catch(() => {});
    throw error;
  }
}
