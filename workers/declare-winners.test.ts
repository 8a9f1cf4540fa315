import { describe, expect, it } from "vitest";
import { CONTROL, cell, experiment, GOOD, learningWorld, OWLS, SEA, THIRD } from "./testing/learning.ts";

describe("winners", () => {
  it("follow the clicks, with a floor under every arm, and are declared once", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(cell(CONTROL, 5_000, 100), cell(GOOD, 5_000, 500));
    expect(await w.run()).toBe("learned");
    expect(w.share(GOOD)).toBeGreaterThan(0.9);
    expect(w.share(CONTROL)).toBeGreaterThanOrEqual(0.005);
    expect(w.state.winners).toMatchObject([{ titleId: SEA, clusterId: OWLS, creativeId: GOOD, policyVersion: 1 }]);
    w.count(cell(GOOD, 10, 1));
    w.state.asked = [];
    await w.run();
    expect(w.state.asked).not.toContain("declare");
  });

  it("need evidence, and as many exposures as the experiment asks", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(cell(CONTROL, 50, 1), cell(GOOD, 50, 5));
    await w.run();
    expect(w.state.winners).toEqual([]);
    w.change({ experiments: [experiment({}, { leastExposures: 4_001 })] });
    w.count(cell(CONTROL, 5_000, 100), cell(GOOD, 3_950, 600));
    await w.run();
    expect(w.state.winners).toEqual([]);
    w.count(cell(GOOD, 1, 0));
    await w.run();
    expect(w.state.winners).toHaveLength(1);
  });

  it("wait until a whole cycle has been seen", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({}, { cycleDays: 7 })] });
    for (let day = 0; day < 8; day++) {
      w.count(cell(CONTROL, 1_000, 20), cell(GOOD, 1_000, 100));
      await w.run();
      expect(w.state.winners).toHaveLength(day < 7 ? 0 : 1);
      w.state.nowMs += 86_400_000;
    }
    const gap = learningWorld();
    gap.change({ experiments: [experiment({}, { cycleDays: 7 })] });
    // Two days of traffic, a month apart, are not a week.
    for (let day = 0; day < 2; day++) {
      gap.count(cell(CONTROL, 5_000, 100), cell(GOOD, 5_000, 500));
      await gap.run();
      gap.state.nowMs += 30 * 86_400_000;
    }
    expect(gap.state.winners).toEqual([]);
  });

  it("count the days that went by while the worker was away", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment({}, { cycleDays: 7 })] });
    w.count(cell(CONTROL, 1_000, 20), cell(GOOD, 1_000, 100));
    await w.run();
    for (let day = 0; day < 9; day++) {
      w.state.nowMs += 86_400_000;
      w.count(cell(CONTROL, 1_000, 20), cell(GOOD, 1_000, 100));
    }
    await w.run();
    expect(w.state.winners).toHaveLength(1);
    expect(w.state.states.get(SEA)).toMatchObject({ seen: [{ days: 10, arms: [{ exposures: 10_000 }, {}] }] });
  });

  it("are proven within policy versions: clicks that rise as shares move lift nobody", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(cell(CONTROL, 8_000, 160), cell(GOOD, 2_000, 40));
    await w.run();
    w.count(cell(CONTROL, 2_000, 120), cell(GOOD, 8_000, 480));
    w.state.asked = [];
    await w.run();
    // The sums say that it won; the versions do not.
    expect(w.state.asked).toContain("strata");
    expect(w.state.winners).toEqual([]);
  });

  it("are not declared where arms were not shown as often as they were drawn", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    const draws = { clusterId: OWLS, context: "", policyVersion: 0, share: 0.5 };
    w.state.draws = [
      { ...draws, creativeId: CONTROL, exposures: 3_000 },
      { ...draws, creativeId: GOOD, exposures: 2_500 },
    ];
    w.count(cell(CONTROL, 5_000, 100), cell(GOOD, 5_000, 500));
    await w.run();
    expect(w.state.winners).toEqual([]);
  });

  it("are not declared again by what a person has set aside", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    w.count(cell(CONTROL, 5_000, 100), cell(GOOD, 5_000, 500));
    const row = { titleId: SEA, clusterId: OWLS, creativeId: GOOD, policyVersion: 1, evidence: null };
    const at = "2026-01-01T00:00:00.000Z";
    const reversal = { by: "ann", reason: "a broken page", policyVersion: 1 };
    w.state.reversed = [{ ...row, declaredAt: at, reversedAt: at, reversal }];
    await w.run();
    expect(w.state.winners).toEqual([]);
    w.state.version = 2;
    w.count(cell(CONTROL, 5_000, 100), cell(GOOD, 5_000, 500));
    await w.run();
    expect(w.state.winners).toMatchObject([{ creativeId: GOOD, evidence: { exposures: 5_000, since: 1 } }]);
  });

  it("are not declared where shares are given, nor of an arm that is not served", async () => {
    for (const mode of ["fixed", "holdout"]) {
      const w = learningWorld();
      w.change({ experiments: [experiment({}, { mode })] });
      w.count(cell(CONTROL, 5_000, 100), cell(GOOD, 5_000, 500));
      await w.run();
      expect(w.state.winners).toEqual([]);
    }
    const w = learningWorld();
    w.change({ experiments: [experiment()], live: [CONTROL, THIRD] });
    w.count(cell(CONTROL, 5_000, 300), cell(GOOD, 5_000, 900), cell(THIRD, 5_000, 100));
    await w.run();
    expect(w.state.winners).toMatchObject([{ creativeId: CONTROL }]);
  });
});
