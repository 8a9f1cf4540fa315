import { describe, expect, it } from "vitest";
import { clusterId, creativeId, titleId } from "../adapters/testing/samples.ts";
import type { CreativeId } from "../core/creative.ts";
import {
  DEFAULT_EXPERIMENT,
  type Draws,
  type Experiment,
  type PolicySet,
  type Stratum,
  type Tally,
} from "../core/experiment.ts";
import { ExperimentReport, reportOf } from "./report.ts";

const [CONTROL, LEFT, RIGHT] = [creativeId("control"), creativeId("left"), creativeId("right")];
const TITLE = titleId("the-sea");
const experiment: Experiment = {
  titleId: TITLE,
  state: "open",
  controlId: CONTROL,
  openedAt: "2026-01-01T00:00:00.000Z",
  merged: {},
  paused: [],
  settings: DEFAULT_EXPERIMENT,
};

const tally = (cluster: string, creative: Tally["creativeId"], exposures: number, clicks: number): Tally => ({
  titleId: TITLE,
  clusterId: clusterId(cluster),
  creativeId: creative,
  exposures,
  clicks,
});
const policies = (...clusters: [string, ...Tally["creativeId"][]][]): PolicySet => ({
  version: 3,
  policies: clusters.map(([cluster, ...arms]) => ({
    titleId: TITLE,
    clusterId: clusterId(cluster),
    arms: arms.map((arm) => ({ creativeId: arm, probability: 1 / arms.length })),
  })),
});
const none: PolicySet = { version: 0, policies: [] };
/** Drawn evenly by two policies, one half each. */
const drawn = (tallies: readonly Tally[]): Stratum[] =>
  tallies.flatMap(({ exposures, clicks, ...arm }) =>
    [1, 2].map((policyVersion) => ({
      ...arm,
      exposures: exposures / 2,
      clicks: clicks / 2,
      engaged: 0,
      context: "",
      policyVersion,
      basis: "policy" as const,
      propensity: 1 / 3,
    })),
  );
const report = (tallies: Tally[], set: PolicySet = none, strata = drawn(tallies)) =>
  ExperimentReport.parse(
    reportOf(experiment, { tallies, strata, policies: set, winners: [], draws: [], sights: [], days: 30 }),
  );

/** Two clusters of opposite taste. */
const OPPOSED = [
  tally("east", LEFT, 5_000, 500),
  tally("east", RIGHT, 5_000, 250),
  tally("east", CONTROL, 5_000, 300),
  tally("west", LEFT, 5_000, 200),
  tally("west", RIGHT, 5_000, 450),
  tally("west", CONTROL, 5_000, 300),
];

