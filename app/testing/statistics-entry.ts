import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import { serveStatistics } from "../statistics-serve.ts";

/** Statistics that do what real ones should not, and say where they did it. */
serveStatistics(
  {
    where: async () => threadId,
    echo: async (ask: never, stores: unknown) => ({ ask, stores }),
    spin: async ({ ms }: never) => {
      for (const end = performance.now() + ms; performance.now() < end; );
      return threadId;
    },
    wait: async ({ ms }: never, _stores, stop) => {
      await sleep(ms, undefined, { signal: stop });
      return threadId;
    },
    leave: async () => process.exit(3),
    throwLate: async () => {
      setTimeout(() => {
        throw new Error("out of turn");
      });
      await sleep(60_000);
    },
    refuse: async () => {
      throw new AppError("experiment_not_found", "the-sea", { issues: [{ field: "title", reason: "there is none" }] });
    },
    fail: async () => {
      throw new TypeError("a mistake of ours");
    },
    sendCode: async () => () => 1,
  },
  (workspace) => `stores of ${workspace}`,
);
