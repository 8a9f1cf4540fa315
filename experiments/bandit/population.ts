import { type Counts, pool } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";
import { LEVELS } from "./levels.ts";
import { type Hint, responsesIn, spreadLikelihoods } from "./posteriors.ts";
import { at, type Effects, Equations, solve } from "./ridge.ts";
import { BEFORE, meanSpread, type Spread } from "./spreads.ts";

/** One title as the population sees it. */
export type Lesson = {
  /** Names of the rows of `evidence`. */
  readonly clusters: readonly string[];
  readonly evidence: Table<Counts>;
  /** Which of `LEVELS` each arm has; absent where an arm's attributes are not known. */
  readonly levels: readonly (readonly number[] | undefined)[];
};

/** What attributes do to log-odds: to every cluster's, and what a cluster adds. In the order of `LEVELS`. */
export type Tastes = { readonly overall: Effects; readonly own: ReadonlyMap<string, Effects> };

/** What all titles teach: attributes' effects, and how far arms of one title lie apart beyond them. */
export type Teaching = { readonly tastes: Tastes | null; readonly spreads: readonly number[] };

// A title that is part of a small population would mostly hear itself.
const LEAST_TITLES = 20;
// All titles together weigh as much as this many: each title may still be another kind.
const TITLES_WORTH = 5;
// More titles than this say the same again, and cost as much: those with the most clicks are heard.
const TITLES_HEARD = 400;
const ROUNDS = 2;
const STEPS = 12;
const [FIRST_VARIANCE, LEAST_VARIANCE] = [0.01, 1e-6];

/**
 * Learns from all titles: a linear model of log-odds on the attributes' levels, by cluster.
 *
 *   log-odds of arm i in cluster c = m_c + x_i (b + d_c) + arm_i + interplay_ci
 *
 * `b` is estimated from arms as a whole, around which they vary by A; `d_c` from what a cluster adds to an arm, around
 * which it varies by G. Each attribute's effects have a variance of their own, learned by expectation maximization, so
 * that an attribute without effect is not listened to; A and G are those that attributes leave over.
 *
 * Source: Dempster, Laird and Rubin, J. R. Stat. Soc. B 39 (1977) 1; Morris, J. Am. Stat. Assoc. 78 (1983) 47.
 */
export function teach(lessons: readonly Lesson[]): Teaching {
  const known = mostClicked(lessons.filter(({ levels, evidence }) => levels.length > 1 && evidence.length > 0));
  if (known.length === 0) return { tastes: null, spreads: BEFORE };
  let tastes: Tastes | null = null;
  let spreads: readonly number[] = BEFORE;
  for (let round = 0; round < ROUNDS; round++) {
    const spread = meanSpread(spreads);
    if (known.length >= LEAST_TITLES) tastes = learnTastes(known, tastes, spread);
    spreads = learnSpreads(known, tastes);
  }
  const [total, worth] = [known.length, Math.min(known.length, TITLES_WORTH)];
  return {
    tastes,
    spreads: spreads.map((log, h) => (BEFORE[h] as number) + (worth / total) * (log - (BEFORE[h] as number))),
  };
}

function mostClicked(lessons: readonly Lesson[]): Lesson[] {
  const clicks = new Map(lessons.map((lesson) => [lesson, pool(lesson.evidence.map(pool)).clicks]));
  return [...lessons]
    .sort((one, other) => (clicks.get(other) as number) - (clicks.get(one) as number))
    .slice(0, TITLES_HEARD);
}

/** The log weights of `SPREADS` after all titles' counts, `BEFORE` included. */
function learnSpreads(lessons: readonly Lesson[], tastes: Tastes | null): number[] {
  const logs = [...BEFORE];
  for (const lesson of lessons) {
    const likelihoods = spreadLikelihoods(lesson.evidence, hintsOf(tastes, lesson.clusters, lesson.levels));
    for (const [h, log] of likelihoods.entries()) logs[h] = (logs[h] as number) + log;
  }
  return logs;
}

function learnTastes(lessons: readonly Lesson[], before: Tastes | null, spread: Spread): Tastes {
  const overall = new Equations(LEVELS.length);
  const own = new Map<string, Equations>();
  for (const lesson of lessons) gather(lesson, hintsOf(before, lesson.clusters, lesson.levels), spread, overall, own);
  const [whole] = maximize([overall]);
  const names = [...own.keys()];
  const parts = maximize([...own.values()]);
  return { overall: whole as Effects, own: new Map(names.map((name, i) => [name, parts[i] as Effects])) };
}

