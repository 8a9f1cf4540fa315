import { clusterId, creativeId, titleId } from "../../adapters/testing/samples.ts";
import {
  DEFAULT_EXPERIMENT,
  type Draws,
  type Experiment,
  ExperimentSettings,
  type Policy,
  type SliceCell,
} from "../../core/experiment.ts";
import type { LearnerContests, LearnerRun, Winner } from "../../core/ports.ts";
import type { TitleId } from "../../core/title.ts";
import type { WinnerRow } from "../../core/winner.ts";
import { DEFAULT_DECIDING, DEFAULT_WORKSPACE, type WorkspaceId } from "../../core/workspace.ts";
import { learnPoliciesProcessor } from "../learn-policies.ts";
import type { Learned } from "../learn-workspace.ts";

export const SEA = titleId("the-sea");
export const OWLS = clusterId("night-owls");
export const [CONTROL, GOOD, THIRD] = ["control", "good", "third"].map(creativeId) as [
  ReturnType<typeof creativeId>,
  ReturnType<typeof creativeId>,
  ReturnType<typeof creativeId>,
];

export const experiment = (over: Partial<Experiment> = {}, settings: object = {}): Experiment => ({
  titleId: SEA,
  state: "open",
  controlId: CONTROL,
  openedAt: "2026-01-01T00:00:00.000Z",
  merged: {},
  paused: [],
  settings: ExperimentSettings.parse({ ...DEFAULT_EXPERIMENT, cycleDays: 0, ...settings }),
  ...over,
});

export const cell = (
  id: SliceCell["creativeId"],
  exposures: number,
  clicks: number,
  over: Partial<SliceCell> = {},
) => ({
  titleId: SEA,
  clusterId: OWLS,
  context: "",
  creativeId: id,
  exposures,
  clicks,
  ...over,
});

/** Tiny, real parts, one workspace: what a run keeps is what the next one finds, and each count has its time. */
export function learningWorld() {
  const state = {
    nowMs: Date.parse("2026-01-01T00:00:00Z"),
    revision: 1,
    experiments: [] as Experiment[],
    live: [CONTROL, GOOD],
    clusters: [OWLS],
    counted: [] as { atMs: number; version: number; cell: SliceCell }[],
    draws: [] as Draws[],
    reversed: [] as WinnerRow[],
    states: new Map<TitleId, unknown>(),
    population: null as unknown,
    deciding: DEFAULT_DECIDING,
    foldedTo: null as string | null,
    policies: [] as readonly Policy[],
    version: 0,
    runs: [] as LearnerRun[],
    winners: [] as Winner[],
    /** Called before each step of the database: throws what a database that is away throws. */
    fails: (_step: string): void => {},
    asked: [] as string[],
  };
  const step = (name: string) => {
    state.asked.push(name);
    state.fails(name);
  };
  const keyOf = (policy: Policy) => `${policy.titleId} ${policy.clusterId} ${policy.context ?? ""}`;
  const stores: Learned = {
    events: {
      slices: async ({ after, until, rewards }) => {
        step("slices");
        const [fromMs, toMs] = [after === null ? Number.NEGATIVE_INFINITY : Date.parse(after), Date.parse(until)];
        return state.counted.flatMap(({ atMs, cell }) =>
          atMs > fromMs && atMs <= toMs && rewards.has(cell.titleId) ? [cell] : [],
        );
      },
      strata: async ({ titleId }) => {
        step("strata");
        return state.counted.flatMap(({ version, cell }) =>
          cell.titleId === titleId
            ? [{ ...cell, policyVersion: version, basis: "policy" as const, propensity: 0.5, engaged: 0 }]
            : [],
        );
      },
    },
    draws: { first: async () => state.draws, sights: async () => [] },
    learner: {
      at: async () => {
        step("at");
        const until = new Date(state.nowMs).toISOString();
        return { revision: state.revision, foldedTo: state.foldedTo, policyVersion: state.version, until };
      },
      contests: async (): Promise<LearnerContests> => {
        step("contests");
        const arms = state.live.map((id) => ({ id, attributes: {} as never, live: true }));
        const titles = state.experiments.map((one) => ({ experiment: one, arms }));
        return { deciding: state.deciding, clusters: state.clusters, titles };
      },
      memory: async () => {
        step("memory");
        const { states, population, foldedTo } = state;
        return {
          foldedTo,
          population,
          states: new Map(states),
          policies: { version: state.version, policies: [...state.policies] },
        };
      },
      save: async (run) => {
        step("save");
        if (run.from !== state.foldedTo) return null;
        for (const [title, one] of run.states) state.states.set(title, JSON.parse(JSON.stringify(one)));
        state.population = JSON.parse(JSON.stringify(run.population));
        state.foldedTo = run.foldedTo;
        for (const { titleId, arm } of run.paused) {
          state.experiments = state.experiments.map((one) =>
            one.titleId === titleId ? { ...one, paused: [...one.paused, arm] } : one,
          );
        }
        const fresh = new Map([...state.policies, ...run.policies].map((policy) => [keyOf(policy), policy]));
        state.policies = [...fresh.values()];
        state.runs.push(run);
        if (run.policies.length + run.paused.length > 0) state.revision++;
        if (run.policies.length > 0) state.version++;
        step("saved");
        return state.version;
      },
    },
    winners: {
      declare: async (winners) => {
        step("declare");
        const fresh = new Map([...state.winners, ...winners].map((one) => [`${one.titleId} ${one.clusterId}`, one]));
        state.winners = [...fresh.values()];
      },
      history: async () => state.reversed,
      reverse: async ({ titleId, clusterId }, { actor, reason }) => {
        const at = (one: { titleId: TitleId; clusterId: string }) =>
          one.titleId === titleId && one.clusterId === clusterId;
        const winner = state.winners.find(at);
        if (!winner) return null;
        const when = new Date(state.nowMs).toISOString();
        const reversal = { by: actor, reason, policyVersion: state.version };
        const row = { ...winner, declaredAt: when, reversedAt: when, reversal };
        state.winners = state.winners.filter((one) => one !== winner);
        state.reversed.push(row);
        return row;
      },
      standing: async () => state.winners.map((winner) => ({ ...winner, declaredAt: "2026-01-01T00:00:00.000Z" })),
    },
  };
  /** What ripened a minute later. */
  const count = (...cells: SliceCell[]) => {
    state.nowMs += 60_000;
    state.counted.push(...cells.map((one) => ({ atMs: state.nowMs, version: state.version, cell: one })));
  };
  const change = (made: Partial<typeof state>) => {
    Object.assign(state, made);
    state.revision++;
  };
  const worker = (others: ReadonlyMap<WorkspaceId, Learned> = new Map()) => {
    const all = new Map([...others, [DEFAULT_WORKSPACE, stores]]);
    const learn = learnPoliciesProcessor({
      snapshots: { revisions: async () => new Map([...all.keys()].map((id) => [id, 1])) },
      of: (id) => all.get(id) as Learned,
    });
    return () => learn({}, new AbortController().signal, true);
  };
  const share = (id: SliceCell["creativeId"]) =>
    state.policies[0]?.arms.find(({ creativeId }) => creativeId === id)?.probability ?? 0;
  return { state, stores, count, change, worker, run: worker(), share };
}
