import { describe, expect, it } from "vitest";
import { policyNamed, SERVED_POLICIES, type ShareRule } from "./policies.ts";

const NAMES = ["marquee", "thompson", "thompson:1,200", "eps-greedy", "eps-greedy:0.3", "uniform"];
const rule = (name: string): ShareRule => {
  const found = policyNamed(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const counts = (...clicks: number[]) => clicks.map((each) => ({ exposures: 1_000, clicks: each }));
const SETTINGS = { exploration: 0.02, leastEvidence: 100 };
const sum = (values: readonly number[] = []) => values.reduce((total, value) => total + value, 0);

describe.each(NAMES)("%s", (name) => {
  it("gives shares that sum to 1, keep the floor, and leave closed arms out", () => {
    const shares = rule(name)([counts(30, 40, 90), counts(50, 50, 50)], [true, false, true], SETTINGS);
    for (const cell of shares) {
      expect(sum(cell)).toBeCloseTo(1, 12);
      expect(cell[1]).toBe(0);
      expect(cell[0]).toBeGreaterThanOrEqual(0.01 - 1e-12);
    }
    expect(shares[0]?.[2]).toBeGreaterThanOrEqual(shares[0]?.[0] ?? 1);
  });

  it("is equal without evidence, and sure of an only arm", () => {
    expect(rule(name)([[]], [], SETTINGS)).toEqual([[]]);
    const none = [{ exposures: 0, clicks: 0 }];
    expect(rule(name)([none], [true], SETTINGS)[0]).toEqual([expect.closeTo(1, 12)]);
    const shares = rule(name)([[...none, ...none]], [true, true], SETTINGS)[0];
    expect(shares).toEqual([expect.closeTo(0.5, 12), expect.closeTo(0.5, 12)]);
  });
});

it("follows clicks where the policy learns, and not where it does not", () => {
  const best = (name: string) => rule(name)([counts(30, 90)], [true, true], SETTINGS)[0]?.[1];
  expect(best("uniform")).toBeCloseTo(0.5, 12);
  expect(best("eps-greedy:0.3")).toBeCloseTo(0.02 / 2 + 0.98 * 0.85, 12);
  expect(best("thompson")).toBeGreaterThan(0.98);
});

it("knows no other names", () => {
  expect(SERVED_POLICIES).toHaveLength(4);
  for (const none of [
    "",
    "Marquee",
    "marquee:1",
    "thompson:1",
    "thompson:0,1",
    "thompson:1,2,3",
    "eps-greedy:-0.1",
    "eps-greedy:x",
    "always:1",
    "toString",
  ])
    expect(policyNamed(none), none).toBeNull();
});