/** Adds one title's arms to the equations of all clusters, and what each cluster adds to them to its own. */
function gather(
  { clusters, evidence, levels }: Lesson,
  hints: Table<Hint> | undefined,
  spread: Spread,
  overall: Equations,
  own: Map<string, Equations>,
): void {
  const { arms: many, value, weight } = responsesIn(evidence, hints);
  // What was observed above the hint, and the hint: together what was observed above the cluster's mean.
  const seen = value.map((y, at) => y + (hints?.[Math.floor(at / many)]?.[at % many]?.mean ?? 0));
  const certainties = weight.map((w) => w / (1 + w * spread.interplay));
  const arms = levels.map((_, i) => {
    let [total, pull] = [0, 0];
    for (let at = i; at < seen.length; at += many) {
      total += certainties[at] as number;
      pull += (certainties[at] as number) * (seen[at] as number);
    }
    return total > 0 ? { value: pull / total, certainty: 1 / (1 / total + spread.arms) } : { value: 0, certainty: 0 };
  });
  const features = levels.map((own) => own ?? []);
  const isKnown = levels.map((own) => (own ? 1 : 0));
  overall.addGroup(
    features,
    arms.map(({ value }) => value),
    arms.map(({ certainty }, i) => certainty * (isKnown[i] as number)),
  );
  if (clusters.length < 2) return;
  for (const [c, name] of clusters.entries()) {
    const equations = own.get(name) ?? new Equations(LEVELS.length);
    own.set(name, equations);
    equations.addGroup(
      features,
      arms.map(({ value }, i) => (seen[c * many + i] as number) - value),
      arms.map((_, i) => (certainties[c * many + i] as number) * (isKnown[i] as number)),
    );
  }
}

/** Effects under variances that all equations share, one an attribute, raised to their likeliest. */
function maximize(equations: readonly Equations[]): Effects[] {
  let variances = new Float64Array(LEVELS.length).fill(FIRST_VARIANCE);
  let effects: Effects[] = [];
  for (let step = 0; step < STEPS && equations.length > 0; step++) {
    effects = equations.map((one) => solve(one, variances));
    const sums = new Map<string, { total: number; many: number }>();
    for (const { mean, covariance } of effects) {
      for (const [i, { attribute }] of LEVELS.entries()) {
        const sum = sums.get(attribute) ?? { total: 0, many: 0 };
        sum.total += (mean[i] as number) ** 2 + (covariance[at(i, i)] as number);
        sum.many++;
        sums.set(attribute, sum);
      }
    }
    variances = Float64Array.from(LEVELS, ({ attribute }) => {
      const { total, many } = sums.get(attribute) as { total: number; many: number };
      return Math.max(LEAST_VARIANCE, total / many);
    });
  }
  return effects;
}

/**
 * What attributes say of each arm in each cluster, against the mean of its rivals.
 *
 * An arm whose attributes are not known is expected at its rivals' mean. Undefined when nothing is known of anybody.
 */
export function hintsOf(
  tastes: Tastes | null,
  clusters: readonly string[],
  levels: readonly (readonly number[] | undefined)[],
): Table<Hint> | undefined {
  const known = levels.filter((own) => own !== undefined);
  if (!tastes || known.length === 0) return undefined;
  const mean = new Float64Array(LEVELS.length);
  for (const own of known) for (const level of own) mean[level] = (mean[level] as number) + 1 / known.length;
  const overall = partOf(tastes.overall, mean);
  return clusters.map((name) => {
    const own = tastes.own.get(name);
    const parts = own ? [overall, partOf(own, mean)] : [overall];
    return levels.map((levels) => {
      const hint = { mean: 0, variance: 0 };
      for (const part of levels ? parts : []) {
        hint.mean += part.meanOf(levels ?? []);
        hint.variance += part.varianceOf(levels ?? []);
      }
      return hint;
    });
  });
}

/**
 * Effects of an arm's levels x less those of the title's mean arm m: x'b - m'b, and (x - m)' S (x - m).
 *
 * It is asked for every title and cluster, so S m comes from one pass over the triangle as it lies in memory.
 */
function partOf({ mean, covariance }: Effects, m: Float64Array) {
  const across = new Float64Array(mean.length);
  let place = 0;
  let middle = 0;
  let within = 0;
  for (let i = 0; i < mean.length; i++) {
    const own = m[i] as number;
    let sum = 0;
    for (let j = 0; j < i; j++, place++) {
      const between = covariance[place] as number;
      sum += between * (m[j] as number);
      across[j] = (across[j] as number) + between * own;
    }
    across[i] = sum + (covariance[place++] as number) * own;
    middle += own * (mean[i] as number);
  }
  for (let i = 0; i < mean.length; i++) within += (m[i] as number) * (across[i] as number);
  return {
    meanOf: (levels: readonly number[]) => {
      let sum = -middle;
      for (let k = 0; k < levels.length; k++) sum += mean[levels[k] as number] as number;
      return sum;
    },
    varianceOf: (levels: readonly number[]) => {
      let sum = within;
      for (let k = 0; k < levels.length; k++) {
        const i = levels[k] as number;
        sum += (covariance[at(i, i)] as number) - 2 * (across[i] as number);
        for (let l = 0; l < k; l++) {
          const j = levels[l] as number;
          sum += 2 * (covariance[i > j ? at(i, j) : at(j, i)] as number);
        }
      }
      return Math.max(0, sum);
    },
  };
}
