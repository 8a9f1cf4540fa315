import { describe, expect, it } from "vitest";
import { Attributes } from "../core/attributes.ts";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { ExperimentSettings, Policy, type SliceCell } from "../core/experiment.ts";
import { randomFrom } from "../core/random.ts";
import { TitleId } from "../core/title.ts";
import { binomial } from "./draws.ts";
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

describe("contexts", () => {
  const [tv, mobile] = ["device=tv", "device=mobile"];
  const state = foldTitle(null, [
    cell("owls", 0, 4_000, 200, tv),
    cell("owls", 1, 4_000, 100, tv),
    cell("owls", 0, 4_000, 60, mobile),
    cell("owls", 1, 4_000, 200, mobile),
    cell("owls", 0, 20, 1, "device=tablet"),
    cell("owls", 1, 9_000, 400, "daypart=night"),
    cell("families", 0, 900, 9),
  ]);

  it("have policies of their own where the experiment tells them apart and they have their least evidence", () => {
    const policies = policiesOf(contest([0, 1], ["owls", "families"], { state }, { context: ["device"] }));
    expect(policies.map(({ clusterId, context }) => [clusterId, context])).toEqual([
      ["families", undefined],
      ["owls", undefined],
      ["owls", mobile],
      ["owls", tv],
    ]);
    const [onMobile, onTv] = [sharesOf(policies[2]), sharesOf(policies[3])];
    expect(onTv.get(creative(0))).toBeGreaterThan(0.9);
    expect(onMobile.get(creative(1))).toBeGreaterThan(0.9);
    for (const policy of policies) expect(() => Policy.parse(policy)).not.toThrow();
    expect(policiesOf(contest([0, 1], ["owls"], { state }))).toHaveLength(1);
  });

  it("borrow from their cluster while they are small", () => {
    const small = foldTitle(null, [
      cell("owls", 0, 9_000, 450, mobile),
      cell("owls", 1, 9_000, 180, mobile),
      cell("owls", 0, 60, 2, tv),
      cell("owls", 1, 60, 2, tv),
    ]);
    const policies = policiesOf(contest([0, 1], ["owls"], { state: small }, { context: ["device"] }));
    expect(sharesOf(policies.find(({ context }) => context === tv)).get(creative(0))).toBeGreaterThan(0.6);
  });
});

describe("populations", () => {
  const options = Attributes.keyof().options;
  const drawn = (random: () => number): Attributes =>
    Attributes.parse(
      Object.fromEntries(
        options.map((name) => {
          const levels = Attributes.shape[name].options;
          return [name, levels[Math.floor(random() * levels.length)]];
        }),
      ),
    );
  /** Titles whose clicks follow one level, by `effect` in log-odds. */
  function titles(effect: number, many: number) {
    const random = randomFrom(12);
    return Array.from({ length: many }, (_, t) => {
      const attributes = new Map(Array.from({ length: 6 }, (_, i) => [creative(100 * t + i), drawn(random)]));
      const slice = [...attributes].flatMap(([creativeId, { palette }]) =>
        ["owls", "families"].map((clusterId) => {
          const rate = 1 / (1 + Math.exp(3.5 - (palette === "noir" && clusterId === "owls" ? effect : 0)));
          return { ...cell(clusterId, 0, 2_000, binomial(random, 2_000, rate)), creativeId };
        }),
      );
      return { state: foldTitle(null, slice), attributes };
    });
  }
  const base = drawn(randomFrom(5));
  const attributes = new Map([
    [creative(0), { ...base, palette: "noir" as const }],
    [creative(1), { ...base, palette: "tide" as const }],
  ]);
  const start = (effect: number, many: number) => {
    const population = Population.parse(JSON.parse(JSON.stringify(populationOf(titles(effect, many)))));
    const policies = policiesOf(contest([0, 1], ["families", "owls"], { attributes, population }));
    return policies.map((policy) => sharesOf(policy).get(creative(0)) as number);
  };

  it("start a new title where an attribute works, in the cluster where it works", () => {
    const [families, owls] = start(0.7, 60);
    expect(owls).toBeGreaterThan(0.75);
    expect(families).toBeLessThan((owls as number) - 0.2);
  });

  it("say nothing where attributes do nothing, and when there are few titles", () => {
    for (const share of [...start(0, 60), ...start(0.7, 10)]) expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
  });

  it("say nothing of an arm whose attributes are not known, and nothing at all under other levels", () => {
    const population = populationOf(titles(0.7, 60));
    const unknown = policiesOf(contest([0, 1], ["owls"], { population }));
    expect(unknown[0]?.arms.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
    const old = { ...population, levels: population.levels.slice(1) };
    const [policy] = policiesOf(contest([0, 1], ["owls"], { attributes, population: old }));
    expect(policy?.arms.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
  });
});

it("learns a population from no titles", () => {
  expect(Population.parse(JSON.parse(JSON.stringify(populationOf([]))))).toEqual(populationOf([]));
});
