import type { Creative } from "../../../core/creative.ts";
import { Experiment } from "../../../core/experiment.ts";
import type { TitleId } from "../../../core/title.ts";
import { countOf } from "../words.ts";
import type { Demo } from "./demo.ts";

/** Opens an experiment for every title that has its control artwork and at least one more. */
export async function openExperiments(
  { api, cast, progress }: Demo,
  approved: readonly Creative[],
): Promise<TitleId[]> {
  const arms = Map.groupBy(approved, (creative) => creative.titleId);
  const ready = cast.titles
    .map((title) => title.id)
    .filter((id) => (arms.get(id)?.length ?? 0) > 1 && arms.get(id)?.some((arm) => arm.clusterId === null));
  if (ready.length === 0) throw new Error("no title has its control artwork and another to compare it with");

  return progress.phase({ label: "Opening experiments", total: ready.length, unit: "experiment" }, async (bar) => {
    for (const [index, title] of ready.entries()) {
      await api.post(`/v1/experiments/${title}`, { state: "open" }, Experiment);
      bar.to(index + 1);
    }
    const left = cast.titles.length - ready.length;
    if (left > 0) bar.to(ready.length, `${countOf(left, "title")} left out for want of control artwork`);
    return ready;
  });
}
