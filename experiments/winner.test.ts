import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import exact from "./fixtures/exact-beta-binomial.json" with { type: "json" };
import { type ArmCounts, judge, probabilityNeeded, WINNER_RULE } from "./winner.ts";

const id = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const cell = (...counts: [exposures: number, clicks: number][]): ArmCounts[] =>
  counts.map(([exposures, clicks], n) => ({ creativeId: id(n), exposures, clicks }));
const missing = (arms: ArmCounts[], rule = WINNER_RULE): readonly string[] => {
  const verdict = judge(arms, rule);
  return verdict.kind === "winner" ? [] : verdict.missing;
};

describe("judge", () => {
  it("declares a clear winner, with the evidence", () => {
    const verdict = judge(cell([2_000, 100], [2_000, 200], [2_000, 90]));
    expect(verdict).toMatchObject({ kind: "winner", leader: id(1), evidence: { exposures: 2_000, clicks: 200 } });
    expect(verdict.evidence.probabilityBest).toBeGreaterThan(0.999);
    expect(verdict.evidence.relativeLoss).toBeLessThan(1e-4);
    expect(verdict.evidence.interval.low).toBeLessThan(verdict.evidence.rate);
    expect(verdict.evidence.interval.high).toBeGreaterThan(verdict.evidence.rate);
  });

  it("always names a leader, the first id before anything is known", () => {
    expect(judge(cell([0, 0], [0, 0]))).toMatchObject({ kind: "undecided", leader: id(0) });
    expect(judge([...cell([0, 0], [0, 0])].reverse()).leader).toBe(id(0));
    expect(judge(cell([100, 3], [100, 4])).leader).toBe(id(1));
  });

  it("needs rivals: one arm alone wins nothing", () => {
    expect(missing(cell([10_000, 900]))).toEqual(["rivals"]);
    expect(() => judge([])).toThrow("at least one arm");
  });

  it("needs every condition of the rule, and says which is missing", () => {
    const clear = cell([2_000, 100], [2_000, 200]);
    expect(missing(clear)).toEqual([]);
    expect(missing(clear, { ...WINNER_RULE, exposures: 2_001 })).toEqual(["exposures"]);
    const close = cell([10_000, 500], [10_000, 505], [10_000, 100], [10_000, 100]);
    expect(missing(close, { probabilityBest: 0.99, relativeLoss: 1, exposures: 1 })).toEqual(["probability"]);
    expect(missing(close, { probabilityBest: 0.5, relativeLoss: 1e-4, exposures: 1 })).toEqual(["loss"]);
    expect(missing(cell([10, 0], [10, 1]))).toEqual(["exposures", "probability", "loss"]);
  });

  it("asks more of a leader with few rivals", () => {
    expect([2, 3, 4, 17].map((arms) => Number(probabilityNeeded(WINNER_RULE, arms).toFixed(3)))).toEqual([
      0.998, 0.985, 0.95, 0.95,
    ]);
    const [two, four] = [cell([2_000, 100], [2_000, 138]), cell([2_000, 100], [2_000, 138], [2_000, 60], [2_000, 60])];
    expect(missing(two)).toEqual(["probability"]);
    expect(missing(four)).toEqual([]);
  });

  it("does not depend on the order of the arms", () => {
    const arms = cell([2_000, 100], [1_000, 70], [500, 20]);
    const [here, there] = [judge(arms), judge([...arms].reverse())];
    expect(here.leader).toBe(there.leader);
    expect(here.evidence.probabilityBest).toBeCloseTo(there.evidence.probabilityBest, 12);
  });

  it.each(exact.many)(
    "leads with the arm of least expected loss among $clicks clicks",
    ({ exposures, clicks, exact }) => {
      const arms = exposures.map((n, i) => ({ creativeId: id(i), exposures: n, clicks: clicks[i] ?? 0 }));
      const losses = exact[1]?.expectedLoss ?? [];
      expect(judge(arms).leader).toBe(id(losses.indexOf(Math.min(...losses))));
    },
  );

  it.each([
    [{ probabilityBest: 1.1 }, "probabilityBest"],
    [{ relativeLoss: 0 }, "relativeLoss"],
    [{ exposures: -1 }, "exposures"],
  ])("refuses the rule %o", (wrong, culprit) => {
    expect(() => judge(cell([1, 0]), { ...WINNER_RULE, ...wrong })).toThrow(culprit);
  });
});
