import { describe, expect, it } from "vitest";
import { brief, clusterId, creativeId, titleId } from "../adapters/testing/samples.ts";
import { DEFAULT_EXPERIMENT, type Experiment, type Policy, type Tally } from "../core/experiment.ts";
import { PolicyTable } from "../core/policy-table.ts";
import type { Winner } from "../core/ports.ts";
import type { Servable } from "../core/snapshot.ts";
import { DEFAULT_DECIDING, DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { learnPoliciesProcessor } from "./learn-policies.ts";

const SEA = titleId("the-sea");
const OWLS = clusterId("night-owls");
const [CONTROL, GOOD] = [creativeId("control"), creativeId("good")];
const arm = (id: Servable["id"]): Servable => ({
  id,
  titleId: SEA,
  clusterId: null,
  copy: {},
  renditions: [],
  attributes: brief("any").attributes,
  digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
});
const tally = (id: Tally["creativeId"], exposures: number, clicks: number): Tally => ({
  titleId: SEA,
  clusterId: OWLS,
  creativeId: id,
  exposures,
  clicks,
});

/** Tiny, real parts: what is published is what is read next. */
function world() {
  const state = {
    experiments: [] as Experiment[],
    approved: [arm(CONTROL), arm(GOOD)],
    tallies: [] as Tally[],
    policies: [] as readonly Policy[],
    version: 0,
    winners: [] as readonly Winner[],
  };
  const learn = learnPoliciesProcessor({
    snapshots: {
      withheld: async () => new Set(),
      revisions: async () => new Map([[DEFAULT_WORKSPACE, 1]]),
      load: async () => ({
        revision: 1,
        deciding: DEFAULT_DECIDING,
        winners: [],
        policies: PolicyTable.of({ version: state.version, policies: [...state.policies] }),
        catalogue: state.version,
        refused: [],
        experiments: state.experiments,
        approved: state.approved,
        clusters: [OWLS],
        members: new Map(),
      }),
    },
    of: () => ({
      events: {
        append: async () => ({ accepted: 0, duplicates: 0 }),
        tallies: async () => state.tallies,
        slices: async () => [],
        strata: async () => [],
      },
      policies: {
        publish: async (policies) => {
          state.policies = policies;
          return ++state.version;
        },
        current: async () => ({ version: state.version, policies: [...state.policies] }),
        ofTitle: async () => ({ version: state.version, policies: [...state.policies] }),
      },
      winners: {
        declare: async (winners) => {
          state.winners = winners;
        },
        standing: async () => [],
      },
    }),
  });
  const open = (over: Partial<Experiment> = {}) => {
    state.experiments = [
      {
        titleId: SEA,
        state: "open",
        controlId: CONTROL,
        openedAt: "2026-01-01T00:00:00.000Z",
        merged: {},
        paused: [],
        settings: DEFAULT_EXPERIMENT,
        ...over,
      },
    ];
  };
  return { state, open, run: () => learn({}, new AbortController().signal, true) };
}

describe("learning", () => {
  it("has nothing to do without an open experiment", async () => {
    const w = world();
    expect(await w.run()).toBe("nothing-to-learn");
    w.open({ state: "closed" });
    expect(await w.run()).toBe("nothing-to-learn");
    expect(w.state.version).toBe(0);
  });

  it("publishes a policy once, and again only when something has changed", async () => {
    const w = world();
    w.open();
    expect(await w.run()).toBe("learned");
    expect(w.state.policies).toHaveLength(1);
    const total = w.state.policies[0]?.arms.reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeCloseTo(1, 12);
    expect(await w.run()).toBe("nothing-to-learn");
    w.state.tallies = [tally(GOOD, 10, 2)];
    expect(await w.run()).toBe("learned");
    w.state.approved = [arm(CONTROL)];
    expect(await w.run()).toBe("learned");
    expect(w.state.policies[0]?.arms).toEqual([{ creativeId: CONTROL, probability: 1 }]);
    expect(w.state.version).toBe(3);
  });

  it("learns no policy for a cluster that shares another's", async () => {
    const w = world();
    w.open({ merged: { [OWLS]: clusterId("larks") } });
    expect(await w.run()).toBe("learned");
    expect(w.state.policies).toEqual([]);
  });

  it("gives the same counts the same policy, in another process too", async () => {
    const policies = [];
    for (const w of [world(), world()]) {
      w.open();
      w.state.tallies = [tally(CONTROL, 400, 20), tally(GOOD, 400, 30)];
      await w.run();
      policies.push(w.state.policies);
    }
    expect(policies[1]).toEqual(policies[0]);
  });

  it("follows the clicks, keeps a floor under every arm, and declares the proven winner", async () => {
    const w = world();
    w.open();
    w.state.tallies = [tally(CONTROL, 5_000, 100), tally(GOOD, 5_000, 500)];
    expect(await w.run()).toBe("learned");
    const share = new Map(w.state.policies[0]?.arms.map(({ creativeId, probability }) => [creativeId, probability]));
    expect(share.get(GOOD)).toBeGreaterThan(0.9);
    expect(share.get(CONTROL)).toBeGreaterThan(0.005);
    expect(w.state.winners).toMatchObject([{ titleId: SEA, clusterId: OWLS, creativeId: GOOD, policyVersion: 1 }]);
  });

  it("declares nobody on little evidence", async () => {
    const w = world();
    w.open();
    w.state.tallies = [tally(CONTROL, 50, 1), tally(GOOD, 50, 5)];
    await w.run();
    expect(w.state.winners).toEqual([]);
  });

  it("keeps the policy of a closed experiment while others learn", async () => {
    const w = world();
    const kept: Policy = { titleId: titleId("old"), clusterId: OWLS, arms: [{ creativeId: GOOD, probability: 1 }] };
    w.state.policies = [kept];
    w.open();
    await w.run();
    expect(w.state.policies).toContainEqual(kept);
    expect(w.state.policies).toHaveLength(2);
  });
});
