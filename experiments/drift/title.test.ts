import { expect, it } from "vitest";
import { ClusterId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import { changesIn, current, foldDrift, type TitleDrift } from "./title.ts";

const [night, day] = ["night-owls", "early-birds"].map((id) => ClusterId.parse(id)) as [ClusterId, ClusterId];
const ids = ["a", "b"].map((letter) => CreativeId.parse(`crv_${letter.repeat(16)}`));
const cell = (clusterId: ClusterId, exposures: number[], clicks: number[]) => ({ clusterId, exposures, clicks });

const BEFORE = [cell(night, [600, 50], [30, 1]), cell(night, [200, 50], [10, 1]), cell(day, [800, 100], [40, 2])];
const AFTER = [cell(night, [600, 50], [6, 1]), cell(night, [200, 50], [2, 1]), cell(day, [800, 100], [8, 2])];

function runs(before: number, after: number): { drift: TitleDrift; cells: typeof BEFORE } {
  let drift: TitleDrift | null = null;
  for (let i = 0; i < before + after; i++) drift = foldDrift(drift, i < before ? BEFORE : AFTER, 2);
  const sum = (x: number[], y: number[]) => x.map((value, arm) => before * value + after * (y[arm] as number));
  const cells = BEFORE.map((one, i) => {
    const then = AFTER[i] as (typeof BEFORE)[0];
    return { ...one, exposures: sum(one.exposures, then.exposures), clicks: sum(one.clicks, then.clicks) };
  });
  return { drift: drift as TitleDrift, cells };
}

it("gives back the very counts while nothing changes", () => {
  const { drift, cells } = runs(20, 0);
  expect(current(drift, cells)).toEqual(cells);
  expect(changesIn(drift, ids)).toEqual([]);
  expect(current(foldDrift(null, [], 0), [])).toEqual([]);
});

it("cuts a changed arm down in all contexts of its cluster by one factor, and says which arm it is", () => {
  const { drift, cells } = runs(20, 8);
  expect(changesIn(drift, ids)).toMatchObject([
    { clusterId: night, creativeId: ids[0], direction: "fell", changed: true },
    { clusterId: day, creativeId: ids[0], direction: "fell", changed: true },
  ]);
  const kept = current(drift, cells).map(
    ({ exposures }, i) => (exposures[0] as number) / (cells[i]?.exposures[0] ?? 0),
  );
  expect(kept[0]).toBeCloseTo(kept[1] as number, 12);
  expect(kept[0]).toBeLessThan(0.5);
  for (const { exposures, clicks } of current(drift, cells)) {
    for (const [arm, value] of clicks.entries()) expect(value).toBeLessThanOrEqual(exposures[arm] as number);
  }
  // The rate that is left is the new one.
  const left = current(drift, cells)[2];
  expect((left?.clicks[0] as number) / (left?.exposures[0] as number)).toBeLessThan(0.02);
});
