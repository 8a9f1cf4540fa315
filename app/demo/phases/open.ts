import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ClusterId } from "../../../core/cluster.ts";
import type { Creative } from "../../../core/creative.ts";
import { Experiment } from "../../../core/experiment.ts";
import type { TitleId } from "../../../core/title.ts";
import { type Api, ApiRefusal } from "../http.ts";
import { DEMO_EXPERIMENT } from "../settings.ts";
import { countOf } from "../words.ts";
import type { Demo } from "./demo.ts";

/** Opens an experiment for every title that has its control artwork and at least one more. */
export async function openExperiments(
  { api, cast, progress, signal }: Demo,
  approved: readonly Creative[],
): Promise<TitleId[]> {
  const arms = Map.groupBy(approved, (creative) => creative.titleId);
  const ready = cast.titles
    .map((title) => title.id)
    .filter((id) => (arms.get(id)?.length ?? 0) > 1 && arms.get(id)?.some((arm) => arm.clusterId === null));
  if (ready.length === 0) throw new Error("no title has its control artwork and another to compare it with");

  return progress.phase({ label: "Opening experiments", total: ready.length, unit: "experiment" }, async (bar) => {
    // The month of a visitor's budget is over in a minute here.
    await api.post("/v1/workspaces/default", { deciding: { changesAMonth: 100 } }, z.unknown());
    for (const [index, title] of ready.entries()) {
      await api.post(`/v1/experiments/${title}`, { state: "open", settings: DEMO_EXPERIMENT }, Experiment);
      bar.to(index + 1);
    }
    await untilServed(api, ready.at(-1) as TitleId, [...cast.users.keys()].at(-1) as ClusterId, signal);
    const left = cast.titles.length - ready.length;
    if (left > 0) bar.to(ready.length, `${countOf(left, "title")} left out for want of control artwork`);
    return ready;
  });
}

const Answer = z.object({ eligible: z.array(z.string()) });
const LOOK_EVERY_MS = 100;
const SERVED_WITHIN_MS = 30_000;

/**
 * Decisions come from a snapshot that is renewed a moment later; the change made last is in it when all are. Asked for a
 * cluster: a user may be held out, and sees the control whatever is open.
 */
async function untilServed(api: Api, title: TitleId, cluster: ClusterId, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < SERVED_WITHIN_MS) {
    const answer = await api.get(`/v1/artwork/${title}?cluster=${cluster}`, Answer).catch((error: unknown) => {
      if (error instanceof ApiRefusal && error.status === 404) return null;
      throw error;
    });
    if (answer && answer.eligible.length > 1) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  throw new Error(`${title} is not served ${SERVED_WITHIN_MS / 1_000} s after its experiment was opened`);
}
