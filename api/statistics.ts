import type { z } from "zod";
import type { ClusterId } from "../core/cluster.ts";
import type { CreativeId } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { CreativeStore, DrawStore, EventStore, ExperimentStore, PolicyStore, WinnerStore } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { effectsIn, liftsIn } from "./effects.ts";
import { losersOf } from "./losers.ts";
import { type ExperimentReport, reportOf } from "./report.ts";

const DAY_MS = 86_400_000;

/** The stores, of one workspace, that statistics read from. */
export type StatisticsStores = {
  readonly experiments: Pick<ExperimentStore, "get" | "open">;
  readonly creatives: Pick<CreativeStore, "page">;
  readonly events: Pick<EventStore, "tallies" | "strata">;
  readonly policies: Pick<PolicyStore, "ofTitle">;
  readonly winners: Pick<WinnerStore, "history">;
  readonly draws: DrawStore;
};

/**
 * What is computed over all that was counted, by name. Each asks with few words, reads for itself and answers with a
 * value that can be sent, so that none of it needs the thread that answers requests: an experiment may have a hundred
 * thousand strata, and the exact posteriors of its arms take seconds.
 */
export const STATISTICS = {
  report: async (
    { titleId }: { readonly titleId: TitleId },
    stores: StatisticsStores,
  ): Promise<z.input<typeof ExperimentReport>> => {
    const experiment = await stores.experiments.get(titleId);
    if (!experiment) throw new AppError("experiment_not_found", titleId);
    return reportOf(experiment, {
      tallies: await stores.events.tallies({ titleId, reward: experiment.settings.reward }),
      strata: await stores.events.strata({ titleId, reward: experiment.settings.reward }),
      policies: await stores.policies.ofTitle(titleId),
      winners: await stores.winners.history(titleId),
      draws: await stores.draws.first(titleId),
      sights: await stores.draws.sights({ titleId, reward: experiment.settings.reward }),
      days: (Date.now() - Date.parse(experiment.openedAt)) / DAY_MS,
    });
  },

  /** Of the title's approved arms; none without an experiment. */
  losers: async (
    { titleId, arms }: { readonly titleId: TitleId; readonly arms: readonly CreativeId[] },
    { events, experiments }: StatisticsStores,
  ): Promise<ReadonlySet<CreativeId>> => {
    const experiment = await experiments.get(titleId);
    if (!experiment) return new Set();
    const { reward } = experiment.settings;
    return losersOf(arms, experiment.controlId, await events.tallies({ titleId, reward }));
  },

  /** Of one cluster, or of all with `null`. */
  effects: ({ clusterId }: { readonly clusterId: ClusterId | null }, stores: StatisticsStores) =>
    effectsIn(stores, clusterId),

  lifts: (_ask: Record<string, never>, stores: StatisticsStores) => liftsIn(stores),
};

type Named = typeof STATISTICS;

/**
 * Computes one of them, elsewhere.
 *
 * @param gone the caller has left: what is not begun never is, and what runs is stopped
 * @throws AppError what the statistic throws; `statistics_busy` when too many wait already, `statistics_late` when it
 *   took longer than it may
 */
export type Statistics = <Name extends keyof Named>(
  name: Name,
  ask: Parameters<Named[Name]>[0],
  gone?: AbortSignal,
) => ReturnType<Named[Name]>;

/** In this very thread: for the command line and tests, where nobody is waiting for another answer. */
export const statisticsHere =
  (stores: StatisticsStores): Statistics =>
  (name, ask) =>
    STATISTICS[name](ask as never, stores) as ReturnType<Named[typeof name]>;
