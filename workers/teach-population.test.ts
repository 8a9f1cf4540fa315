import { expect, it } from "vitest";
import { brief, titleId } from "../adapters/testing/samples.ts";
import type { LearnerContests } from "../core/ports.ts";
import { DEFAULT_DECIDING } from "../core/workspace.ts";
import { foldKept, freshKept } from "./kept-title.ts";
import { taughtAnew } from "./teach-population.ts";
import { CONTROL, cell, experiment, GOOD, OWLS } from "./testing/learning.ts";

const { attributes } = brief("a");
const arms = [CONTROL, GOOD].map((id) => ({ id, attributes, live: true }));
const contests = (titles: number): LearnerContests => ({
  deciding: DEFAULT_DECIDING,
  clusters: [OWLS],
  titles: Array.from({ length: titles }, (_, i) => ({ experiment: experiment({ titleId: titleId(`t-${i}`) }), arms })),
});
const keptOf = (exposures: number) => {
  const slice = [cell(CONTROL, exposures / 2, 1), cell(GOOD, exposures / 2, 2)];
  return foldKept(freshKept({ kind: "click", withinS: 1 }), slice, "2026-01-01T00:00:00.000Z");
};

it("learns the population at first, when counts have grown by a fifth, and when it is due", () => {
  const first = taughtAnew(contests(2), () => keptOf(100), { population: null, taughtBy: 0 }, false);
  expect(first.taughtBy).toBe(200);
  const taught = (exposures: number, due: boolean) => taughtAnew(contests(2), () => keptOf(exposures), first, due);
  expect(taught(118, false)).toEqual(first);
  expect(taught(118, false).population).toBe(first.population);
  expect(taught(120, false)).toMatchObject({ taughtBy: 240 });
  expect(taught(100, true).population).not.toBe(first.population);
  expect(taughtAnew(contests(0), () => undefined, { population: null, taughtBy: 0 }, false).taughtBy).toBe(0);
});

it("asks the few hundred titles with the most exposures, whatever else there is", () => {
  const all = contests(700);
  const some = { ...all, titles: all.titles.slice(100, 600) };
  const exposures = (id: string) => (Number(id.slice(2)) >= 100 && Number(id.slice(2)) < 600 ? 500 : 20);
  const nothing = { population: null, taughtBy: 0 };
  const of = (contests: LearnerContests) => taughtAnew(contests, (id) => keptOf(exposures(id)), nothing, false);
  expect(of(all).population).toEqual(of(some).population);
});
