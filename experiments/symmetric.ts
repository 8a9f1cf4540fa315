/** Eigenvalues of a symmetric matrix, and its eigenvectors, each as long as 1: `vectors[k]` belongs to `values[k]`. */
export type Eigen = { readonly values: readonly number[]; readonly vectors: readonly (readonly number[])[] };

const MAX_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, in no order.
 *
 * Source: C. G. J. Jacobi (1846), cyclic rotations as in Golub and Van Loan, "Matrix Computations", section 8.5.
 */
export function eigenOf(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  const at = (m: readonly Float64Array[], i: number, j: number) => (m[i] as Float64Array)[j] as number;
  const put = (m: readonly Float64Array[], i: number, j: number, value: number) => {
    (m[i] as Float64Array)[j] = value;
  };
  const size = Math.hypot(...a.flatMap((row) => [...row])) || 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off = Math.max(off, Math.abs(at(a, p, q)));
    if (off <= 1e-16 * size) break;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (at(a, p, q) === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * at(a, p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [x, y] = [at(a, k, p), at(a, k, q)];
          put(a, k, p, c * x - s * y);
          put(a, k, q, s * x + c * y);
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [at(a, p, k), at(a, q, k)];
          put(a, p, k, c * x - s * y);
          put(a, q, k, s * x + c * y);
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [at(v, k, p), at(v, k, q)];
          put(v, k, p, c * x - s * y);
          put(v, k, q, s * x + c * y);
        }
      }
  }
  return { values: a.map((_, i) => at(a, i, i)), vectors: a.map((_, k) => v.map((row) => row[k] as number)) };
}

/**
 * x' A+ x by the pseudo-inverse A+ of a symmetric A that is >= 0, and the rank of A.
 *
 * @param tolerance eigenvalues below this part of the largest are none
 */
export function inverseForm(
  matrix: readonly (readonly number[])[],
  x: readonly number[],
  tolerance = 1e-9,
): { readonly value: number; readonly rank: number } {
  const { values, vectors } = eigenOf(matrix);
  const least = tolerance * Math.max(0, ...values);
  let [value, rank] = [0, 0];
  for (const [k, eigenvalue] of values.entries()) {
    if (!(eigenvalue > least)) continue;
    const along = (vectors[k] as readonly number[]).reduce((sum, part, i) => sum + part * (x[i] as number), 0);
    value += (along * along) / eigenvalue;
    rank++;
  }
  return { value, rank };
}