describe("a report", () => {
  it("of nothing says nothing", () => {
    expect(report([])).toMatchObject({ policyVersion: 0, bestForEverybody: null, clusters: [] });
  });

  it("of arms that nobody has seen knows no leader's lift and no rate beyond the prior", () => {
    const [cell] = report([], policies(["east", CONTROL, LEFT])).clusters;
    expect(cell).toMatchObject({ exposures: 0, clicks: 0, winner: null });
    expect(cell?.missing.length).toBeGreaterThan(0);
    expect(cell?.arms.map(({ share }) => share)).toEqual([0.5, 0.5]);
    expect(cell?.arms.reduce((sum, arm) => sum + arm.probabilityBest, 0)).toBeCloseTo(1, 6);
  });

  it("finds each cluster's own leader, and what it gains over one picture for all", () => {
    const { clusters, bestForEverybody } = report(
      OPPOSED,
      policies(["east", CONTROL, LEFT, RIGHT], ["west", CONTROL, LEFT, RIGHT]),
    );
    const [east, west] = clusters;
    expect([east?.leader, west?.leader]).toEqual([LEFT, RIGHT]);
    expect(bestForEverybody).not.toBe(CONTROL);
    expect(east?.liftOverControl?.ratio).toBeCloseTo(500 / 300 - 1, 1);
    expect(east?.liftOverControl).toMatchObject({ creativeId: LEFT, over: CONTROL, since: 2, reference: "draws" });
    for (const cell of clusters) {
      const lift = cell.liftOverControl;
      expect(lift && lift.low < lift.ratio && lift.ratio < lift.high).toBe(true);
      for (const arm of cell.arms) {
        expect(arm.low).toBeLessThan(arm.rate);
        expect(arm.rate).toBeLessThan(arm.high);
      }
    }
    const others = clusters.filter(({ leader }) => leader !== bestForEverybody);
    expect(others.every(({ liftOverBestForEverybody: lift }) => (lift?.ratio ?? 0) > 0)).toBe(true);
  });

  it("tells a leader's lift by what came after it led, and of whom it was", () => {
    const clicks = (exposures: number, [left, right]: readonly [number, number], policyVersion: number) =>
      drawn([
        tally("east", LEFT, exposures, left),
        tally("east", RIGHT, exposures, right),
        tally("east", CONTROL, exposures, 300),
      ])
        .filter((one) => one.policyVersion === 1)
        .map((one) => ({ ...one, policyVersion }));
    // Left leads at first by luck; right catches up with interest.
    const strata = [...clicks(5_000, [500, 300], 1), ...clicks(5_000, [320, 800], 2)];
    const [cell] = report(OPPOSED, policies(["east", CONTROL, LEFT, RIGHT]), strata).clusters;
    expect(cell?.leader).toBe(RIGHT);
    expect(cell?.liftOverControl).toMatchObject({ creativeId: LEFT, since: 2 });
    expect(cell?.liftOverControl?.ratio).toBeCloseTo(320 / 300 - 1, 1);
    expect(report(OPPOSED, none, clicks(5_000, [500, 300], 1)).clusters[0]?.liftOverControl).toBeNull();
  });

  it("weighs what was drawn by its propensity, and tells the plain counts beside", () => {
    const [first] = drawn([tally("east", LEFT, 2_000, 200)]);
    const [second] = drawn([tally("east", LEFT, 200, 4)]);
    const strata = [
      { ...(first as Stratum), propensity: 0.5 },
      { ...(second as Stratum), policyVersion: 2, propensity: 0.05 },
    ];
    const { clusters } = report([tally("east", LEFT, 1_100, 102)], policies(["east", CONTROL, LEFT]), strata);
    const arm = clusters[0]?.arms.find(({ creativeId }) => creativeId === LEFT);
    expect(arm).toMatchObject({ exposures: 1_100, clicks: 102 });
    expect(arm?.rate).toBeCloseTo((100 / 0.5 + 2 / 0.05) / (1_000 / 0.5 + 100 / 0.05), 9);
  });

  it("measures everything together, and each arm, against those held out where there are enough", () => {
    const held = drawn([tally("east", CONTROL, 1_000, 40), tally("west", CONTROL, 1_000, 40)]).map((one) => ({
      ...one,
      basis: "holdout" as const,
      propensity: 1,
    }));
    const found = report(OPPOSED, policies(["east", CONTROL, LEFT, RIGHT]), [...drawn(OPPOSED), ...held]);
    expect(found.systemLift?.ratio).toBeCloseTo(0.0667 / 0.04 - 1, 1);
    expect(found.systemLift?.holdout).toEqual({ exposures: 2_000, clicks: 80 });
    const east = found.clusters[0];
    expect(east?.systemLift?.holdout.exposures).toBe(1_000);
    expect(east?.arms.find(({ creativeId }) => creativeId === LEFT)?.liftOverControl).toMatchObject({
      reference: "holdout",
    });
    expect(east?.arms.find(({ creativeId }) => creativeId === CONTROL)?.liftOverControl).toBeNull();
  });

  it("does not depend on the order of its counts", () => {
    const set = policies(["east", CONTROL, LEFT, RIGHT]);
    expect(report(OPPOSED.toReversed(), set)).toEqual(report(OPPOSED, set));
  });

  it("counts every exposure and click once, and no other title's", () => {
    const other = { ...tally("east", LEFT, 7, 7), titleId: titleId("the-moon") };
    const { clusters } = report([...OPPOSED, other]);
    expect(clusters.map(({ exposures, clicks }) => [exposures, clicks])).toEqual([
      [15_000, 1_050],
      [15_000, 950],
    ]);
  });

  it("leaves users of no cluster out, and lets no withdrawn arm lead", () => {
    const stranger = tally("no-cluster", CONTROL, 900, 90);
    const { clusters } = report([...OPPOSED, stranger], policies(["east", CONTROL, RIGHT]));
    expect(clusters.map((cell) => cell.clusterId)).toEqual(["east", "west"]);
    expect(clusters[0]?.leader).toBe(CONTROL);
    expect(clusters[0]?.arms.find((arm) => arm.creativeId === LEFT)).toMatchObject({ exposures: 5_000, share: 0 });
  });
});

