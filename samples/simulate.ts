/**
 * Plays the sample audience against the real planner and the real learner, without pictures: how often is the best
 * artwork found, and what is it worth? Prints one table. `node samples/simulate.ts [worlds] [visits]`
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { clickProbability, Taste } from "../audience/taste.ts";
import { planVisits } from "../audience/visits.ts";
import { Cluster, type ClusterId } from "../core/cluster.ts";
import type { Brief, CreativeId } from "../core/creative.ts";
import type { Tally } from "../core/experiment.ts";
import { seedOf } from "../core/random.ts";
import { Title, type TitleId } from "../core/title.ts";
import { chooseArm, uniformOf } from "../experiments/assign.ts";
import { type Contest, learn } from "../experiments/learn.ts";
import { bestForEverybody } from "../experiments/lift.ts";
import { judge } from "../experiments/winner.ts";
import { planBriefs } from "../pipeline/plan.ts";

const ROUNDS = 30;
const USERS_PER_CLUSTER = 2_000;

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const titles = z.array(Title).parse(read("titles.json")).slice(0, 6);
const clusters = z.array(Cluster).parse(read("clusters.json")).slice(0, 4);
const sampleTaste = Taste.parse(read("audience.json"));

const worlds = Number(process.argv[2] ?? 10);
const visits = Number(process.argv[3] ?? 72_000);

/** One title in one cluster: every arm's true click rate and what has been counted. */
type Cell = { titleId: TitleId; clusterId: ClusterId; truth: Map<CreativeId, number>; tallies: Map<CreativeId, Tally> };

function play(world: number) {
  const taste: Taste = { ...sampleTaste, seed: world === 0 ? sampleTaste.seed : seedOf("world", world) };
  const briefs = titles.flatMap((title) => planBriefs({ title, clusters, armsPerCluster: 4, seed: world + 1 }));
  const cells = titles.flatMap(({ id }) => clusters.map((cluster) => cellOf(taste, briefs, id, cluster.id)));
  const byKey = new Map(cells.map((cell) => [`${cell.titleId} ${cell.clusterId}`, cell]));
  const contests: Contest[] = titles.map(({ id }) => ({
    titleId: id,
    arms: briefs.filter((brief) => brief.titleId === id).map((brief) => brief.creativeId),
    clusters: clusters.map((cluster) => cluster.id),
  }));
  const plan = {
    seed: world,
    usersPerCluster: USERS_PER_CLUSTER,
    visits,
    clusters,
    titles: titles.map(({ id }) => id),
  };

  let version = 0;
  let seen = 0;
  let clicks = 0;
  let policies = new Map<string, ReturnType<typeof learn>[number]>();
  for (const visit of planVisits(plan)) {
    if (seen++ % Math.ceil(visits / ROUNDS) === 0) {
      const tallies = cells.flatMap((cell) => [...cell.tallies.values()]);
      const learned = learn({ tallies, experiments: contests });
      policies = new Map(learned.map((policy) => [`${policy.titleId} ${policy.clusterId}`, policy]));
      version++;
    }
    const key = `${visit.titleId} ${visit.clusterId}`;
    const [cell, policy] = [byKey.get(key), policies.get(key)];
    if (!cell || !policy) throw new Error(`no cell ${key}`);
    const { creativeId } = chooseArm(policy.arms, uniformOf("salt", visit.userId, visit.titleId, version));
    const tally = cell.tallies.get(creativeId) as Tally;
    const clicked = visit.uniform < (cell.truth.get(creativeId) as number);
    clicks += clicked ? 1 : 0;
    cell.tallies.set(creativeId, {
      ...tally,
      exposures: tally.exposures + 1,
      clicks: tally.clicks + (clicked ? 1 : 0),
    });
  }
  return { briefs, cells, clickRate: clicks / visits };
}

