import { Brief, type MadeCreative } from "../core/creative.ts";
import { AppError, type ErrorCode } from "../core/errors.ts";
import type { Tries } from "../core/rejection.ts";

/** What a studio and its child processes say to each other. */
export type ToChild =
  | { readonly id: number; readonly brief: Brief; readonly tries: Tries }
  | { readonly cancel: number };

export type FromChild = { readonly residentBytes: number } & (
  | { readonly ready: true }
  | { readonly failed: string }
  | { readonly id: number; readonly made: MadeCreative }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: ErrorCode | null } }
);

type MakeCreative = (brief: Brief, signal: AbortSignal, tries: Tries) => Promise<MadeCreative>;

/**
 * Called once by the entry module of a studio's child process. Opens what it needs, then serves briefs until the
 * parent goes, and ends the process.
 *
 * @param open loads the networks; when it throws, the parent is told why and the process ends
 */
export async function serveStudio(open: () => Promise<MakeCreative>): Promise<void> {
  let makeCreative: MakeCreative;
  try {
    makeCreative = await open();
  } catch (error) {
    const failed: FromChild = { failed: toMessage(error).message, residentBytes: residentBytes() };
    process.send?.(failed, () => process.exit(1)); // not before the parent has it
    return;
  }
  const running = new Map<number, AbortController>();
  // Also when the parent was killed: nobody would ever take what is being made.
  process.on("disconnect", () => process.exit(0));
  // Ctrl-C in a terminal reaches the children too; the parent decides when they end.
  process.on("SIGINT", () => {});
  process.on("message", async (message: ToChild) => {
    if ("cancel" in message) {
      running.get(message.cancel)?.abort();
      return;
    }
    const { id, brief, tries } = message;
    const cancel = new AbortController();
    running.set(id, cancel);
    try {
      say({ id, made: await makeCreative(Brief.parse(brief), cancel.signal, tries), residentBytes: residentBytes() });
    } catch (error) {
      say({ id, error: toMessage(error), residentBytes: residentBytes() });
    } finally {
      running.delete(id);
    }
  });
  say({ ready: true, residentBytes: residentBytes() });
}

// The parent may be gone by now; then nobody is there to be told.
const say = (message: FromChild): boolean | undefined => process.send?.(message, () => {});

const residentBytes = (): number => process.memoryUsage.rss();

function toMessage(error: unknown): { message: string; code: ErrorCode | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null };
  // The parent makes an AppError again, which puts the code before the detail a second time.
  return error instanceof AppError
    ? { message: error.message.slice(`${error.code}: `.length), code: error.code }
    : { message: error.message, code: null };
}
