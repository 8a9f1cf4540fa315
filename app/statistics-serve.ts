import { parentPort } from "node:worker_threads";
import { AppError } from "../core/errors.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Answer, Ask, Cancel, Failure } from "./statistics.ts";

/** Reads with `stores`, computes, and answers with what can be sent between threads. */
export type Statistic<Stores> = (ask: never, stores: Stores, stop: AbortSignal) => Promise<unknown>;

/** The thread's side of `openStatistics`: answers every ask in its turn. A cancelled one finds `stop` aborted. */
export function serveStatistics<Stores>(
  statistics: Readonly<Record<string, Statistic<Stores>>>,
  storesOf: (workspace: WorkspaceId) => Stores,
): void {
  const port = parentPort;
  if (!port) throw new Error("this is for a thread of its own");
  const stops = new Map<number, AbortController>();

  const answerTo = async ({ id, workspace, name, ask }: Ask): Promise<Answer> => {
    const stop = new AbortController();
    stops.set(id, stop);
    try {
      const statistic = statistics[name];
      if (!statistic) throw new Error(`there is no statistic ${name}`);
      return { id, answer: await statistic(ask as never, storesOf(workspace), stop.signal) };
    } catch (error) {
      return { id, failure: toFailure(error) };
    } finally {
      stops.delete(id);
    }
  };

  port.on("message", async (message: Ask | Cancel) => {
    if ("cancel" in message) return stops.get(message.cancel)?.abort();
    const answer = await answerTo(message);
    try {
      port.postMessage(answer);
    } catch (error) {
      port.postMessage({ id: message.id, failure: toFailure(error) } satisfies Answer); // it cannot be sent
    }
  });
}

function toFailure(error: unknown): Failure {
  if (error instanceof AppError) {
    // The code is put before the detail again on the other side.
    return { code: error.code, detail: error.message.replace(`${error.code}: `, ""), issues: error.issues };
  }
  return { code: "internal", detail: error instanceof Error ? (error.stack ?? error.message) : `${error}`, issues: [] };
}
