import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { marqueeBandit } from "../bandit/marquee.ts";
import { greedyBandit, thompsonBandit, uniformBandit } from "./baselines.ts";
import { type Bandit, play } from "./play.ts";
import { steadyWorld } from "./world.ts";

const world = steadyWorld(
  [
    [0.02, 0.04, 0.03],
    [0.05, 0.02, 0.01],
  ],
  [0.6, 0.4],
);
const bandits: [string, () => Bandit][] = [
  ["uniform", () => uniformBandit(2, 3)],
  ["Thompson", () => thompsonBandit(2, 3, { a: 1, b: 32 })],
  ["halved variance", () => thompsonBandit(2, 3, { a: 1, b: 32 }, 0.5)],
  ["epsilon-greedy", () => greedyBandit(2, 3, 0.1)],
  ["marquee", () => marqueeBandit(2, 3, { exploration: 0.02, leastEvidence: 100 })],
];

it.each(bandits)("%s shares everything, over the open arms alone", (_name, make) => {
  const bandit = make();
  for (let round = 0; round < 3; round++) {
    for (const row of bandit.shares([true, false, true])) {
      expect(row[1]).toBe(0);
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
    bandit.learn([
      [
        { exposures: 200, clicks: 4 },
        { exposures: 0, clicks: 0 },
        { exposures: 100, clicks: 9 },
      ],
      [
        { exposures: 0, clicks: 0 },
        { exposures: 0, clicks: 0 },
        { exposures: 0, clicks: 0 },
      ],
    ]);
  }
});

it.each(bandits.slice(1))("%s loses at most half of what equal shares lose", (_name, make) => {
  const { regret, uniform } = play(world, make(), { impressions: 30_000, batch: 500, random: randomFrom(5) });
  expect(regret.at(-1)).toBeLessThan(0.5 * (uniform.at(-1) as number));
});
