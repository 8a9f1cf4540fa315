/**
 * Normal equations of a regression, summed as observations come: `products` is the lower triangle of X'VX, row by row,
 * and `pulls` is X'Vy.
 */
export class Equations {
  readonly products: Float64Array;
  readonly pulls: Float64Array;
  readonly size: number;

  constructor(size: number) {
    this.size = size;
    this.products = new Float64Array((size * (size + 1)) / 2);
    this.pulls = new Float64Array(size);
  }

  /**
   * Adds one group of observations that share an unknown level, which is left free.
   *
   * @param features which features each observation has, each of worth 1
   * @param values what was observed, with `certainties`, the inverse variances, >= 0
   */
  addGroup(features: readonly (readonly number[])[], values: ArrayLike<number>, certainties: ArrayLike<number>): void {
    const sums = new Float64Array(this.size);
    const touched = new Set<number>();
    let [total, pull] = [0, 0];
    for (const [i, own] of features.entries()) {
      const [value, certainty] = [values[i] as number, certainties[i] as number];
      if (!(certainty > 0)) continue;
      total += certainty;
      pull += certainty * value;
      for (const row of own) {
        touched.add(row);
        sums[row] = (sums[row] as number) + certainty;
        this.pulls[row] = (this.pulls[row] as number) + certainty * value;
        for (const column of own) if (column <= row) this.add(row, column, certainty);
      }
    }
    if (!(total > 0)) return;
    for (const row of touched) {
      const share = (sums[row] as number) / total;
      this.pulls[row] = (this.pulls[row] as number) - share * pull;
      for (const column of touched) if (column <= row) this.add(row, column, -share * (sums[column] as number));
    }
  }

  private add(row: number, column: number, value: number): void {
    const at = (row * (row + 1)) / 2 + column;
    this.products[at] = (this.products[at] as number) + value;
  }
}

/** A normal belief about all features: their means, and the lower triangle of their covariance. */
export type Effects = { readonly mean: ArrayLike<number>; readonly covariance: ArrayLike<number> };

/**
 * The posterior of a linear model whose features are N(0, variances) before: (X'VX + D)^-1 by Cholesky.
 *
 * @param variances of the prior, > 0
 */
export function solve({ products, pulls, size }: Equations, variances: ArrayLike<number>): Effects {
  const root = new Float64Array(products);
  for (let i = 0; i < size; i++) root[at(i, i)] = (root[at(i, i)] as number) + 1 / (variances[i] as number);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = root[at(i, j)] as number;
      for (let k = 0; k < j; k++) sum -= (root[at(i, k)] as number) * (root[at(j, k)] as number);
      root[at(i, j)] = i === j ? Math.sqrt(sum) : sum / (root[at(j, j)] as number);
    }
  }
  const inverse = invert(root, size);
  const covariance = new Float64Array(products.length);
  const mean = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += (inverse[at(k, i)] as number) * (inverse[at(k, j)] as number);
      covariance[at(i, j)] = sum;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      mean[i] = (mean[i] as number) + (covariance[at(Math.max(i, j), Math.min(i, j))] as number) * (pulls[j] as number);
    }
  }
  return { mean, covariance };
}

/** The inverse of a lower triangle. */
function invert(root: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(root.length);
  for (let j = 0; j < size; j++) {
    inverse[at(j, j)] = 1 / (root[at(j, j)] as number);
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= (root[at(i, k)] as number) * (inverse[at(k, j)] as number);
      inverse[at(i, j)] = sum / (root[at(i, i)] as number);
    }
  }
  return inverse;
}

/** Where row and column, column <= row, stand in a lower triangle. */
export const at = (row: number, column: number): number => (row * (row + 1)) / 2 + column;
