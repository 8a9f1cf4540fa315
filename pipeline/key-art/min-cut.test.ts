import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { type Grid, minCut, STEPS } from "./min-cut.ts";

const emptyPipes = (count: number) => STEPS.map(() => new Int32Array(count));

/** What a cut costs: pipes and terminals from the source's side to the sink's. */
function costOf({ width, height, terminal, pipes }: Grid, side: ArrayLike<number>): number {
  let cost = 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const t = terminal[pixel] ?? 0;
    if (t > 0 && !side[pixel]) cost += t;
    if (t < 0 && side[pixel]) cost -= t;
    STEPS.forEach(([dx, dy], d) => {
      const [x, y] = [(pixel % width) + dx, Math.floor(pixel / width) + dy];
      if (x < 0 || y < 0 || x >= width || y >= height) return;
      if (side[pixel] && !side[y * width + x]) cost += pipes[d]?.[pixel] ?? 0;
    });
  }
  return cost;
}

function randomGrid(width: number, height: number, seed: number): Grid {
  const random = randomFrom(seed);
  const count = width * height;
  const terminal = Int32Array.from({ length: count }, () => Math.floor(random() * 41) - 20);
  const pipes = STEPS.map(([dx, dy]) =>
    Int32Array.from({ length: count }, (_, pixel) => {
      const [x, y] = [(pixel % width) + dx, Math.floor(pixel / width) + dy];
      return x < 0 || y < 0 || x >= width || y >= height ? 0 : Math.floor(random() * 12);
    }),
  );
  return { width, height, terminal, pipes };
}

it("finds what trying every cut finds", () => {
  for (let seed = 0; seed < 12; seed++) {
    const [width, height] = seed % 2 ? [3, 4] : [6, 2];
    const grid = randomGrid(width, height, seed);
    let best = Number.POSITIVE_INFINITY;
    for (let bits = 0; bits < 2 ** (width * height); bits++)
      best = Math.min(
        best,
        costOf(
          grid,
          Array.from({ length: width * height }, (_, i) => (bits >> i) & 1),
        ),
      );
    expect(costOf(grid, minCut(grid)), `seed ${seed}`).toBe(best);
  }
});

it("takes grids of nothing, of one pixel and of two", () => {
  expect([...minCut({ width: 0, height: 0, terminal: new Int32Array(), pipes: emptyPipes(0) })]).toEqual([]);
  const one = (t: number) => [...minCut({ width: 1, height: 1, terminal: Int32Array.of(t), pipes: emptyPipes(1) })];
  expect([one(5), one(0), one(-5)]).toEqual([[1], [0], [0]]);
  const pipes = emptyPipes(2);
  (pipes[4] as Int32Array)[0] = 3;
  const two = (a: number, b: number) => [...minCut({ width: 2, height: 1, terminal: Int32Array.of(a, b), pipes })];
  expect(two(9, -9)).toEqual([1, 0]);
  expect(two(2, -9)).toEqual([0, 0]);
  expect(two(9, -2)).toEqual([1, 1]);
});

it("leaves the grid that it was given as it was", () => {
  const grid = randomGrid(5, 5, 1);
  const before = [Int32Array.from(grid.terminal), ...grid.pipes.map((pipe) => Int32Array.from(pipe))];
  minCut(grid);
  expect([grid.terminal, ...grid.pipes]).toEqual(before);
});