function cellOf(taste: Taste, briefs: readonly Brief[], titleId: TitleId, clusterId: ClusterId): Cell {
  const arms = briefs.filter((brief) => brief.titleId === titleId);
  return {
    titleId,
    clusterId,
    truth: new Map(
      arms.map(({ creativeId, attributes }) => [
        creativeId,
        clickProbability(taste, { titleId, clusterId, creativeId, attributes }),
      ]),
    ),
    tallies: new Map(
      arms.map(({ creativeId }) => [creativeId, { titleId, clusterId, creativeId, exposures: 0, clicks: 0 }]),
    ),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const logit = (rate: number): number => Math.log(rate / (1 - rate));
const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

const rows = Array.from({ length: worlds }, (_, world) => {
  const { briefs, cells, clickRate } = play(world);
  const controls = new Set(briefs.filter((brief) => brief.clusterId === null).map((brief) => brief.creativeId));
  const verdicts = cells.map((cell) => judge([...cell.tallies.values()]));
  const leaderRates = cells.map((cell, i) => cell.truth.get(verdicts[i]?.leader as CreativeId) as number);
  const bestRates = cells.map((cell) => Math.max(...cell.truth.values()));
  const controlRates = cells.map((cell) => mean([...cell.truth].filter(([id]) => controls.has(id)).map(([, r]) => r)));
  // The one artwork for everybody, chosen knowing the truth: the hardest rival of personal artwork.
  const singleRates = cells.map((cell) => {
    const others = cells.filter((other) => other.titleId === cell.titleId);
    const overall = [...cell.truth.keys()].map((id) => ({ id, rate: mean(others.map((o) => o.truth.get(id) ?? 0)) }));
    const single = overall.reduce((one, other) => (other.rate > one.rate ? other : one));
    return cell.truth.get(single.id) as number;
  });
  const countedSingle = titles.map(({ id }) => {
    const mine = cells.filter((cell) => cell.titleId === id);
    const weighted = mine.map((cell) => {
      const arms = [...cell.tallies.values()];
      return { weight: arms.reduce((sum, arm) => sum + arm.exposures, 0), arms };
    });
    const { creativeId } = bestForEverybody(weighted);
    return mean(mine.map((cell) => cell.truth.get(creativeId) as number));
  });
  const spread = mean(
    cells.map(({ truth }) => {
      const logits = [...truth.values()].map(logit);
      return Math.sqrt(mean(logits.map((value) => (value - mean(logits)) ** 2)));
    }),
  );
  const declared = verdicts.map((verdict) => verdict.kind === "winner");
  const all = cells.flatMap((cell) => [...cell.truth.values()]);
  return {
    world,
    spread,
    low: Math.min(...all),
    high: Math.max(...all),
    equal: mean(all),
    control: mean(controlRates),
    single: mean(singleRates),
    foundSingle: mean(countedSingle),
    best: mean(bestRates),
    earned: clickRate,
    leader: mean(leaderRates),
    believed: mean(verdicts.map((verdict) => verdict.evidence.probabilityBest)),
    exact: mean(leaderRates.map((rate, i) => (rate === bestRates[i] ? 1 : 0))),
    near: mean(leaderRates.map((rate, i) => (rate >= 0.9 * (bestRates[i] as number) ? 1 : 0))),
    declared: mean(declared.map(Number)),
    wrong: declared.filter((is, i) => is && leaderRates[i] !== bestRates[i]).length,
    within: declared.filter((is, i) => is && (leaderRates[i] as number) < 0.9 * (bestRates[i] as number)).length,
  };
});

console.table(
  rows.map((row) => ({
    world: row.world,
    "sd of logit": row.spread.toFixed(2),
    "true rates": `${percent(row.low)} to ${percent(row.high)}`,
    "equal split": percent(row.equal),
    control: percent(row.control),
    "best single": percent(row.single),
    "served by policy": percent(row.earned),
    leader: percent(row.leader),
    best: percent(row.best),
    "leader is best": percent(row.exact, 0),
    "within 10 %": percent(row.near, 0),
    winners: percent(row.declared, 0),
    "not the best": row.wrong,
    "over 10 % off": row.within,
  })),
);
const over = (pick: (row: (typeof rows)[number]) => number): number => mean(rows.map(pick));
console.log(`worlds ${worlds}, visits ${visits}, ${titles.length} titles x ${clusters.length} clusters`);
console.log(`sd of logit between arms          ${over((row) => row.spread).toFixed(2)}`);
console.log(`leader is exactly the best arm    ${percent(over((row) => row.exact))}`);
console.log(`  and is believed to be           ${percent(over((row) => row.believed))}`);
console.log(`leader within 10 % of the best    ${percent(over((row) => row.near))}`);
console.log(`winner declared                   ${percent(over((row) => row.declared))}`);
console.log(
  `  of these not the best arm       ${percent(over((row) => row.wrong) / over((row) => row.declared) / 24)}`,
);
console.log(
  `equal split / control             ${percent(over((row) => row.equal))} / ${percent(over((row) => row.control))}`,
);
console.log(`served by the policy              ${percent(over((row) => row.earned))}`);
console.log(`leader over control               ${percent(over((row) => row.leader / row.control - 1))}`);
console.log(`leader over best single artwork   ${percent(over((row) => row.leader / row.single - 1))}`);
