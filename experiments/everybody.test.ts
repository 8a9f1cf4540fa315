import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import { bestForEverybody } from "./everybody.ts";

const id = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const arm = (n: number, exposures: number, clicks: number) => ({ creativeId: id(n), exposures, clicks });

describe("bestForEverybody", () => {
  it("is the arm that pleases the weighted audience, not the one with the highest single rate", () => {
    const owls = [arm(0, 1_000, 200), arm(1, 1_000, 120)];
    const families = [arm(0, 1_000, 10), arm(1, 1_000, 100)];
    const even = [
      { weight: 1, arms: owls },
      { weight: 1, arms: families },
    ];
    expect(bestForEverybody(even).creativeId).toBe(id(1));
    expect(bestForEverybody(even).rate).toBeCloseTo(0.11, 2);
    expect(
      bestForEverybody([
        { weight: 9, arms: owls },
        { weight: 1, arms: families },
      ]).creativeId,
    ).toBe(id(0));
  });

  it("weighs the audience and not the exposures, which the policy chose", () => {
    const owls = [arm(0, 90_000, 18_000), arm(1, 1_000, 130)];
    const families = [arm(0, 1_000, 10), arm(1, 1_000, 100)];
    expect(
      bestForEverybody([
        { weight: 1, arms: owls },
        { weight: 1, arms: families },
      ]).creativeId,
    ).toBe(id(1));
  });

  it("takes an arm that a cluster has not seen for an average one there", () => {
    const result = bestForEverybody([
      { weight: 1, arms: [arm(0, 1_000, 50), arm(1, 1_000, 80)] },
      { weight: 1, arms: [arm(0, 1_000, 50)] },
    ]);
    expect(result.creativeId).toBe(id(1));
  });

  it("does not change with the unit of the weights or the order of the cells, and takes the first id of equals", () => {
    const cells = [
      { weight: 1, arms: [arm(1, 100, 5), arm(0, 100, 5)] },
      { weight: 3, arms: [arm(0, 50, 2)] },
    ];
    const scaled = cells.map((one) => ({ ...one, weight: one.weight * 1e6 })).reverse();
    expect(bestForEverybody(scaled).creativeId).toBe(bestForEverybody(cells).creativeId);
    expect(bestForEverybody([{ weight: 1, arms: [arm(1, 0, 0), arm(0, 0, 0)] }]).creativeId).toBe(id(0));
  });

  it("refuses an empty cell list, no arms and no audience", () => {
    expect(() => bestForEverybody([])).toThrow("at least one arm");
    expect(() => bestForEverybody([{ weight: 0, arms: [arm(0, 1, 0)] }])).toThrow("weights must");
    expect(() =>
      bestForEverybody([
        { weight: 1, arms: [arm(0, 1, 0)] },
        { weight: -1, arms: [] },
      ]),
    ).toThrow("weights must");
  });
});
