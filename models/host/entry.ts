import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import type { Progress } from "../../core/ports.ts";
import { type OpenedModel, openModel } from "../open.ts";
import type { Answer, FromModel, ToModel } from "./messages.ts";

/** A model's own process: opens what its host says, then answers until the host goes. */

new Worker(new URL("./lifeline.ts", import.meta.url));
process.on("disconnect", () => process.exit(0));
// Ctrl-C in a terminal reaches this process too; the host decides when it ends.
process.on("SIGINT", () => {});

let opened: OpenedModel | null = null;
const running = new Map<number, AbortController>();

process.on("message", async (message: ToModel) => {
  if ("cancel" in message) running.get(message.cancel)?.abort();
  else if ("open" in message) await open(message.open);
  else say(await answer(message.id, message.request));
});

async function open(settings: Extract<ToModel, { open: unknown }>["open"]): Promise<void> {
  try {
    opened = await openModel(settings);
    say({ ready: opened.model.papers, residentBytes: process.memoryUsage.rss() });
  } catch (error) {
    process.send?.({ failed: about(error).message } satisfies FromModel, () => process.exit(1)); // not before it is told
  }
}

async function answer(id: number, request: unknown): Promise<Answer> {
  const cancel = new AbortController();
  running.set(id, cancel);
  try {
    const result = await use(request, cancel.signal, (done, total) => say({ id, progress: [done, total] }));
    return { id, answer: result, residentBytes: process.memoryUsage.rss() };
  } catch (error) {
    return { id, error: about(error), residentBytes: process.memoryUsage.rss() };
  } finally {
    running.delete(id);
  }
}

/** The host sends what its caller's types allow, so the request is of the model's own kind. */
function use(request: unknown, signal: AbortSignal, progress: Progress): Promise<unknown> {
  if (!opened) throw new Error("asked before it was opened");
  const asked = request as never;
  if (opened.role === "image") return opened.model.paint(asked, signal, progress);
  if (opened.role === "text") return opened.model.write(asked, signal, progress);
  if (opened.role === "picture") return opened.model.apply(asked, signal, progress);
  return opened.model.judge(asked, signal, progress);
}

// The host may be gone by now; then nobody is there to be told.
const say = (message: FromModel): boolean | undefined => process.send?.(message, () => {});

function about(error: unknown): { name: string; message: string; code: AppError["code"] | null } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), code: null };
  // The host makes an AppError again, which puts the code before the detail a second time.
  if (error instanceof AppError)
    return { name: error.name, message: error.message.slice(`${error.code}: `.length), code: error.code };
  return { name: error.name, message: error.message, code: null };
}
