import { describe, expect, it } from "vitest";
import { type Beta, tailsAt } from "./beta.ts";
import { liveRange, panelEdges } from "./panels.ts";

const shapes: Beta[] = [
  { a: 0.05, b: 0.05 },
  { a: 1, b: 1 },
  { a: 1, b: 3_000 },
  { a: 151, b: 2_850 },
  { a: 1e7, b: 1 },
  { a: 500_001, b: 9_500_001 },
];

describe("liveRange", () => {
  it.each(shapes)("of Beta($a, $b) leaves less than 1e-15 on each side", (beta) => {
    const { low, high } = liveRange(beta);
    expect(tailsAt(beta, low).lower).toBeLessThan(1e-14);
    expect(tailsAt(beta, high).upper).toBeLessThan(1e-14);
  });

  it("mirrors when clicks and misses swap", () => {
    const here = liveRange({ a: 3, b: 200 });
    const there = liveRange({ a: 200, b: 3 });
    expect(here.low).toBeCloseTo(-there.high, 3);
    expect(here.high).toBeCloseTo(-there.low, 3);
  });
});

describe("panelEdges", () => {
  it("rise from the first live point to the last, in steps of 2 at most", () => {
    const live = shapes.map(liveRange);
    const edges = panelEdges(shapes, live);
    expect(edges[0]).toBe(Math.min(...live.map(({ low }) => low)));
    expect(edges.at(-1)).toBe(Math.max(...live.map(({ high }) => high)));
    for (const [i, edge] of edges.slice(1).entries()) {
      expect(edge).toBeGreaterThan(edges[i] ?? edge);
      expect(edge - (edges[i] ?? 0)).toBeLessThanOrEqual(2 + 1e-12);
    }
  });

  it("stay few: under a hundred for one posterior of any size", () => {
    for (const beta of shapes.slice(1)) expect(panelEdges([beta], [liveRange(beta)]).length).toBeLessThan(100);
  });
});
