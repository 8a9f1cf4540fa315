import type { Experiment, SliceCell } from "../core/experiment.ts";
import type { EventStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { countedAs, foldGuarded, foldKept, freshKept, isGuarded, type Kept } from "./kept-title.ts";

/** A title that is counted anew is folded in so many stretches of time at most, so that what drifts is seen to drift. */
const STRETCHES = 100;
const SHORTEST_STRETCH_MS = 3_600_000;
/** What is counted after the worker had been away is folded a day at a time. */
const DAY_MS = 86_400_000;

export type Folded = {
  /** By title: only those that are not as they were. */
  readonly changed: ReadonlyMap<TitleId, Kept>;
  /** Those that were made anew from the events although something was kept of them. */
  readonly rebuilt: readonly { readonly titleId: TitleId; readonly why: string }[];
};

/**
 * Folds what every title's exposures have earned since `after` into what is kept of it.
 *
 * A title of which nothing is kept, or what is kept cannot be used, is counted from its first event on: its reward has
 * changed, or its row does not parse.
 *
 * @param kept by title; `null`: there is a row, and it does not parse
 */
export async function foldSlices(
  events: Pick<EventStore, "slices">,
  experiments: readonly Experiment[],
  kept: ReadonlyMap<TitleId, Kept | null>,
  { after, until }: { after: string | null; until: string },
): Promise<Folded> {
  const changed = new Map<TitleId, Kept>();
  const rebuilt: { titleId: TitleId; why: string }[] = [];
  const known: Experiment[] = [];
  const anew: Experiment[] = [];
  for (const experiment of experiments) {
    const { titleId } = experiment;
    const before = kept.get(titleId);
    if (before && countedAs(before, experiment)) known.push(experiment);
    else {
      anew.push(experiment);
      changed.set(titleId, freshKept(experiment.settings.reward));
      if (before === null) rebuilt.push({ titleId, why: "what was kept of it does not parse" });
      if (before) rebuilt.push({ titleId, why: "another reward counts now" });
    }
  }
  const current = (titleId: TitleId) => changed.get(titleId) ?? (kept.get(titleId) as Kept);

  const fold = async (some: readonly Experiment[], stretch: { after: string | null; until: string }) => {
    const slices = await slicesOf(events, some, stretch);
    for (const [titleId, slice] of slices) changed.set(titleId, foldKept(current(titleId), slice, stretch.until));
  };
  if (after === null || isLater(until, after)) {
    const lengthMs = after === null ? 0 : Date.parse(until) - Date.parse(after);
    for (const stretch of stretchesTo(until, after ?? until, lengthMs / DAY_MS))
      await fold(known, { after, ...stretch });
  }
  const openedMs = Math.min(Date.parse(until), ...anew.map(({ openedAt }) => Date.parse(openedAt)));
  const hours = (Date.parse(until) - openedMs) / SHORTEST_STRETCH_MS;
  for (const stretch of stretchesTo(until, new Date(openedMs).toISOString(), hours)) {
    if (anew.length > 0) await fold(anew, { after: null, ...stretch });
  }

  // The guard's windows are longer than the reward's, as a rule: its counts come later, and apart.
  const guarded = experiments.filter(({ settings }) => settings.guard);
  const watched = Map.groupBy(guarded, (experiment) => isGuarded(current(experiment.titleId), experiment));
  for (const [isWatched, some] of watched) {
    if (isWatched && after !== null && !isLater(until, after)) continue;
    const slices = await slicesOf(events, some, { after: isWatched ? after : null, until }, "guarded");
    for (const experiment of some) {
      const before = current(experiment.titleId);
      const next = foldGuarded(before, experiment, slices.get(experiment.titleId) ?? []);
      if (next !== before) changed.set(experiment.titleId, next);
    }
  }
  return { changed, rebuilt };
}

async function slicesOf(
  events: Pick<EventStore, "slices">,
  experiments: readonly Experiment[],
  stretch: { after: string | null; until: string },
  guarded?: "guarded",
): Promise<ReadonlyMap<TitleId, readonly SliceCell[]>> {
  if (experiments.length === 0) return new Map();
  const rewards = new Map(experiments.map(({ titleId, settings }) => [titleId, settings.reward]));
  const guards = new Map(
    experiments.flatMap(({ titleId, settings }) => (settings.guard ? [[titleId, settings.guard]] : [])),
  );
  const cells = await events.slices({ ...stretch, rewards, ...(guarded ? { guards } : {}) });
  return Map.groupBy(cells, ({ titleId }) => titleId);
}

/**
 * Everything up to `until`, in as many even stretches from `start` as are asked, of which there are 1 to STRETCHES. The
 * first one has no `after`: it begins where the caller says.
 */
function* stretchesTo(until: string, start: string, asked: number): Generator<{ after?: string; until: string }> {
  const [startMs, endMs] = [Date.parse(start), Date.parse(until)];
  const stretches = Math.max(1, Math.min(STRETCHES, Math.floor(asked)));
  let after: { after?: string } = {};
  for (let i = 1; i < stretches; i++) {
    const end = new Date(startMs + ((endMs - startMs) * i) / stretches).toISOString();
    yield { ...after, until: end };
    after = { after: end };
  }
  yield { ...after, until };
}

/** Times as texts may have more or fewer digits. */
export const isLater = (one: string, other: string): boolean =>
  Date.parse(one) > Date.parse(other) || (Date.parse(one) === Date.parse(other) && one > other);
