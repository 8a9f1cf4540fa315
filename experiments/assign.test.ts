import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import type { ArmShare } from "../core/experiment.ts";
import { chooseArm, uniformOf } from "./assign.ts";

const id = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const shares = (...probabilities: number[]): ArmShare[] =>
  probabilities.map((probability, n) => ({ creativeId: id(n), probability }));

describe("chooseArm", () => {
  it.each([
    [0, 0],
    [0.2499, 0],
    [0.25, 1],
    [0.7499, 1],
    [0.75, 2],
    [0.9999999999999999, 2],
  ])("at %d takes arm %i and says with what probability", (unit, arm) => {
    const arms = shares(0.25, 0.5, 0.25);
    expect(chooseArm(arms, unit)).toEqual({ creativeId: id(arm), propensity: arms[arm]?.probability });
  });

  it("never falls off the end where shares sum to a little under 1, nor takes an arm without a share", () => {
    const tenth = shares(...Array.from({ length: 10 }, () => 0.1), 0);
    expect(chooseArm(tenth, 1 - 2 ** -53).creativeId).toBe(id(9));
    expect(chooseArm(shares(0, 1), 0).creativeId).toBe(id(1));
  });

  it("gives each arm its share of ten thousand users", () => {
    const arms = shares(0.05, 0.15, 0.8);
    const seen = [0, 0, 0];
    for (let user = 0; user < 10_000; user++) {
      const { creativeId } = chooseArm(arms, uniformOf("salt", `user-${user}`, "metropolis", 3));
      const arm = arms.findIndex((share) => share.creativeId === creativeId);
      seen[arm] = (seen[arm] ?? 0) + 1;
    }
    // Five standard deviations.
    for (const [i, { probability }] of arms.entries()) {
      expect(Math.abs((seen[i] ?? 0) - 1e4 * probability)).toBeLessThan(
        5 * Math.sqrt(1e4 * probability * (1 - probability)),
      );
    }
  });

  it.each([-0.1, 1, Number.NaN])("refuses %d", (unit) => expect(() => chooseArm(shares(1), unit)).toThrow("unit must"));
  it("refuses a policy without an arm", () => expect(() => chooseArm([], 0)).toThrow("no arm"));
});

describe("uniformOf", () => {
  it("is the same for the same parts, and in 0..1", () => {
    expect(uniformOf("salt", "ann", "metropolis", 4)).toBe(uniformOf("salt", "ann", "metropolis", 4));
    for (let i = 0; i < 1_000; i++) {
      expect(uniformOf(i)).toBeGreaterThanOrEqual(0);
      expect(uniformOf(i)).toBeLessThan(1);
    }
  });

  it("keeps its parts apart", () => {
    const values = [
      uniformOf("ab", "c"),
      uniformOf("a", "bc"),
      uniformOf("abc"),
      uniformOf("a", "b", "c"),
      uniformOf("1"),
      uniformOf(1),
    ];
    expect(new Set(values).size).toBe(values.length);
  });

  it("fills every hundredth evenly and is unrelated from one part to the next", () => {
    const bins = new Array<number>(100).fill(0);
    let product = 0;
    for (let i = 0; i < 50_000; i++) {
      const here = uniformOf("salt", i);
      bins[Math.floor(here * 100)] = (bins[Math.floor(here * 100)] ?? 0) + 1;
      product += (here - 0.5) * (uniformOf("salt", i + 1) - 0.5) * 12;
    }
    const chiSquare = bins.reduce((sum, seen) => sum + (seen - 500) ** 2 / 500, 0);
    // 99 degrees of freedom: 99.99 % lie in 52..158.
    expect(chiSquare).toBeGreaterThan(52);
    expect(chiSquare).toBeLessThan(158);
    expect(Math.abs(product / 50_000)).toBeLessThan(4 / Math.sqrt(50_000));
  });
});
