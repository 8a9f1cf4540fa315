import { logGamma } from "../../beta.ts";
import { equationsOf, type Line, solve } from "./normal-equations.ts";
import type { Design, Row } from "./rows.ts";

const ROUNDS = 20;
const TOLERANCE = 1e-6;
/** Enough to tell spreads apart: each goes on from where the one before came to. */
const ROUNDS_A_SPREAD = 3;
/** What artworks of one title may differ by beyond their attributes, as variances of the logarithm of the click rate. */
const SPREADS = [0, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32];

export type Fit = {
  /** Logarithms of what each column multiplies a click rate by. */
  readonly effects: Float64Array;
  /** The last regression, from which a part can be left out; in the order of the rows. */
  readonly lines: readonly Line[];
  readonly spread: number;
};

/**
 * Negative binomial regression: an artwork's clicks are Poisson about its exposures times its block's rate, times what
 * its levels multiply that by, times something of its own, of mean 1 and variance `spread`. That last part is what keeps
 * an artwork that was shown a million times from being all that is known of its palette.
 *
 * By iteratively reweighted least squares, blocks concentrated out. The spread is the one of greatest likelihood.
 *
 * Source: J. M. Hilbe, Negative Binomial Regression, 2nd ed. (2011), section 8.3.
 */
export function fitOf(design: Design): Fit {
  let state: State = { effects: new Float64Array(design.columns.length), blocks: blockRates(design.rows) };
  let [best, likelihood] = [0, Number.NEGATIVE_INFINITY];
  for (const spread of SPREADS) {
    for (let round = 0; round < ROUNDS_A_SPREAD; round++) state = step(design, state, spread);
    const found = likelihoodOf(design, state, spread);
    if (found < likelihood) break;
    [best, likelihood] = [spread, found];
  }
  for (let round = 0; round < ROUNDS; round++) {
    const next = step(design, state, best);
    const moved = next.effects.some((value, at) => Math.abs(value - (state.effects[at] as number)) > TOLERANCE);
    state = next;
    if (!moved) break;
  }
  return { effects: state.effects, lines: linesOf(design, state, best), spread: best };
}

type State = { readonly effects: Float64Array; readonly blocks: ReadonlyMap<string, number> };

/** One step of iteratively reweighted least squares; the blocks' rates follow from the effects. */
function step(design: Design, state: State, spread: number): State {
  const lines = linesOf(design, state, spread);
  const effects = solve(equationsOf(lines, design.columns.length));
  const sums = new Map<string, { sum: number; total: number }>();
  for (const line of lines) {
    const own = sums.get(line.block) ?? { sum: 0, total: 0 };
    own.sum += line.weight * (line.value - linear(line, effects));
    own.total += line.weight;
    sums.set(line.block, own);
  }
  return { effects, blocks: new Map([...sums].map(([block, { sum, total }]) => [block, sum / total])) };
}

const linesOf = ({ rows }: Design, { effects, blocks }: State, spread: number): Line[] =>
  rows.map((row) => lineOf(row, linear(row, effects) + (blocks.get(row.block) ?? 0), spread));

const likelihoodOf = ({ rows }: Design, { effects, blocks }: State, spread: number): number =>
  rows.reduce((sum, row) => {
    const mean = row.exposures * Math.exp(linear(row, effects) + (blocks.get(row.block) ?? 0));
    return sum + logLikelihood(row.clicks, mean, spread);
  }, 0);

/** Logarithms of the blocks' own rates. */
function blockRates(rows: readonly Row[]): Map<string, number> {
  return new Map(
    [...Map.groupBy(rows, ({ block }) => block)].map(([block, own]) => {
      const clicks = own.reduce((sum, row) => sum + row.clicks, 0);
      return [block, Math.log(clicks / own.reduce((sum, row) => sum + row.exposures, 0))];
    }),
  );
}

function lineOf({ block, columns, clicks, exposures }: Row, logRate: number, spread: number): Line {
  const mean = exposures * Math.exp(logRate);
  return { block, columns, value: logRate + (clicks - mean) / mean, weight: mean / (1 + spread * mean) };
}

const linear = ({ columns }: Pick<Row, "columns">, effects: Float64Array): number =>
  columns.reduce((sum, column) => sum + (effects[column] as number), 0);

/** Of so many clicks where `mean` are expected, less what no parameter changes. */
function logLikelihood(clicks: number, mean: number, spread: number): number {
  if (spread === 0) return clicks * Math.log(mean) - mean;
  const shape = 1 / spread;
  return (
    logGamma(clicks + shape) -
    logGamma(shape) +
    clicks * Math.log((spread * mean) / (1 + spread * mean)) -
    shape * Math.log1p(spread * mean)
  );
}
