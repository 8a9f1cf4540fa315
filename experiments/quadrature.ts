/** Nodes and weights of a rule on [0, 1], and what it needs to integrate up to each node. */
export type Rule = {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
  /** `running[k][m]`: the weight of the value at node m in the integral from 0 to node k. */
  readonly running: readonly (readonly number[])[];
};

/**
 * The Gauss-Legendre rule of `order` nodes (1..64), exact for polynomials up to degree 2 order - 1; running integrals
 * are exact up to degree order - 1.
 *
 * Source: Golub and Welsch's nodes, found as roots of the Legendre polynomial by Newton's method from Chebyshev's
 * guesses (Press et al., "Numerical Recipes", 3rd ed., section 4.6). The running weights integrate the Legendre series
 * of the interpolating polynomial term by term: ∫ P_j = (P_{j+1} - P_{j-1}) / (2j + 1).
 */
export function gaussLegendre(order: number): Rule {
  if (!Number.isInteger(order) || order < 1 || order > 64) {
    throw new RangeError(`order must be a whole number in 1..64, not ${order}`);
  }
  const points = Array.from({ length: order }, (_, k) => legendreRoot(order, order - 1 - k));
  const values = points.map((t) => legendre(order + 1, t));
  const weights = points.map((t, k) => {
    const before = values[k]?.[order - 1] as number;
    return (1 - t * t) / (order * before) ** 2;
  });
  const running = points.map((t, k) =>
    weights.map((weight, m) => {
      let sum = (t + 1) / 2;
      for (let j = 1; j < order; j++) {
        const rise = (values[k]?.[j + 1] as number) - (values[k]?.[j - 1] as number);
        sum += ((values[m]?.[j] as number) * rise) / 2;
      }
      return weight * sum;
    }),
  );
  return { nodes: points.map((t) => (t + 1) / 2), weights, running };
}

/** P_0(t) .. P_top(t). */
function legendre(top: number, t: number): number[] {
  const values = [1, t];
  for (let j = 1; j < top; j++) {
    values.push(((2 * j + 1) * t * (values[j] as number) - j * (values[j - 1] as number)) / (j + 1));
  }
  return values;
}

/** The k-th root of P_order, counted from +1 downwards. */
function legendreRoot(order: number, k: number): number {
  let t = Math.cos((Math.PI * (k + 0.75)) / (order + 0.5));
  for (let step = 0; step < 8; step++) {
    const values = legendre(order, t);
    const [here, before] = [values[order] as number, values[order - 1] as number];
    t -= (here * (t * t - 1)) / (order * (t * here - before));
  }
  return t;
}
