import { Worker } from "node:worker_threads";
import type { Credential } from "./cose.ts";
import type { FromThread, ToThread } from "./thread.ts";

type Question = ToThread extends infer One ? (One extends ToThread ? Omit<One, "id"> : never) : never;
type Answer = Exclude<FromThread, { error: string }>;
type Waiting = { readonly resolve: (said: Answer) => void; readonly reject: (error: Error) => void };

export type Thread = { ask(question: Question): Promise<Answer>; close(): Promise<void> };

/** The signing thread: started when it is asked, and anew after it failed; nothing but an open question keeps the process alive. */
export function openThread(credential: Credential): Thread {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let thread: Worker | null = null;

  const start = (): Worker => {
    const started = new Worker(new URL("./thread.ts", import.meta.url), { workerData: { credential }, env: {} });
    const end = (error: Error) => {
      if (thread === started) thread = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on("error", (error: Error) => end(new Error(`the signing thread failed: ${error.message}`)));
    started.on("exit", () => end(new Error("the signing thread was closed")));
    started.on("message", (message: FromThread) => {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if (waiting.size === 0) started.unref();
      if ("error" in message) one?.reject(new Error(`not signed: ${message.error}`));
      else one?.resolve(message);
    });
    return started;
  };

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        thread ??= start();
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        thread.ref();
        thread.postMessage({ id, ...question } as ToThread);
      }),
    close: async () => void (await thread?.terminate()),
  };
}
