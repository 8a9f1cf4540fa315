import { cellRates, combined, emptyGrid, type Grid, type Shape, sumOf } from "./grid.ts";
import type { Stretch } from "./windows.ts";

/** A moment from which something seems to be different. */
export type Suspicion = {
  /** The stretches from this index on are the new time. */
  readonly from: number;
  /** `fell`: what led each cluster; `rose`: one arm, in all clusters. */
  readonly direction: "fell" | "rose";
  /** Cells thought to have changed. */
  readonly cells: readonly number[];
  /** Log likelihood ratio above the bar. */
  readonly evidence: number;
};

// A change of about a third, as log rate ratio, with a standard deviation of about as much.
const [SHIFT, SHIFT_VARIANCE] = [0.4, 0.1];
// The bar: log of how unlikely a change is beforehand, times the number of times that it is looked for.
const [FELL_BAR, ROSE_BAR] = [3, 4.5];
// Arms wander by a few percent without anything to notice.
const WOBBLE = 0.0009;
const [WORTH, LEAST_PAST_CLICKS, LEAST_EXPECTED, LEAST_EXPECTED_OF_ARM] = [20, 40, 5, 2];

/** Clicks counted and expected of a group of cells, and the variance of what is expected. */
type Tally = { counted: number; expected: number; variance: number };

/**
 * Looks for the moment from which either what led each cluster earns less, or one arm earns more, in all clusters
 * together, against all other cells of the same time.
 *
 * A common factor of all cells (a season) has the variance `level`. With y the log of counted over expected clicks of
 * the suspected cells and o that of the others, both hypotheses are bivariate normals with common variance `level`;
 * under a change y has the mean -+SHIFT and SHIFT_VARIANCE more. A change in one cluster is seldom visible; pooled over clusters
 * a swap is, within some hundred clicks.
 *
 * Sources: generalized likelihood ratio over the moment of change, G. Lorden, Ann. Math. Stat. 42 (1971) 1897.
 */
export function suspicionIn(all: Grid, recent: readonly Stretch[], level: number, shape: Shape): Suspicion | undefined {
  let found: Suspicion | undefined;
  let window = emptyGrid(shape);
  for (let from = recent.length - 1; from >= 0; from--) {
    window = combined(window, (recent[from] as Stretch).grid);
    const past = combined(all, window, -1);
    if (sumOf(past.clicks) < LEAST_PAST_CLICKS) break;
    for (const suspicion of suspicionsAt(past, window, level, shape)) {
      if (suspicion.evidence > (found?.evidence ?? 0)) found = { ...suspicion, from };
    }
  }
  return found;
}

function suspicionsAt(past: Grid, window: Grid, level: number, shape: Shape): Omit<Suspicion, "from">[] {
  const rates = cellRates(past, shape, WORTH);
  const tally = (cells: Iterable<number>): Tally => {
    const sum = { counted: 0, expected: 0, variance: 0 };
    for (const i of cells) {
      const expected = (window.exposures[i] as number) * (rates[i] as number);
      sum.counted += window.clicks[i] as number;
      sum.expected += expected;
      sum.variance += expected ** 2 / ((past.clicks[i] as number) + WORTH);
    }
    return sum;
  };
  const whole = tally(rates.keys());
  const suspicions: Omit<Suspicion, "from">[] = [];
  const leaders = Array.from({ length: shape.clusters }, (_, cluster) => leaderOf(past, cluster, shape));
  const led = tally(leaders);
  if (led.expected >= LEAST_EXPECTED && led.counted < led.expected) {
    const evidence = likelihoodRatio(led, without(whole, led), level, -SHIFT) - FELL_BAR;
    suspicions.push({ direction: "fell", cells: leaders, evidence });
  }
  for (let arm = 0; arm < shape.arms; arm++) {
    const cells = Array.from({ length: shape.clusters }, (_, cluster) => cluster * shape.arms + arm);
    const own = tally(cells);
    if (own.expected < LEAST_EXPECTED_OF_ARM || own.counted <= own.expected) continue;
    const evidence = likelihoodRatio(own, without(whole, own), level, SHIFT) - ROSE_BAR;
    suspicions.push({ direction: "rose", cells, evidence });
  }
  return suspicions;
}

/** The cell of a cluster that was shown most. */
function leaderOf({ exposures }: Grid, cluster: number, { arms }: Shape): number {
  let best = cluster * arms;
  for (let i = best; i < (cluster + 1) * arms; i++) {
    if ((exposures[i] as number) > (exposures[best] as number)) best = i;
  }
  return best;
}

const without = (whole: Tally, part: Tally): Tally => ({
  counted: whole.counted - part.counted,
  expected: whole.expected - part.expected,
  variance: whole.variance - part.variance,
});

/** Log of how much likelier the suspected clicks are when the suspected cells shifted by `shift`. */
function likelihoodRatio(suspected: Tally, others: Tally, level: number, shift: number): number {
  const ratio = ({ counted, expected }: Tally) => Math.log((counted + 2) / (expected + 2));
  const variance = ({ expected, variance }: Tally, factor = 1) =>
    1 / (expected * factor + 2) + variance / (expected + 2) ** 2 + level + WOBBLE;
  const [y, o] = [ratio(suspected), ratio(others)];
  const ofOthers = variance(others);
  const changed = variance(suspected, Math.exp(shift)) + SHIFT_VARIANCE;
  return logDensity(y - shift, o, changed, ofOthers, level) - logDensity(y, o, variance(suspected), ofOthers, level);
}

/** Log density of a bivariate normal with mean 0, up to a constant. */
function logDensity(x: number, y: number, varX: number, varY: number, covariance: number): number {
  const determinant = varX * varY - covariance ** 2;
  return -0.5 * (Math.log(determinant) + (varY * x ** 2 - 2 * covariance * x * y + varX * y ** 2) / determinant);
}
