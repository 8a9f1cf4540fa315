import { describe, expect, it } from "vitest";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { Policy, type Tally } from "../core/experiment.ts";
import { TitleId } from "../core/title.ts";
import { allocate } from "./allocation.ts";
import { learn } from "./learn.ts";

const creative = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const title = (id: string): TitleId => TitleId.parse(id);
const cluster = (id: string): ClusterId => ClusterId.parse(id);
const tally = (t: string, c: string, n: number, exposures: number, clicks: number): Tally => ({
  titleId: title(t),
  clusterId: cluster(c),
  creativeId: creative(n),
  exposures,
  clicks,
});
const contest = (t: string, arms: number[], clusters: string[]) => ({
  titleId: title(t),
  arms: arms.map(creative),
  clusters: clusters.map(cluster),
});

describe("learn", () => {
  it("learns nothing from nothing", () => {
    expect(learn({ tallies: [], experiments: [] })).toEqual([]);
    expect(learn({ tallies: [], experiments: [contest("metropolis", [], ["owls"])] })).toEqual([]);
  });

  it("splits a cell without counts equally, over all arms of the title", () => {
    const policies = learn({ tallies: [], experiments: [contest("metropolis", [2, 0, 1], ["owls", "families"])] });
    expect(policies.map((policy) => policy.clusterId)).toEqual(["families", "owls"]);
    for (const policy of policies) {
      expect(policy.arms.map((arm) => arm.creativeId)).toEqual([creative(0), creative(1), creative(2)]);
      for (const { probability } of policy.arms) expect(probability).toBeCloseTo(1 / 3, 14);
    }
  });

  it("gives each cluster its own policy, from its own counts alone", () => {
    const tallies = [tally("metropolis", "owls", 0, 500, 50), tally("metropolis", "owls", 1, 500, 10)];
    const [families, owls] = learn({ tallies, experiments: [contest("metropolis", [0, 1], ["owls", "families"])] });
    expect(owls?.arms[0]?.probability).toBeGreaterThan(0.97);
    expect(families?.arms[0]?.probability).toBeCloseTo(0.5, 14);
    const shares = allocate(
      [
        { exposures: 500, clicks: 50 },
        { exposures: 500, clicks: 10 },
      ],
      { floor: 0.025 },
    );
    expect(owls?.arms.map((arm) => arm.probability)).toEqual(shares);
  });

  it("gives policies that the schema takes, every share above the floor, summing to 1", () => {
    const tallies = [tally("metropolis", "owls", 0, 1e7, 1e6), tally("metropolis", "owls", 1, 1e7, 0)];
    const options = { explorationShare: 0.1 };
    for (const policy of learn({ tallies, experiments: [contest("metropolis", [0, 1, 2, 3], ["owls"])], options })) {
      expect(() => Policy.parse(policy)).not.toThrow();
      expect(policy.arms.reduce((sum, arm) => sum + arm.probability, 0)).toBeCloseTo(1, 12);
      for (const { probability } of policy.arms) expect(probability).toBeGreaterThanOrEqual(0.1 / 4);
    }
  });

  it("does not depend on the order of tallies, titles, clusters or arms, and adds counts of the same cell", () => {
    const tallies = [
      tally("metropolis", "owls", 0, 300, 30),
      tally("metropolis", "owls", 1, 300, 12),
      tally("nosferatu", "owls", 2, 100, 3),
      tally("metropolis", "owls", 0, 100, 7),
    ];
    const here = learn({
      tallies,
      experiments: [contest("nosferatu", [3, 2], ["owls"]), contest("metropolis", [1, 0], ["owls", "families"])],
    });
    const there = learn({
      tallies: [...tallies].reverse(),
      experiments: [contest("metropolis", [0, 1], ["families", "owls"]), contest("nosferatu", [2, 3], ["owls"])],
    });
    expect(here).toEqual(there);
    expect(here.map((policy) => policy.titleId)).toEqual(["metropolis", "metropolis", "nosferatu"]);
  });

  it("leaves out counts of arms, clusters and titles that are not in the contest", () => {
    const experiments = [contest("metropolis", [0, 1], ["owls"])];
    const tallies = [tally("metropolis", "owls", 0, 300, 30), tally("metropolis", "owls", 1, 300, 12)];
    const strangers = [
      tally("metropolis", "owls", 9, 900, 800),
      tally("metropolis", "families", 0, 900, 800),
      tally("nosferatu", "owls", 0, 900, 800),
    ];
    expect(learn({ tallies: [...tallies, ...strangers], experiments })).toEqual(learn({ tallies, experiments }));
  });

  it("reserves a part for the control, and shares the rest as if there were none", () => {
    const tallies = [tally("metropolis", "owls", 0, 500, 50), tally("metropolis", "owls", 1, 500, 10)];
    const plain = contest("metropolis", [0, 1, 2], ["owls", "families"]);
    const shares = learn({ tallies, experiments: [plain] });
    for (const controlShare of [0, 0.05, 0.5]) {
      const held = learn({ tallies, experiments: [{ ...plain, controlId: creative(1) }], options: { controlShare } });
      for (const [cell, policy] of held.entries()) {
        for (const [i, { creativeId, probability }] of policy.arms.entries()) {
          const own = creativeId === creative(1) ? controlShare : 0;
          expect(probability).toBeCloseTo(own + (1 - controlShare) * (shares[cell]?.arms[i]?.probability ?? 0), 14);
        }
      }
    }
    expect(learn({ tallies, experiments: [{ ...plain, controlId: creative(9) }] })).toEqual(shares);
  });

  it.each([-0.1, 1, Number.NaN])("refuses a control share of %d", (controlShare) => {
    expect(() => learn({ tallies: [], experiments: [], options: { controlShare } })).toThrow("controlShare");
  });

  it.each([0, -0.1, 1.1, Number.NaN])("refuses an exploration share of %d", (explorationShare) => {
    expect(() => learn({ tallies: [], experiments: [], options: { explorationShare } })).toThrow("explorationShare");
  });

  it("refuses impossible counts", () => {
    const tallies = [tally("metropolis", "owls", 0, 5, 6)];
    expect(() => learn({ tallies, experiments: [contest("metropolis", [0, 1], ["owls"])] })).toThrow("clicks must");
  });
});
