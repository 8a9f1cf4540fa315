import { Attributes } from "../core/attributes.ts";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { type Random, randomFrom, seedOf } from "../core/random.ts";
import { LEVELS, levelsOf } from "../experiments/bandit/levels.ts";
import { addTo, marqueeShares, tableOf } from "../experiments/bandit/marquee.ts";
import { hintsOf, type Lesson, teach } from "../experiments/bandit/population.ts";
import type { Belief } from "../experiments/bandit/posteriors.ts";
import type { Environment } from "../experiments/worlds/environment.ts";
import type { Bandit } from "../experiments/worlds/play.ts";
import { evenLosses, tryOut } from "../experiments/worlds/trial.ts";
import { normal, rateAt } from "./worlds/drawn.ts";

/**
 * What two hundred other titles are worth to a new one: clicks that it loses in its first 5,000 impressions with what they teach, as
 * a share of what it loses without. In one world the attributes carry effects, in the other none.
 *
 * The other titles were served by the same policy, 50,000 impressions each.
 *
 *   node bench/transfer.ts [new titles]
 */
const NEW_TITLES = Number(process.argv[2] ?? 200);
const [TITLES, ARMS] = [200, 8];
const CLUSTERS = ["one", "two", "three", "four", "five"];
const SHARES = [0.35, 0.25, 0.2, 0.12, 0.08];
const TRAINING = { impressions: 50_000, batch: 5_000, seeds: 1 };
const FIRST = { impressions: 5_000, batch: 250, seeds: 1 };

type Kind = {
  readonly name: string;
  readonly overall: number;
  readonly own: number;
  readonly arms: number;
  readonly interplay: number;
  readonly most: number;
};
// Standard deviations of log-odds: of a level in all clusters, of what a cluster adds to it, and of what no attribute explains.
const KINDS: readonly Kind[] = [
  { name: "attributes carry effects", overall: 0.06, own: 0.03, arms: 0.1, interplay: 0.1, most: 0.6 },
  { name: "attributes carry none", overall: 0, own: 0, arms: 0.17, interplay: 0.2, most: 1.05 },
];

type Title = { readonly environment: Environment; readonly levels: readonly (readonly number[])[] };

for (const kind of KINDS) {
  const titleOf = worldOf(kind);
  const lessons = Array.from({ length: TITLES }, (_, t) => lessonOf(titleOf(t)));
  const { tastes, spreads } = teach(lessons);
  let [without, with_, even] = [0, 0, 0];
  for (let t = TITLES; t < TITLES + NEW_TITLES; t++) {
    const title = titleOf(t);
    without += lostBy(title, {});
    with_ += lostBy(title, { spreads, hints: hintsOf(tastes, CLUSTERS, title.levels) });
    even += FIRST.impressions * (evenLosses(title.environment)[0] as number);
  }
  console.log(
    `${kind.name}: alone ${(without / even).toFixed(3)} of equal shares, with ${TITLES} other titles ` +
      `${(with_ / even).toFixed(3)}; ratio ${(with_ / without).toFixed(3)} (at most ${kind.most})`,
  );
}

function worldOf({ name, overall, own, arms, interplay }: Kind): (t: number) => Title {
  const random = randomFrom(seedOf("transfer", name));
  const all = LEVELS.map(() => overall * normal(random));
  const added = CLUSTERS.map(() => LEVELS.map(() => own * normal(random)));
  return (t) => {
    const draw = randomFrom(seedOf("transfer", name, t));
    const levels = Array.from({ length: ARMS }, () => levelsOf(drawn(draw)));
    const title = -3.78 + 0.22 * normal(draw);
    const rest = levels.map(() => arms * normal(draw));
    const table = added.map((effects) => {
      const cluster = title + 0.23 * normal(draw);
      return levels.map((mine, i) => {
        const taste = mine.reduce((sum, level) => sum + (all[level] as number) + (effects[level] as number), 0);
        return rateAt(cluster + taste + (rest[i] as number) + interplay * normal(draw));
      });
    });
    return {
      levels,
      environment: { kind: `${name} ${t}`, K: ARMS, clusters: CLUSTERS.length, shares: SHARES, ctr: [table] },
    };
  };
}

function drawn(random: Random): Attributes {
  const names = Attributes.keyof().options;
  const one = (levels: readonly string[]) => levels[Math.floor(random() * levels.length)];
  return Attributes.parse(Object.fromEntries(names.map((name) => [name, one(Attributes.shape[name].options)])));
}

function lessonOf({ environment, levels }: Title): Lesson {
  const evidence = tableOf(CLUSTERS.length, ARMS);
  tryOut(environment, () => banditOn(evidence, {}), TRAINING);
  return { clusters: CLUSTERS, evidence, levels };
}

function lostBy({ environment }: Title, belief: Belief): number {
  const { lost } = tryOut(environment, () => banditOn(tableOf(CLUSTERS.length, ARMS), belief), FIRST);
  return lost[0]?.at(-1) ?? 0;
}

/** The product's own policy, on a table that can be read afterwards. */
function banditOn(evidence: { exposures: number; clicks: number }[][], belief: Belief): Bandit {
  return {
    shares: (open) => marqueeShares(evidence, open, DEFAULT_EXPERIMENT, belief),
    learn: (batch) => addTo(evidence, batch),
  };
}
