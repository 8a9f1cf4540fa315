import { describe, expect, it } from "vitest";
import { clusterId, titleId } from "../adapters/testing/samples.ts";
import type { Policy } from "../core/experiment.ts";
import { WorkspaceId } from "../core/workspace.ts";
import { CONTROL, cell, experiment, GOOD, learningWorld, OWLS, SEA, THIRD } from "./testing/learning.ts";

const away = (at: string, times = 1) => {
  let left = times;
  return (step: string) => {
    if (step === at && left-- > 0) throw new Error(`the database went away at ${at}`);
  };
};

describe("learning", () => {
  it("has nothing to do without an open experiment", async () => {
    const w = learningWorld();
    expect(await w.run()).toBe("nothing-to-learn");
    w.change({ experiments: [experiment({ state: "closed" })] });
    await w.run();
    expect(w.state.version).toBe(0);
  });

  it("publishes a policy once, and again only when something has changed", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    expect(await w.run()).toBe("learned");
    expect(w.state.policies).toHaveLength(1);
    const total = w.state.policies[0]?.arms.reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeCloseTo(1, 12);
    expect(await w.run()).toBe("nothing-to-learn");
    w.count(cell(CONTROL, 500, 10), cell(GOOD, 500, 60));
    expect(await w.run()).toBe("learned");
    expect(w.state.version).toBe(2);
    w.change({ live: [CONTROL] });
    expect(await w.run()).toBe("learned");
    expect(w.state.policies[0]?.arms).toEqual([{ creativeId: CONTROL, probability: 1 }]);
    expect(w.state.version).toBe(3);
    expect(await w.run()).toBe("nothing-to-learn");
  });

  it("reads one row when it is idle, and of an experiment that changed no state anew", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    await w.run();
    await w.run(); // its own policies raised the revision
    w.state.asked = [];
    w.state.nowMs += 60_000;
    await w.run();
    expect(w.state.asked).toEqual(["at", "slices"]);
    w.change({ live: [CONTROL, GOOD, THIRD] });
    w.state.asked = [];
    await w.run();
    expect(w.state.asked).not.toContain("memory");
  });

  it("obeys the workspace's policy from the run after its release", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(cell(CONTROL, 500, 10), cell(GOOD, 500, 60));
    await w.run();
    expect(w.share(GOOD)).toBeGreaterThan(0.8);
    w.change({ deciding: { ...w.state.deciding, policy: "uniform" } });
    expect(await w.run()).toBe("learned");
    expect(w.share(GOOD)).toBeCloseTo(1 / (w.state.policies[0]?.arms.length ?? 0), 12);
    w.change({ deciding: { ...w.state.deciding, policy: "eps-greedy:0.5" } });
    await w.run();
    expect(w.share(GOOD)).toBeGreaterThan(0.5);
  });

  it("publishes only the cells that moved", async () => {
    const w = learningWorld();
    const larks = clusterId("larks");
    w.change({ experiments: [experiment()], clusters: [OWLS, larks] });
    await w.run();
    // Alike in both clusters but for the new counts of one; the other hardly moves.
    w.count(cell(CONTROL, 90_000, 900), cell(GOOD, 90_000, 900));
    w.count(cell(CONTROL, 90_000, 900, { clusterId: larks }), cell(GOOD, 90_000, 900, { clusterId: larks }));
    await w.run();
    const before = w.state.version;
    w.count(cell(GOOD, 1, 0, { clusterId: larks }));
    await w.run();
    expect(w.state.runs.at(-1)?.policies).toEqual([]);
    expect(w.state.runs.at(-1)?.states.size).toBe(1);
    expect(w.state.version).toBe(before);
  });

  it("learns no policy for a cluster that shares another's", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({ merged: { [OWLS]: clusterId("larks") } })] });
    await w.run();
    expect(w.state.policies).toEqual([]);
  });

  it("keeps the policy of a closed experiment while others learn", async () => {
    const w = learningWorld();
    const kept: Policy = { titleId: titleId("old"), clusterId: OWLS, arms: [{ creativeId: GOOD, probability: 1 }] };
    w.change({
      policies: [kept],
      experiments: [experiment(), experiment({ titleId: titleId("old"), state: "closed" })],
    });
    await w.run();
    expect(w.state.policies).toContainEqual(kept);
    expect(w.state.policies).toHaveLength(2);
  });

  it("keeps counting a closed experiment, so that it goes on where it stands when it is opened again", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({ state: "closed" })] });
    await w.run();
    w.count(cell(CONTROL, 1_000, 10), cell(GOOD, 1_000, 90));
    await w.run();
    w.change({ experiments: [experiment()] });
    await w.run();
    expect(w.share(GOOD)).toBeGreaterThan(0.9);
  });

  it("moves nothing before the least evidence", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({}, { leastEvidence: 200 })] });
    w.count(cell(CONTROL, 100, 1), cell(GOOD, 99, 90));
    await w.run();
    expect(w.share(GOOD)).toBe(0.5);
    w.count(cell(CONTROL, 1, 0));
    await w.run();
    expect(w.share(GOOD)).toBeGreaterThan(0.9);
  });

  it("gives paused arms and arms outside the choice nothing", async () => {
    const w = learningWorld();
    const paused = [{ creativeId: GOOD, reason: "a person said so", at: "2026-01-01T00:00:00.000Z" }];
    w.change({ live: [CONTROL, GOOD, THIRD], experiments: [experiment({ paused })] });
    await w.run();
    expect(w.share(GOOD)).toBe(0);
    w.change({ experiments: [experiment({ arms: [CONTROL, GOOD] })] });
    await w.run();
    expect([w.share(GOOD), w.share(THIRD)]).toEqual([0.5, 0]);
  });

  it("gives the same counts the same policy, in another process too", async () => {
    const policies = [];
    for (const w of [learningWorld(), learningWorld()]) {
      w.change({ experiments: [experiment()] });
      w.count(cell(CONTROL, 400, 20), cell(GOOD, 400, 30));
      await w.run();
      policies.push(w.state.policies);
    }
    expect(policies[1]).toEqual(policies[0]);
  });
});

