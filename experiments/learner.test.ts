import { describe, expect, it } from "vitest";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { ExperimentSettings, Policy, type SliceCell } from "../core/experiment.ts";
import { TitleId } from "../core/title.ts";
import { type Contest, foldTitle, Population, policiesOf, populationOf, TitleState } from "./learner.ts";

const creative = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const titleId = TitleId.parse("metropolis");
const cell = (cluster: string, n: number, exposures: number, clicks: number, context = ""): SliceCell => ({
  titleId,
  clusterId: ClusterId.parse(cluster),
  context,
  creativeId: creative(n),
  exposures,
  clicks,
});
const contest = (arms: number[], clusters: string[], rest: Partial<Contest> = {}, settings: object = {}): Contest => ({
  titleId,
  arms: arms.map(creative),
  clusters: clusters.map((id) => ClusterId.parse(id)),
  attributes: new Map(),
  controlId: creative(0),
  settings: ExperimentSettings.parse(settings),
  state: null,
  population: null,
  ...rest,
});
const sharesOf = (policy: Policy | undefined) =>
  new Map(policy?.arms.map(({ creativeId, probability }) => [creativeId, probability]));

describe("foldTitle", () => {
  it("adds stretches of time, cell by cell, and keeps what it was given", () => {
    const first = foldTitle(null, [cell("owls", 1, 100, 3), cell("owls", 0, 50, 2)]);
    const frozen = JSON.stringify(first);
    const second = foldTitle(first, [cell("owls", 1, 10, 1), cell("families", 2, 7, 0), cell("owls", 1, 5, 0)]);
    expect(JSON.stringify(first)).toBe(frozen);
    expect(TitleState.parse(JSON.parse(JSON.stringify(second)))).toEqual(second);
    expect(foldTitle(second, [])).toEqual(second);
  });

  it("refuses more clicks than exposures", () => {
    expect(() => foldTitle(null, [cell("owls", 1, 1, 2)])).toThrow("2 clicks of 1 exposures");
  });
});

describe("policiesOf", () => {
  it("has nothing to say of a title without arms, and gives one arm everything", () => {
    expect(policiesOf(contest([], ["owls"]))).toEqual([]);
    expect(policiesOf(contest([3], ["owls"]))[0]?.arms).toEqual([{ creativeId: creative(3), probability: 1 }]);
    expect(policiesOf(contest([1], []))).toEqual([]);
  });

  it("splits equally what has no data, in the order of ids", () => {
    const policies = policiesOf(contest([2, 0, 1], ["owls", "families"]));
    expect(policies.map(({ clusterId }) => clusterId)).toEqual(["families", "owls"]);
    for (const policy of policies) {
      expect(() => Policy.parse(policy)).not.toThrow();
      expect(policy.arms.map(({ creativeId }) => creativeId)).toEqual([creative(0), creative(1), creative(2)]);
      for (const { probability } of policy.arms) expect(probability).toBeCloseTo(1 / 3, 14);
    }
  });

  it("does not move before the least evidence", () => {
    const at = (exposures: number) => {
      const state = foldTitle(null, [cell("owls", 0, exposures - 50, exposures - 60), cell("owls", 1, 50, 0)]);
      return sharesOf(policiesOf(contest([0, 1], ["owls"], { state }, { leastEvidence: 200 }))[0]).get(creative(0));
    };
    expect(at(199)).toBe(0.5);
    expect(at(200)).toBeGreaterThan(0.9);
  });

  it("keeps a floor under every arm, and gives withdrawn arms nothing", () => {
    const state = foldTitle(null, [cell("owls", 0, 1e6, 1e5), cell("owls", 1, 1e6, 0), cell("owls", 2, 1e6, 5e5)]);
    for (const exploration of [1e-6, 0.02, 1]) {
      const [policy] = policiesOf(contest([0, 1, 3], ["owls"], { state }, { exploration }));
      const shares = sharesOf(policy);
      expect(shares.has(creative(2))).toBe(false);
      expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      for (const share of shares.values()) expect(share).toBeGreaterThanOrEqual(exploration / 3);
    }
  });

  it("follows the experiment's mode", () => {
    const state = foldTitle(null, [cell("owls", 0, 1e4, 10), cell("owls", 1, 1e4, 900)]);
    const arms = (settings: object, ids = [0, 1, 2]) =>
      policiesOf(contest(ids, ["owls"], { state }, settings))[0]?.arms;
    expect(arms({ mode: "ab" })?.map(({ probability }) => probability)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(arms({ mode: "holdout" })).toEqual([{ creativeId: creative(0), probability: 1 }]);
    const shares = [
      { creativeId: creative(1), probability: 0.25 },
      { creativeId: creative(2), probability: 0.75 },
    ];
    expect(arms({ mode: "fixed", shares })).toEqual(shares);
    expect(arms({ mode: "fixed", shares }, [0, 1])).toEqual([{ creativeId: creative(1), probability: 1 }]);
    expect(arms({ mode: "fixed" })).toHaveLength(3);
  });

  it("does not depend on the order of arms, clusters or slices", () => {
    const slices = [cell("owls", 0, 300, 30), cell("families", 1, 300, 12), cell("owls", 1, 100, 3)];
    const here = policiesOf(contest([0, 1], ["owls", "families"], { state: foldTitle(null, slices) }));
    const state = foldTitle(null, [...slices].reverse());
    expect(policiesOf(contest([1, 0], ["families", "owls"], { state }))).toEqual(here);
  });
});

it("learns a population from no titles", () => {
  expect(Population.parse(JSON.parse(JSON.stringify(populationOf([]))))).toEqual(populationOf([]));
});