describe("proof in a report", () => {
  const evidence = [
    tally("east", LEFT, 5_000, 500),
    tally("east", RIGHT, 5_000, 250),
    tally("east", CONTROL, 5_000, 300),
  ];
  const served = policies(["east", LEFT, RIGHT, CONTROL]);
  const draws = (left: number): Draws[] =>
    [LEFT, RIGHT, CONTROL].map((creativeId, i) => ({
      clusterId: clusterId("east"),
      context: "",
      creativeId,
      policyVersion: 2,
      share: 1 / 3,
      exposures: i === 0 ? left : 1_000,
    }));
  const cell = (over: object) => {
    const known = {
      tallies: evidence,
      strata: drawn(evidence),
      policies: served,
      winners: [],
      draws: draws(1_000),
      sights: [],
      days: 30,
    };
    return ExperimentReport.parse(reportOf(experiment, { ...known, ...over })).clusters[0];
  };

  it("says that nothing is missing, and what still is", () => {
    expect(cell({})).toMatchObject({ leader: LEFT, missing: [], sampleRatio: { flagged: false, degrees: 2 } });
    expect(cell({ days: 6.9 })?.missing).toEqual(["cycle"]);
  });

  it("trusts no lead where an arm was shown less often than it was drawn", () => {
    expect(cell({ draws: draws(800) })).toMatchObject({ missing: ["ratio"], sampleRatio: { flagged: true } });
  });

  it("tells an arm that wears out from one that never was good", () => {
    const seen = (creativeId: CreativeId, rateAt: (repeat: number) => number) =>
      [0, 1, 3, 7].map((repeat) => ({
        clusterId: clusterId("east"),
        creativeId,
        repeat,
        exposures: 2_000,
        clicks: Math.round(2_000 * rateAt(repeat)),
      }));
    const sights = [
      ...seen(LEFT, (repeat) => 0.1 / (1 + repeat)),
      ...seen(RIGHT, () => 0.02),
      ...seen(CONTROL, () => 0.1),
    ];
    const verdicts = new Map(cell({ sights })?.arms.map((arm) => [arm.creativeId, arm.fatigue]));
    expect([LEFT, RIGHT, CONTROL].map((arm) => verdicts.get(arm))).toEqual(["fatigued", "poor", "steady"]);
    expect(cell({})?.arms[0]?.fatigue).toBe("unknown");
  });

  it("begins anew where a person took a winner back", () => {
    const at = "2026-01-01T00:00:00.000Z";
    const row = { ...evidence[0], policyVersion: 1, evidence: null, declaredAt: at, reversedAt: at };
    const reversed = (policyVersion: number) => [
      { ...row, reversal: { by: "ann", reason: "a broken page", policyVersion } },
    ];
    // Half of what was drawn is left, which is enough; of everything, nothing is.
    expect(cell({ winners: reversed(1) })).toMatchObject({ winner: null, missing: [] });
    expect(cell({ winners: reversed(2) })?.missing).toContain("exposures");
    expect(cell({ winners: [{ ...row, reversedAt: null, reversal: null }] })?.winner).toMatchObject({
      creativeId: LEFT,
    });
  });
});
