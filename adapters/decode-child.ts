import { Worker } from "node:worker_threads";
import { AppError, type ErrorCode, type FieldIssue } from "../core/errors.ts";
import type { DecodedPicture } from "../core/key-art.ts";

/** What a decoder and its child process say to each other: one picture a process, no more. */
export type ToDecoder = { readonly bytes: Uint8Array; readonly maxResidentBytes: number; readonly timeoutMs: number };
export type FromDecoder =
  | { readonly ready: true }
  | { readonly decoded: DecodedPicture }
  | { readonly error: { message: string; code: ErrorCode | null; issues: readonly FieldIssue[] } };

/** Called once by the entry module of a decoder's child process: decodes one picture, answers and ends. */
export function serveDecoder(decode: (bytes: Uint8Array) => Promise<DecodedPicture>): void {
  process.on("disconnect", () => process.exit(0));
  // Ctrl-C in a terminal reaches this process too; the parent decides when it ends.
  process.on("SIGINT", () => {});
  process.once("message", async ({ bytes, ...limits }: ToDecoder) => {
    // Before anything of the stranger's file is looked at.
    new Worker(new URL("./decode-watch.ts", import.meta.url), { workerData: limits });
    const answer = await decode(bytes).then(
      (decoded): FromDecoder => ({ decoded }),
      (error: unknown): FromDecoder => ({ error: about(error) }),
    );
    process.send?.(answer, () => process.exit(0)); // not before the parent has it
  });
  process.send?.({ ready: true } satisfies FromDecoder, () => {});
}

const about = (error: unknown) =>
  error instanceof AppError
    ? // The parent makes an AppError again, which puts the code before the detail a second time.
      { message: error.message.slice(`${error.code}: `.length), code: error.code, issues: error.issues }
    : { message: error instanceof Error ? error.message : String(error), code: null, issues: [] };
