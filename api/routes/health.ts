import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { defineRoute } from "../route.ts";

export const healthz = defineRoute({
  method: "get",
  path: "/healthz",
  summary: "The process answers.",
  scope: null,
  reply: z.object({ status: z.literal("ok") }),
  errors: [],
  handle: async () => ({ status: "ok" as const }),
});

export const readyz = defineRoute({
  method: "get",
  path: "/readyz",
  summary: "The service can do all of its work. Decisions may go on when this says no.",
  scope: null,
  reply: z.object({
    status: z.literal("ready"),
    snapshot: z.object({ revision: z.int(), policyVersion: z.int(), ageMs: z.number() }),
    queueOldestWaitMs: z.number(),
  }),
  errors: ["database_away", "queue_away"],
  handle: async (_input, { decider, queue, now }) => {
    const snapshot = decider.state(now());
    // The snapshot is read every second; five missed reads mean that the database does not answer.
    if (snapshot.revision < 0 || snapshot.ageMs > 5_000)
      throw new AppError("database_away", `snapshot is ${snapshot.ageMs} ms old`);
    return { status: "ready" as const, snapshot, queueOldestWaitMs: await queue.oldestWaitMs() };
  },
});
