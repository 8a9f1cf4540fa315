import { describe, expect, it } from "vitest";
import type { Sibling } from "../core/fingerprint.ts";
import { LEAST_VARIETY, superfluousIn, varietyOf } from "./variety.ts";

/** A creative whose descriptor has two numbers, 0..255. */
const at = (name: string, x: number, y = 0, shape = "wide"): Sibling => ({
  creativeId: name,
  fingerprints: { [shape]: { hash: "0".repeat(16), descriptor: Buffer.from([x, y]).toString("base64") } },
});
const far = (count: number) =>
  Array.from({ length: count }, (_, i) => at(`far${i}`, (i % 4) * 80, Math.floor(i / 4) * 80));
const same = (count: number) => Array.from({ length: count }, (_, i) => at(`same${i}`, 255, 255));

describe("variety", () => {
  it("is one picture for copies of one, and as many as there are for pictures far apart", () => {
    expect(varietyOf(same(7))).toEqual({ creatives: 7, effective: 1, share: 1 / 7, holds: false });
    expect(varietyOf(far(8)).effective).toBeCloseTo(8, 2);
    expect(varietyOf(far(8)).holds).toBe(true);
    expect(varietyOf([...far(4), ...far(4)]).effective).toBeCloseTo(4, 2);
  });

  it("holds for none and for one, and is exact for two", () => {
    expect(varietyOf([])).toEqual({ creatives: 0, effective: 0, share: 1, holds: true });
    expect(varietyOf(far(1))).toEqual({ creatives: 1, effective: 1, share: 1, holds: true });
    // 4 / (2 + 2 exp(-d^2 / w^2)) at d = 25.5 / 255 = w.
    expect(varietyOf([at("a", 0), at("b", 25.5 * 2)]).effective).toBeCloseTo(4 / (2 + 2 * Math.exp(-4)), 2);
  });

  it("lies between 1 and the number, whatever the order, and a copy never adds a picture", () => {
    const set = [at("a", 0), at("b", 10), at("c", 40), at("d", 90), at("e", 91)];
    const { effective } = varietyOf(set);
    expect(effective).toBeGreaterThan(1);
    expect(effective).toBeLessThan(5);
    expect(varietyOf(set.toReversed()).effective).toBeCloseTo(effective, 12);
    expect(varietyOf([...set, at("f", 0)]).effective).toBeLessThan(effective + 0.2);
  });

  it("compares only shapes that both have", () => {
    expect(varietyOf([at("a", 0), at("b", 0, 0, "tall")]).effective).toBe(2);
  });
});

describe("what is made anew", () => {
  it("is nothing of a varied set", () => {
    expect(superfluousIn(far(8), () => true)).toEqual([]);
    expect(superfluousIn([], () => true)).toEqual([]);
  });

  it("is copies, one fewer than there are, and only as many as it takes", () => {
    const set = [...far(4), ...same(4)];
    const gone = superfluousIn(set, () => true);
    expect(gone.every((name) => name.startsWith("same"))).toBe(true);
    const left = set.filter(({ creativeId }) => !gone.includes(creativeId));
    expect(varietyOf(left).share).toBeGreaterThanOrEqual(LEAST_VARIETY);
    const oneBack = set.filter(({ creativeId }) => !gone.slice(0, -1).includes(creativeId));
    expect(varietyOf(oneBack).share).toBeLessThan(LEAST_VARIETY);
  });

  it("is never what may not go, nor what is like nothing", () => {
    const set = [...far(4), ...same(6)];
    expect(superfluousIn(set, () => false)).toEqual([]);
    expect(superfluousIn(set, (name) => name === "same0" || name === "far0")).toEqual(["same0"]);
  });
});
