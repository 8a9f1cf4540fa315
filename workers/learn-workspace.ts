import { setImmediate } from "node:timers/promises";
import type { CreativeId } from "../core/creative.ts";
import type { PausedArm, Policy } from "../core/experiment.ts";
import type { DrawStore, EventStore, LearnerContests, LearnerMark, LearnerStore, WinnerStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { clickbaitOf, markPaused } from "../experiments/guard.ts";
import { Population } from "../experiments/learner.ts";
import { candidatesOf, freshCandidates, provenOf } from "./declare-winners.ts";
import { foldSlices, isLater } from "./fold-slices.ts";
import { Kept } from "./kept-title.ts";
import { cellOf, contestOf, pausedOf, renewed } from "./renew-policies.ts";
import { reopenCells } from "./reopen-cells.ts";
import { taughtAnew } from "./teach-population.ts";

export type Learned = {
  readonly events: Pick<EventStore, "slices" | "strata">;
  readonly draws: DrawStore;
  readonly learner: LearnerStore;
  readonly winners: Pick<WinnerStore, "declare" | "standing" | "history" | "reverse">;
};

/** What a run finds as the one before left it, so that an idle run reads one row. */
type Known = {
  revision: number;
  contests: LearnerContests;
  foldedTo: string | null;
  policyVersion: number;
  /** `null`: there is a row, and it does not parse. */
  readonly kept: Map<TitleId, Kept | null>;
  population: Population | null;
  /** Exposures of all titles when the population was learned. */
  taughtBy: number;
  readonly policies: Map<string, Policy>;
  /** How each title's contest stood when its policies were last computed. */
  readonly computed: Map<TitleId, string>;
  run: number;
};

/** A title whose own counts stand still follows what is learned over all titles once in so many runs. */
const RUNS_A_ROUND = 60;

/** The worker renews its jobs' locks on this thread: arithmetic gives it back after this long. */
const AT_ONCE_MS = 20;

/** Learns one workspace; the answer of a run is whether it kept anything new. */
export function workspaceLearner(deps: Learned): (signal: AbortSignal) => Promise<boolean> {
  let known: Known | null = null;
  return async (signal) => {
    const before = known;
    known = null; // a run that fails leaves nothing that the next one would trust
    const mark = await deps.learner.at();
    const here = await bringUp(deps.learner, before, mark);
    signal.throwIfAborted();
    const learned = await learn(deps, here, mark, signal);
    if (learned !== "overtaken") known = here;
    return learned === "learned";
  };
}

async function bringUp(learner: LearnerStore, before: Known | null, mark: LearnerMark): Promise<Known> {
  const same = before && before.foldedTo === mark.foldedTo && before.policyVersion === mark.policyVersion;
  const contests = before?.revision === mark.revision ? before.contests : await learner.contests();
  if (before && same) return { ...before, contests, revision: mark.revision };
  const { foldedTo, states, population, policies } = await learner.memory();
  return {
    revision: mark.revision,
    contests,
    foldedTo,
    policyVersion: policies.version,
    kept: new Map([...states].map(([titleId, state]) => [titleId, Kept.safeParse(state).data ?? null])),
    population: Population.safeParse(population).data ?? null,
    taughtBy: 0,
    policies: new Map(policies.policies.map((policy) => [cellOf(policy), policy])),
    computed: new Map(),
    run: 0,
  };
}

async function learn(
  deps: Learned,
  here: Known,
  mark: LearnerMark,
  signal: AbortSignal,
): Promise<"learned" | "nothing" | "overtaken"> {
  const { events, learner } = deps;
  const { titles } = here.contests;
  const experiments = titles.map(({ experiment }) => experiment);
  // A clock that was set back waits until it has caught up.
  const until = here.foldedTo !== null && isLater(here.foldedTo, mark.until) ? here.foldedTo : mark.until;
  const { changed, rebuilt } = await foldSlices(events, experiments, here.kept, { after: here.foldedTo, until });
  const fresh = new Map(changed);
  const paused = guardArms(here, fresh, until);
  await reopenCells(deps.winners, fresh);

  const kept = (titleId: TitleId) => fresh.get(titleId) ?? here.kept.get(titleId) ?? undefined;
  const { population, taughtBy } = fresh.size > 0 || !here.population ? taught(here, kept) : here;
  const policies: Policy[] = [];
  const looked: TitleId[] = [];
  let restedMs = performance.now();
  for (const [index, entry] of titles.entries()) {
    const { experiment } = entry;
    if (experiment.state !== "open") continue;
    const { titleId } = experiment;
    const out = new Set([...pausedOf(experiment), ...(paused.get(titleId) ?? []).map(({ creativeId }) => creativeId)]);
    const contest = contestOf(entry, here.contests, { kept: kept(titleId), population, paused: out });
    const standsAs = JSON.stringify([
      contest.arms,
      contest.controlId,
      contest.clusters,
      contest.settings,
      contest.policy,
    ]);
    const isItsTurn = index % RUNS_A_ROUND === here.run % RUNS_A_ROUND;
    if (!fresh.has(titleId) && !isItsTurn && here.computed.get(titleId) === standsAs) continue;
    if (here.computed.get(titleId) !== standsAs || fresh.has(titleId)) looked.push(titleId);
    policies.push(...renewed(contest, here.policies));
    here.computed.set(titleId, standsAs);
    if (performance.now() - restedMs > AT_ONCE_MS) {
      await setImmediate();
      signal.throwIfAborted();
      restedMs = performance.now();
    }
  }
  here.run++;
  const somethingNew = fresh.size > 0 || policies.length > 0 || paused.size > 0;
  if (somethingNew) {
    const version = await learner.save({
      from: here.foldedTo,
      foldedTo: until,
      states: fresh,
      population,
      policies,
      paused: [...paused].flatMap(([titleId, arms]) => arms.map((arm) => ({ titleId, arm }))),
      rebuilt,
    });
    if (version === null) return "overtaken";
    here.foldedTo = until;
    here.policyVersion = version;
    here.population = population;
    here.taughtBy = taughtBy;
    for (const [titleId, one] of fresh) here.kept.set(titleId, one);
    for (const policy of policies) here.policies.set(cellOf(policy), policy);
  }
  // A run that was broken off before this point is made up for by the next, which looks at every title.
  await declare(deps, here, looked, until);
  return somethingNew ? "learned" : "nothing";
}

/** The population as it stands, or learned anew where that is due. */
const taught = (here: Known, kept: (titleId: TitleId) => Kept | undefined) =>
  taughtAnew(here.contests, kept, here, here.run > 0 && here.run % RUNS_A_ROUND === 0);

/** Arms that the guard finds out now; what it knows of them is marked in `fresh`. */
function guardArms(here: Known, fresh: Map<TitleId, Kept>, until: string): Map<TitleId, PausedArm[]> {
  const found = new Map<TitleId, PausedArm[]>();
  for (const { experiment } of here.contests.titles) {
    const { titleId } = experiment;
    const kept = fresh.get(titleId) ?? here.kept.get(titleId);
    if (!kept?.guard || !experiment.settings.guard) continue;
    const out = new Set<CreativeId>(pausedOf(experiment));
    const guard = markPaused(kept.guard, out);
    const arms = experiment.state === "open" ? clickbaitOf(guard) : [];
    for (const { creativeId } of arms) out.add(creativeId);
    if (arms.length > 0)
      found.set(
        titleId,
        arms.map((arm) => ({ ...arm, at: new Date(until).toISOString() })),
      );
    const marked = markPaused(guard, out);
    if (JSON.stringify(marked) !== JSON.stringify(kept.guard)) fresh.set(titleId, { ...kept, guard: marked });
  }
  return found;
}

async function declare(deps: Learned, here: Known, titles: readonly TitleId[], until: string): Promise<void> {
  if (titles.length === 0) return;
  const looked = new Set(titles);
  const policies = Map.groupBy(here.policies.values(), ({ titleId }) => titleId);
  const candidates = here.contests.titles.flatMap(({ experiment }) => {
    const kept = here.kept.get(experiment.titleId);
    if (!kept || !looked.has(experiment.titleId)) return [];
    return candidatesOf({ experiment, kept, policies: policies.get(experiment.titleId) ?? [] }, until);
  });
  if (candidates.length === 0) return;
  const fresh = freshCandidates(candidates, await deps.winners.standing(null));
  const proven = await provenOf(fresh, deps, here.policyVersion);
  if (proven.length > 0) await deps.winners.declare(proven);
}
