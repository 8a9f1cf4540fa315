/** One line of a weighted regression: which columns it has, what was seen, and what it counts. */
export type Line = {
  readonly block: string;
  readonly columns: readonly number[];
  readonly value: number;
  readonly weight: number;
};

/** Weighted least squares as sums: they add up over titles, and a title can be taken out again. */
export type Equations = { readonly width: number; readonly matrix: Float64Array; readonly right: Float64Array };

/**
 * The normal equations of lines within their blocks: every column and the outcome less their weighted mean over the
 * block, so that whatever is common to a title and cluster is in no effect.
 */
export function equationsOf(lines: readonly Line[], width: number): Equations {
  const matrix = new Float64Array(width * width);
  const right = new Float64Array(width);
  const sums = new Float64Array(width);
  for (const block of Map.groupBy(lines, (line) => line.block).values()) {
    let [total, mean] = [0, 0];
    for (const { value, weight } of block) {
      total += weight;
      mean += value * weight;
    }
    mean /= total;
    const touched = new Set<number>();
    for (const { columns, value, weight } of block) {
      for (const one of columns) {
        touched.add(one);
        add(sums, one, weight);
        add(right, one, weight * (value - mean));
        for (const other of columns) add(matrix, one * width + other, weight);
      }
    }
    const list = [...touched];
    for (const one of list) {
      const part = (sums[one] as number) / total;
      for (const other of list) add(matrix, one * width + other, -part * (sums[other] as number));
    }
    for (const one of list) sums[one] = 0;
  }
  return { width, matrix, right };
}

/** `sign` 1 adds, -1 takes out again. */
export function combine(to: Equations, other: Equations, sign: 1 | -1): void {
  for (const [at, value] of other.matrix.entries()) add(to.matrix, at, sign * value);
  for (const [at, value] of other.right.entries()) add(to.right, at, sign * value);
}

/**
 * Solves them by Cholesky's factors. A column that nothing tells from the others gets 0: a grain of its own size is
 * added to the diagonal.
 */
export function solve({ width, matrix, right }: Equations): Float64Array {
  const factor = Float64Array.from(matrix);
  const solution = Float64Array.from(right);
  const at = (row: number, column: number) => factor[row * width + column] as number;
  let largest = 0;
  for (let row = 0; row < width; row++) largest = Math.max(largest, at(row, row));
  for (let row = 0; row < width; row++) add(factor, row * width + row, 1e-9 * largest + 1e-300);
  for (let column = 0; column < width; column++) {
    for (let row = column; row < width; row++) {
      let value = at(row, column);
      for (let k = 0; k < column; k++) value -= at(row, k) * at(column, k);
      factor[row * width + column] =
        row === column ? Math.sqrt(Math.max(value, 1e-12 * largest + 1e-300)) : value / at(column, column);
    }
  }
  for (let row = 0; row < width; row++) {
    let value = solution[row] as number;
    for (let k = 0; k < row; k++) value -= at(row, k) * (solution[k] as number);
    solution[row] = value / at(row, row);
  }
  for (let row = width - 1; row >= 0; row--) {
    let value = solution[row] as number;
    for (let k = row + 1; k < width; k++) value -= at(k, row) * (solution[k] as number);
    solution[row] = value / at(row, row);
  }
  return solution;
}

const add = (values: Float64Array, at: number, value: number): void => {
  values[at] = (values[at] as number) + value;
};
