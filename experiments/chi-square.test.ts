import { expect, it } from "vitest";
import { chiSquareTail } from "./chi-square.ts";
import { eigenOf, inverseForm } from "./symmetric.ts";

it("knows the chi-square tail where it has a closed form, down to 1e-200", () => {
  for (const x of [1e-9, 0.3, 2, 9, 80, 900]) {
    expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11);
    expect(chiSquareTail(x, 4) / (Math.exp(-x / 2) * (1 + x / 2))).toBeCloseTo(1, 11);
  }
  // scipy.stats.chi2.sf(3.841458820694124, 1), sf(10.827566170662733, 1)
  expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
  expect(chiSquareTail(10.827566170662733, 1) / 0.001).toBeCloseTo(1, 11);
  expect([chiSquareTail(0, 3), chiSquareTail(5, 0), chiSquareTail(Number.POSITIVE_INFINITY, 1)]).toEqual([1, 1, 0]);
  for (const wrong of [-1, Number.NaN]) expect(() => chiSquareTail(wrong, 1)).toThrow(RangeError);
  expect(() => chiSquareTail(1, -1)).toThrow(RangeError);
});

it("takes a symmetric matrix apart, and puts it together again", () => {
  const matrix = [
    [4, 1, -2],
    [1, 3, 0.5],
    [-2, 0.5, 1],
  ];
  const { values, vectors } = eigenOf(matrix);
  for (const [i, row] of matrix.entries())
    for (const [j, value] of row.entries())
      expect(values.reduce((sum, v, k) => sum + v * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0), 0)).toBeCloseTo(
        value,
        12,
      );
  expect(eigenOf([])).toEqual({ values: [], vectors: [] });
  expect(eigenOf([[7]])).toEqual({ values: [7], vectors: [[1]] });
});

it("inverts only where there is something, and says of what rank", () => {
  expect(inverseForm([[2]], [4])).toEqual({ value: 8, rank: 1 });
  expect(inverseForm([], [])).toEqual({ value: 0, rank: 0 });
  const { value, rank } = inverseForm(
    [
      [1, -1],
      [-1, 1],
    ],
    [3, -3],
  );
  expect(rank).toBe(1);
  expect(value).toBeCloseTo(9, 12);
});
