/**
 * A box blur of `2 * radius + 1` cells, across and then down, in place; what lies outside repeats the edge.
 * Three passes come close to a Gaussian.
 */
export function blur(share: Float32Array, columns: number, rows: number, radius: number): void {
  const values = new Float32Array(Math.max(columns, rows));
  const line = (start: number, step: number, length: number) => {
    for (let i = 0; i < length; i++) values[i] = share[start + i * step] ?? 0;
    const read = (i: number) => values[Math.min(length - 1, Math.max(0, i))] ?? 0;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += read(i);
    for (let i = 0; i < length; i++) {
      share[start + i * step] = sum / (2 * radius + 1);
      sum += read(i + radius + 1) - read(i - radius);
    }
  };
  for (let row = 0; row < rows; row++) line(row * columns, 1, columns);
  for (let column = 0; column < columns; column++) line(column, columns, rows);
}
