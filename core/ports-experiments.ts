import type { Attributes } from "./attributes.ts";
import type { ClusterId } from "./cluster.ts";
import type { CreativeId } from "./creative.ts";
import type { OutcomeEvent } from "./event.ts";
import type {
  Draws,
  Experiment,
  PausedArm,
  Policy,
  PolicySet,
  Sights,
  SliceCell,
  Stratum,
  Tally,
} from "./experiment.ts";
import type { LogRow } from "./log.ts";
import type { PolicyRelease } from "./policy-release.ts";
import type { Guard, Reward } from "./reward.ts";
import type { TitleId } from "./title.ts";
import type { Winner, WinnerRow } from "./winner.ts";
import type { Deciding } from "./workspace.ts";

/** The ports of deciding, counting and learning; the others are in ports.ts. Five methods or fewer each. */

export interface ExperimentStore {
  /** Opens or closes a title's experiment. */
  put(experiment: Experiment, actor: string): Promise<void>;
  get(title: TitleId): Promise<Experiment | null>;
  open(): Promise<readonly Experiment[]>;
}

export interface EventStore {
  /** Durable when it returns. An event of the same decision and kind counts once. */
  append(events: readonly OutcomeEvent[]): Promise<{ accepted: number; duplicates: number }>;
  /** A title's exposures so far, however fresh and however their arms came to be chosen, and those rewarded in time. */
  tallies(of: { readonly titleId: TitleId; readonly reward: Reward }): Promise<readonly Tally[]>;
  /**
   * What the exposures earned whose window for the reward ended in one stretch of time. Stretches that follow one
   * another hold every exposure once. Only exposures that were drawn with their propensity, of the titles that
   * `rewards` names.
   *
   * @param stretch.guards counts of these titles, besides, what was `engaged` as their guards ask; their exposures are
   *   in once both windows are over
   * @param stretch.after exclusive; `null`: from the beginning
   * @param stretch.until inclusive, not later than `LearnerStore.at` says: an event that came before may not have
   *   been written yet
   */
  slices(stretch: {
    readonly after: string | null;
    readonly until: string;
    readonly rewards: ReadonlyMap<TitleId, Reward>;
    readonly guards?: ReadonlyMap<TitleId, Guard>;
  }): Promise<readonly SliceCell[]>;
  /**
   * Every exposure of the title whose window is over, however its arm came to be chosen; with a guard, only once the
   * guard's window is over too.
   */
  strata(of: {
    readonly titleId: TitleId;
    readonly reward: Reward;
    readonly guard?: Guard | undefined;
  }): Promise<readonly Stratum[]>;
  /**
   * Every decision that was seen of titles with an experiment, oldest first, once the window of the title's reward is
   * over; in memory a page at a time. It names no user.
   *
   * @param filter.since when it was seen, at the earliest
   */
  log(filter: { readonly titleId?: TitleId | undefined; readonly since?: string | undefined }): AsyncIterable<LogRow>;
}

/** How far one workspace has been learned. Times are texts of the database's own clock. */
export type LearnerMark = {
  /** Grows with everything that `contests` would show. */
  readonly revision: number;
  /** Windows that ended until then are in the states; `null`: nothing has been folded yet. */
  readonly foldedTo: string | null;
  /** Of the policies that are served. */
  readonly policyVersion: number;
  /** Every event that came until then has been written and can be read. */
  readonly until: string;
};

/** Who competes: what people have settled. */
export type LearnerContests = {
  readonly deciding: Deciding;
  readonly clusters: readonly ClusterId[];
  /** Every title that has an experiment, open or closed. `live`: answers may show it now. */
  readonly titles: readonly {
    readonly experiment: Experiment;
    readonly arms: readonly { readonly id: CreativeId; readonly attributes: Attributes; readonly live: boolean }[];
  }[];
};

/** What earlier runs have settled, each state as the learner itself wrote it. */
export type LearnerMemory = {
  readonly foldedTo: string | null;
  readonly states: ReadonlyMap<TitleId, unknown>;
  /** What was learned over all titles; `null`: nothing yet. */
  readonly population: unknown;
  readonly policies: PolicySet;
};

/** What one run learned. Titles and policies that it does not name stay as they are. */
export type LearnerRun = {
  /** `foldedTo` of the memory that it began with. */
  readonly from: string | null;
  readonly foldedTo: string;
  readonly states: ReadonlyMap<TitleId, unknown>;
  readonly population: unknown;
  readonly policies: readonly Policy[];
  /** Arms that get no traffic from now on. */
  readonly paused: readonly { readonly titleId: TitleId; readonly arm: PausedArm }[];
  /** Titles whose states were made anew from the events, and why: for the audit. */
  readonly rebuilt: readonly { readonly titleId: TitleId; readonly why: string }[];
};

