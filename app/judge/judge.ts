import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import type { PolicyJudgement } from "../../core/policy-release.ts";
import type { WorkspaceId } from "../../core/workspace.ts";
import type { Answer, Ask } from "./thread.ts";

const DAYS = 30;
const A_DAY_MS = 86_400_000;

/**
 * Judges policies by workspaces' own logs, one at a time, each on a thread of its own with a connection of its own:
 * requests are answered meanwhile.
 */
export function openJudge({ databaseUrl, now }: { databaseUrl: string; now: () => number }) {
  const running = new Set<Worker>();
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  const judge = async (ask: Ask): Promise<PolicyJudgement> => {
    if (closed) throw new AppError("shutting_down", "no policy is judged any more");
    const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData: ask });
    running.add(thread);
    try {
      const exited = once(thread, "exit").then(() => null);
      const [answer] = ((await Promise.race([once(thread, "message"), exited])) ?? [null]) as [Answer | null];
      if (answer === null) throw new AppError(closed ? "shutting_down" : "internal", "the judge's thread ended");
      if ("code" in answer) throw new AppError(answer.code, answer.detail);
      return answer.judgement;
    } finally {
      running.delete(thread);
      await thread.terminate();
    }
  };

  return {
    judge: (workspace: WorkspaceId, ask: Pick<Ask, "policy" | "present">): Promise<PolicyJudgement> => {
      const since = new Date(now() - DAYS * A_DAY_MS).toISOString();
      const turn = last.then(() => judge({ ...ask, databaseUrl, workspace, since }));
      last = turn.catch(() => {});
      return turn;
    },
    close: async (): Promise<void> => {
      closed = true;
      await Promise.all([...running].map((thread) => thread.terminate()));
    },
  };
}