describe("a run that is broken off", () => {
  const plays = async (fails: ((step: string) => void) | null) => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    await w.run();
    w.count(cell(CONTROL, 3_000, 90), cell(GOOD, 3_000, 300));
    if (fails) w.state.fails = fails;
    await w.run().catch(() => {});
    w.count(cell(CONTROL, 300, 9), cell(GOOD, 700, 70));
    await w.run();
    await w.run();
    return w;
  };

  /** A slice that is folded a run later is seen since a minute later, and with the next one as one stretch of time. */
  const counted = (w: ReturnType<typeof learningWorld>) =>
    JSON.parse(JSON.stringify([...w.state.states]), (key, value) =>
      ["since", "evidence"].includes(key) ? undefined : value,
    );

  it("loses no slice and folds none twice, wherever it is cut", async () => {
    const whole = await plays(null);
    for (const step of ["at", "contests", "slices", "save", "saved", "declare"]) {
      const w = await plays(away(step));
      expect(counted(w), step).toEqual(counted(whole));
      expect(w.state.policies, step).toEqual(whole.state.policies);
      expect(w.state.winners, step).toMatchObject([{ creativeId: GOOD }]);
    }
  });

  it("is the same however often its job is delivered, to however many workers", async () => {
    const whole = await plays(null);
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    const workers = [w.worker(), w.worker(), w.worker()];
    await Promise.all(workers.map((run) => run()));
    w.count(cell(CONTROL, 3_000, 90), cell(GOOD, 3_000, 300));
    await Promise.all([...workers, ...workers].map((run) => run()));
    w.count(cell(CONTROL, 300, 9), cell(GOOD, 700, 70));
    await Promise.all(workers.map((run) => run()));
    expect(w.state.states).toEqual(whole.state.states);
    expect(w.state.policies).toEqual(whole.state.policies);
  });

  it("keeps no other workspace from learning", async () => {
    const [ill, well] = [learningWorld(), learningWorld()];
    ill.state.fails = away("slices", 1_000);
    well.change({ experiments: [experiment()] });
    ill.change({ experiments: [experiment()] });
    await expect(well.worker(new Map([[WorkspaceId.parse("ill"), ill.stores]]))()).rejects.toThrow("went away");
    expect(well.state.version).toBe(1);
  });
});

