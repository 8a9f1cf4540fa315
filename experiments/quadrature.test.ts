import { describe, expect, it } from "vitest";
import { gaussLegendre } from "./quadrature.ts";

const orders = [1, 2, 3, 12, 40];

describe("gaussLegendre", () => {
  it.each(orders)("%i nodes integrate every power up to 2n - 1 exactly", (order) => {
    const { nodes, weights } = gaussLegendre(order);
    for (let power = 0; power <= 2 * order - 1; power++) {
      const sum = nodes.reduce((total, x, k) => total + (weights[k] ?? 0) * x ** power, 0);
      expect(sum).toBeCloseTo(1 / (power + 1), 13);
    }
  });

  it.each(orders)("%i nodes integrate every power up to n - 1 from 0 to each node", (order) => {
    const { nodes, running } = gaussLegendre(order);
    for (const [k, end] of nodes.entries()) {
      for (let power = 0; power <= order - 1; power++) {
        const sum = nodes.reduce((total, x, m) => total + (running[k]?.[m] ?? 0) * x ** power, 0);
        expect(sum).toBeCloseTo(end ** (power + 1) / (power + 1), 13);
      }
    }
  });

  it.each(orders)("%i nodes rise and mirror about one half", (order) => {
    const { nodes, weights } = gaussLegendre(order);
    expect(nodes).toEqual([...nodes].sort((one, other) => one - other));
    for (const [k, x] of nodes.entries()) {
      expect(x + (nodes[order - 1 - k] ?? 0)).toBeCloseTo(1, 14);
      expect(weights[k]).toBeCloseTo(weights[order - 1 - k] ?? 0, 14);
    }
  });

  it.each([0, 65, 1.5])("refuses order %d", (order) => expect(() => gaussLegendre(order)).toThrow("order must"));
});
