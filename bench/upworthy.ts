/**
 * Real tests of images: learn on one half of every test's impressions, judge on the other. What the product would serve,
 * and the leader it would name, against the mean of the arms. And how often the sample-ratio check flags the tests of
 * weeks whose randomization is known to be broken. `node bench/upworthy.ts FOLDER` with the folder that holds
 * `image-tests-split.jsonl` and `tests.jsonl` (Upworthy Research Archive, CC BY 4.0).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { DEFAULT_EXPERIMENT, type SliceCell } from "../core/experiment.ts";
import { TitleId } from "../core/title.ts";
import { standings } from "../experiments/best.ts";
import { leaderOf } from "../experiments/effects/leader.ts";
import { foldTitle, policiesOf } from "../experiments/learner.ts";
import { posteriorsOf } from "../experiments/posterior.ts";
import { sampleRatioOf } from "../experiments/ratio.ts";

const folder = process.argv[2];
if (!folder) throw new Error("name the folder that holds image-tests-split.jsonl and tests.jsonl");

type Half = readonly (readonly [exposures: number, clicks: number])[];
type Split = { readonly test: string; readonly train: Half; readonly eval: Half };
type Test = { readonly week: number; readonly arms: readonly (readonly number[])[] };

const linesOf = <Row>(name: string): Row[] =>
  readFileSync(join(folder, name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

const TITLE = TitleId.parse("the-test");
const CLUSTER = ClusterId.parse("everybody");
const ids = Array.from({ length: 64 }, (_, arm) => CreativeId.parse(`crv_${arm.toString(16).padStart(16, "0")}`));

function cellsOf(half: Half): SliceCell[] {
  return half.map(([exposures, clicks], arm) => ({
    titleId: TITLE,
    clusterId: CLUSTER,
    creativeId: ids[arm] as CreativeId,
    context: "",
    exposures,
    clicks,
  }));
}

/** What the product serves after the training half, with the default settings. */
function served(half: Half): number[] {
  const arms = ids.slice(0, half.length);
  const [policy] = policiesOf({
    titleId: TITLE,
    arms,
    attributes: new Map(),
    controlId: arms[0] as CreativeId,
    clusters: [CLUSTER],
    settings: DEFAULT_EXPERIMENT,
    state: foldTitle(null, cellsOf(half)),
    population: null,
  });
  const shares = new Map(policy?.arms.map(({ creativeId, probability }) => [creativeId, probability]));
  return arms.map((id) => shares.get(id) ?? 0);
}

/** The leader that reports name. */
function leading(half: Half): number[] {
  const arms = ids.slice(0, half.length);
  const strata = cellsOf(half).map((cell) => ({
    ...cell,
    policyVersion: 1,
    basis: "policy" as const,
    propensity: 1 / half.length,
    engaged: 0,
  }));
  const leader = leaderOf(strata, arms);
  return arms.map((id) => (id === leader ? 1 : 0));
}

const chances = (half: Half): number[] =>
  standings(posteriorsOf(half.map(([exposures, clicks]) => ({ exposures, clicks })))).map((one) => one.probabilityBest);

const waiting = (half: Half): number[] => {
  const best = chances(half);
  const sure = best.findIndex((chance) => chance > 0.95);
  return best.map((_, arm) => (sure < 0 ? 1 / best.length : arm === sure ? 1 : 0));
};

/** Lift over the mean of the arms on the other half, in three weightings of the tests. */
function liftOf(splits: readonly Split[], mix: (train: Half) => number[]): number[] {
  const [mixed, even] = [
    [0, 0],
    [0, 0],
  ];
  const ratios: number[] = [];
  for (const { train, eval: later } of splits) {
    const shares = mix(train);
    const rates = later.map(([exposures, clicks]) => clicks / exposures);
    const value = rates.reduce((sum, rate, arm) => sum + rate * (shares[arm] as number), 0);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const exposures = later.reduce((sum, [seen]) => sum + seen, 0);
    for (const [at, weight] of [exposures, 1].entries()) {
      mixed[at] = (mixed[at] as number) + weight * value;
      even[at] = (even[at] as number) + weight * mean;
    }
    if (mean > 0) ratios.push(value / mean - 1);
  }
  const pooled = mixed.map((value, at) => value / (even[at] as number) - 1);
  return [...pooled, ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length];
}

const percent = (value: number) => `${(100 * value).toFixed(2)} %`.padStart(9);
const splits = linesOf<Split>("image-tests-split.jsonl");
console.log(
  `${splits.length} image tests, learned on one half and judged on the other; lift over the mean of the arms`,
);
console.log("                                 by exposures  by rates  mean of lifts   asked");
for (const [name, mix, asked] of [
  ["what the product serves", served, "at least 13.5 %"],
  ["the leader it names", leading, "at least 15 %"],
  ["by probability to be best", chances, ""],
  ["waiting until that is over 95 %", waiting, ""],
] as const) {
  console.log(name.padEnd(34), ...liftOf(splits, mix).map(percent), "    ", asked);
}

const tests = linesOf<Test>("tests.jsonl");
const flagged = (some: readonly Test[]) => {
  const flags = some.filter(({ arms }) => {
    const counts = new Map(arms.map((arm, at) => [ids[at] as CreativeId, arm[2] as number]));
    const shares = [...counts.keys()].map((creativeId) => ({ creativeId, probability: 1 / arms.length }));
    return sampleRatioOf([{ clusterId: CLUSTER, context: "", policyVersion: 1, shares, counts }]).flagged;
  });
  return `${percent(flags.length / some.length)} of ${some.length} tests`;
};
console.log("\nsample-ratio check at 0.001");
console.log(
  `broken weeks (201326 to 201352) ${flagged(tests.filter(({ week }) => week >= 201_326 && week <= 201_352))}; asked: at least 70 %`,
);
console.log(
  `outside 201325 to 201402        ${flagged(tests.filter(({ week }) => week < 201_325 || week > 201_402))}; asked: at most 0.6 %`,
);
