import { expect, it } from "vitest";
import { LEAST_OF_EVEN, leaningOf } from "./effect.ts";

const good = (level: string) => ({ level, low: 0.02, high: 0.2 });
const bad = (level: string) => ({ level, low: -0.3, high: -0.1 });
const open = (level: string) => ({ level, low: -0.1, high: 0.1 });

it("is even without anything proven, and where all is proven alike", () => {
  expect(leaningOf(["a", "b", "c", "d"], [])).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(leaningOf(["a", "b"], [open("a"), good("z")])).toEqual([0.5, 0.5]);
  expect(leaningOf(["a", "b"], [good("a"), good("b")])).toEqual([0.5, 0.5]);
  expect(leaningOf(["a"], [good("a")])).toEqual([1]);
});

it("leans to what is proven good and from what is proven bad, never below half of even", () => {
  const levels = ["a", "b", "c", "d", "e", "f", "g", "h"];
  for (const effects of [[good("a")], [bad("a")], [good("a"), bad("b")], levels.slice(1).map(good)]) {
    const shares = leaningOf(levels, effects);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(LEAST_OF_EVEN / levels.length);
    for (const { level, low } of effects) {
      const unknown = levels.find((one) => !effects.some((effect) => effect.level === one)) ?? "a";
      const [own, other] = [shares[levels.indexOf(level)] as number, shares[levels.indexOf(unknown)] as number];
      if (low > 0) expect(own).toBeGreaterThan(1.5 * other);
      else expect(own).toBeLessThan(other);
    }
  }
});