export interface LearnerStore {
  at(): Promise<LearnerMark>;
  contests(): Promise<LearnerContests>;
  memory(): Promise<LearnerMemory>;
  /**
   * Keeps what a run learned and publishes its policies, all or nothing.
   *
   * @returns the version that is served now; `null` when another run came first, and nothing was kept
   */
  save(run: LearnerRun): Promise<number | null>;
}

/** Which arm a visitor was given last. Times are seconds since 1970, UTC. */
export type Assignment = {
  /** Of `DecisionClaim`: a keyed hash of user and title; of a context of its own, one more. */
  readonly visitor: string;
  readonly creativeId: CreativeId;
  /** What the arm was drawn with. */
  readonly policyVersion: number;
  readonly propensity: number;
  readonly basis: "policy" | "novelty" | "row" | "kept";
  readonly givenAtS: number;
  /** 0: it was never drawn anew. */
  readonly turnedAtS: number;
  /** Turns until `turnedAtS`, each within a month of the one before. */
  readonly turns: number;
  /** How often the arm was given. */
  readonly repeats: number;
  /** The title was played: the arm stays. */
  readonly locked: boolean;
};

/** What the memory of decisions is copied to, for all workspaces, and what a process that starts reads. */
export interface AssignmentStore {
  /** Adds or merges: the newer lot, the later turn, and any lock. */
  save(rows: readonly Assignment[]): Promise<void>;
  /** What was written after a moment of the database's clock; `null`: nothing, and only what moment it is. */
  since(moment: string | null): Promise<{ readonly rows: readonly Assignment[]; readonly moment: string }>;
  /** The newest first. @param before `next` of the page before */
  page(
    before: string | null,
    limit: number,
  ): Promise<{ readonly rows: readonly Assignment[]; readonly next: string | null }>;
  /** Drops those whose turns no longer count, and locks that are older than a year. */
  forget(): Promise<void>;
}

export interface PolicyStore {
  /** All policies of the workspace. A cell that is not named has none from then on. @returns the new version */
  publish(policies: readonly Policy[]): Promise<number>;
  /** The newest set; version 0 without policies before the first learning run. */
  current(): Promise<PolicySet>;
  /** One title's, as a version had them, up to 90 days back; absent: as they are now. */
  ofTitle(title: TitleId, version?: number): Promise<PolicySet>;
}

export type { Winner } from "./winner.ts";

export interface DrawStore {
  /**
   * The first exposure of every visitor of a title, where a policy alone drew it; of visitors who are not known, every
   * exposure. Later ones are no lots: who has an arm keeps it.
   */
  first(title: TitleId): Promise<readonly Draws[]>;
  /** Of known visitors, by how often each had been given the arm before; 32 and more count as 32. */
  sights(of: { readonly titleId: TitleId; readonly reward: Reward }): Promise<readonly Sights[]>;
}

export interface WinnerStore {
  /**
   * Adds a dated row where the standing winner differs. Not where a person took one back in the cell after the policy
   * version that the winner's evidence begins with (`evidence.since`; from the beginning without one).
   */
  declare(winners: readonly Winner[]): Promise<void>;
  standing(title: TitleId | null): Promise<readonly (Winner & { readonly declaredAt: string })[]>;
  /** All rows of a title, the oldest first. */
  history(title: TitleId): Promise<readonly WinnerRow[]>;
  /** Takes the standing winner of a cell back. @returns its row; `null`: none stands */
  reverse(
    cell: { readonly titleId: TitleId; readonly clusterId: ClusterId },
    by: { readonly actor: string; readonly reason: string },
  ): Promise<WinnerRow | null>;
}

export interface ReleaseStore {
  /**
   * Makes `policy` the workspace's own, as a dated and audited row. `overtaken`: the present one is not `before` any
   * more, and nothing was changed.
   */
  release(release: Omit<PolicyRelease, "id" | "at">): Promise<"released" | "overtaken">;
  /** A page, newest first; `next` is the cursor of the following one. */
  page(request: {
    readonly after: string | null;
    readonly limit: number;
  }): Promise<{ readonly items: readonly PolicyRelease[]; readonly next: string | null }>;
}
