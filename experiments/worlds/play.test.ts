import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { type Bandit, play } from "./play.ts";
import { steadyWorld } from "./world.ts";

const always = (arm: number): Bandit => ({
  shares: (open) => [open.map((_, i) => (i === arm ? 1 : 0)), open.map((_, i) => (i === arm ? 1 : 0))],
  learn: () => {},
});
const world = steadyWorld(
  [
    [0.5, 0.25],
    [0, 1],
  ],
  [0.5, 0.5],
);

it("loses the difference to the best arm of each impression, and knows what equal shares lose", () => {
  const { regret, uniform, counts } = play(world, always(1), { impressions: 1_001, batch: 100, random: randomFrom(1) });
  const first = counts[0]?.[1]?.exposures ?? 0;
  expect(regret).toHaveLength(11);
  expect(regret.at(-1)).toBeCloseTo(0.25 * first, 9);
  expect(uniform.at(-1)).toBeCloseTo(0.125 * first + 0.5 * (1_001 - first), 9);
  expect(counts[1]?.[1]).toEqual({ exposures: 1_001 - first, clicks: 1_001 - first });
  expect(counts[0]?.[0]).toEqual({ exposures: 0, clicks: 0 });
});

it("plays nothing, one impression, and arms that come later", () => {
  expect(play(world, always(0), { impressions: 0, batch: 10, random: randomFrom(1) }).regret).toEqual([]);
  expect(play(world, always(0), { impressions: 1, batch: 10, random: randomFrom(1) }).regret).toHaveLength(1);
  const late = { ...steadyWorld([[0.1, 0.9]], [1]), open: (at: number, arm: number) => arm === 0 || at >= 50 };
  const { regret } = play(late, always(0), { impressions: 100, batch: 10, random: randomFrom(1) });
  expect(regret[4]).toBe(0);
  expect(regret.at(-1)).toBeCloseTo(50 * 0.8, 9);
});