describe("a state that cannot be used", () => {
  const learned = async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(cell(CONTROL, 500, 20));
    await w.run();
    w.count(cell(GOOD, 500, 70));
    await w.run();
    return w;
  };

  it("is made anew from the events where it does not parse, and the audit is told", async () => {
    for (const poison of [
      {},
      "text",
      null,
      { reward: { kind: "click", withinS: 600 }, state: { version: 99 }, seen: [] },
    ]) {
      const w = await learned();
      const before = structuredClone([...w.state.states]);
      w.state.states.set(SEA, poison);
      await w.worker()();
      expect([...w.state.states].map(([, state]) => (state as { state: unknown }).state)).toEqual(
        before.map(([, state]) => (state as { state: unknown }).state),
      );
      expect(w.state.runs.at(-1)?.rebuilt).toEqual([{ titleId: SEA, why: expect.stringContaining("parse") }]);
    }
  });

  it("is made anew when another reward counts, and not when arms come and go", async () => {
    const w = await learned();
    w.change({ live: [CONTROL, GOOD, THIRD] });
    await w.run();
    expect(w.state.runs.at(-1)?.rebuilt).toEqual([]);
    w.change({ experiments: [experiment({}, { reward: { kind: "conversion", withinS: 60 } })] });
    w.state.counted = [{ atMs: w.state.nowMs, version: 0, cell: cell(GOOD, 10, 1) }];
    await w.run();
    expect(w.state.runs.at(-1)?.rebuilt).toEqual([{ titleId: SEA, why: expect.stringContaining("reward") }]);
    expect(w.state.states.get(SEA)).toMatchObject({
      reward: { kind: "conversion" },
      seen: [{ clusterId: OWLS, arms: [{ creativeId: GOOD, exposures: 10, clicks: 1 }] }],
    });
  });

  it("waits for a clock that was set back, and folds nothing twice", async () => {
    const w = await learned();
    const before = structuredClone(w.state.states);
    w.state.nowMs -= 3_600_000;
    await w.run();
    expect(w.state.states).toEqual(before);
    w.state.nowMs += 3_600_000;
    await w.run();
    expect(w.state.states).toEqual(before);
  });
});

describe("the guard", () => {
  const bait = (clicks: number) => [
    cell(CONTROL, clicks * 20, clicks, { engaged: Math.round(clicks * 0.6) }),
    cell(GOOD, clicks * 10, clicks, { engaged: Math.round(clicks * 0.05) }),
  ];

  it("pauses a clickbait arm with the reason, in the same run that finds it, and once", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({}, { guard: {} })] });
    await w.run();
    w.count(...bait(300));
    expect(await w.run()).toBe("learned");
    expect(w.state.experiments[0]?.paused).toMatchObject([
      { creativeId: GOOD, reason: expect.stringContaining("5 %") },
    ]);
    expect(w.state.policies[0]?.arms).toEqual([{ creativeId: CONTROL, probability: 1 }]);
    w.count(...bait(300));
    await w.run();
    expect(w.state.experiments[0]?.paused).toHaveLength(1);
  });

  it("lets an arm that a person resumed play until there is new evidence", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({}, { guard: {} })] });
    w.count(...bait(300));
    await w.run();
    w.change({ experiments: [experiment({}, { guard: {} })] });
    await w.run();
    expect(w.state.experiments[0]?.paused).toEqual([]);
    expect(w.share(GOOD)).toBeGreaterThan(0);
    w.count(...bait(300));
    await w.run();
    expect(w.state.experiments[0]?.paused).toHaveLength(1);
  });

  it("that is set later counts what was before it, and without one nothing is paused", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(...bait(300));
    await w.run();
    expect(w.state.experiments[0]?.paused).toEqual([]);
    w.change({ experiments: [experiment({}, { guard: { leastSeconds: 60 } })] });
    await w.run();
    expect(w.state.experiments[0]?.paused).toHaveLength(1);
  });
});
