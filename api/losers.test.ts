import { describe, expect, it } from "vitest";
import { clusterId, creativeId, titleId } from "../adapters/testing/samples.ts";
import type { Tally } from "../core/experiment.ts";
import { losersOf } from "./losers.ts";

const [CONTROL, GOOD, BAD] = ["control", "good", "bad"].map(creativeId) as [Id, Id, Id];
type Id = ReturnType<typeof creativeId>;
const ARMS = [CONTROL, GOOD, BAD];

const tally = (cluster: string, of: Id, exposures: number, clicks: number): Tally => ({
  titleId: titleId("the-sea"),
  clusterId: clusterId(cluster),
  creativeId: of,
  exposures,
  clicks,
});
const cell = (cluster: string, clicks: readonly [number, number, number], exposures = 2_000) =>
  ARMS.map((id, arm) => tally(cluster, id, exposures, clicks[arm] ?? 0));

describe("losersOf", () => {
  it("names nobody before the first exposure, nor without arms", () => {
    expect(losersOf(ARMS, CONTROL, [])).toEqual(new Set());
    expect(losersOf(ARMS, CONTROL, cell("owls", [0, 0, 0], 0))).toEqual(new Set());
    expect(losersOf([], null, cell("owls", [20, 200, 20]))).toEqual(new Set());
    expect(losersOf([GOOD], null, cell("owls", [20, 200, 20]))).toEqual(new Set());
  });

  it("names the arm that is ruled out everywhere, and never the control", () => {
    expect(losersOf(ARMS, CONTROL, cell("owls", [20, 200, 20]))).toEqual(new Set([BAD]));
    expect(losersOf(ARMS, null, cell("owls", [20, 200, 20]))).toEqual(new Set([CONTROL, BAD]));
  });

  it("keeps an arm that may be best in one cluster", () => {
    const counts = [...cell("owls", [20, 200, 20]), ...cell("larks", [20, 20, 200])];
    expect(losersOf(ARMS, CONTROL, counts)).toEqual(new Set());
    expect(losersOf(ARMS, CONTROL, [...cell("owls", [20, 200, 20]), ...cell("larks", [20, 200, 20])])).toEqual(
      new Set([BAD]),
    );
  });

  it("keeps an arm that little is known of", () => {
    expect(losersOf(ARMS, CONTROL, cell("owls", [1, 3, 1], 40))).toEqual(new Set());
    expect(losersOf(ARMS, CONTROL, [tally("owls", CONTROL, 2_000, 20), tally("owls", GOOD, 2_000, 200)])).toEqual(
      new Set(),
    );
  });
});
