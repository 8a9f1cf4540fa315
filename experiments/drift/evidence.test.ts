import { describe, expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import { addTo, marqueeBandit, marqueeShares, tableOf } from "../bandit/marquee.ts";
import { driftingWorld } from "../worlds/drifting.ts";
import { type Bandit, play } from "../worlds/play.ts";
import { changesOf, EvidenceState, evidenceOf, foldEvidence } from "./evidence.ts";

type Cell = { exposures: number; clicks: number };
const cell = (exposures: number, clicks: number): Cell => ({ exposures, clicks });

/** Clicks of given rates as they come, arms shown as often as `shown` says. */
function batchOf(rates: number[][], shown: number[][], seed: number): Cell[][] {
  const random = randomFrom(seed);
  return rates.map((row, c) =>
    row.map((rate, a) => {
      const exposures = shown[c]?.[a] ?? 0;
      let clicks = 0;
      for (let i = 0; i < exposures; i++) if (random() < rate) clicks++;
      return cell(exposures, clicks);
    }),
  );
}

const RATES = [
  [0.04, 0.025, 0.02],
  [0.02, 0.03, 0.022],
];
const SHOWN = [
  [500, 30, 20],
  [20, 400, 30],
];
/** Each cluster's leader and last change places. */
const SWAPPED = [
  [0.02, 0.025, 0.04],
  [0.03, 0.02, 0.022],
];

function run(
  seed: number,
  before: number,
  after: number,
  change: (rates: number[][]) => number[][],
  shown = SHOWN,
): EvidenceState {
  let state: EvidenceState | null = null;
  for (let i = 0; i < before + after; i++) {
    state = foldEvidence(state, batchOf(i < before ? RATES : change(RATES), shown, seed * 1_000 + i));
  }
  return state as EvidenceState;
}

const exposures = (table: readonly (readonly Cell[])[]) =>
  table.flat().reduce((sum, { exposures }) => sum + exposures, 0);

describe("foldEvidence", () => {
  it("counts a steady world whole, whatever the size of the batches", () => {
    const state = foldEvidence(foldEvidence(null, [[cell(10, 1), cell(0, 0)]]), [[cell(5, 0), cell(7, 7)]]);
    expect(evidenceOf(state)).toEqual([[cell(15, 1), cell(7, 7)]]);
    expect(state.seen).toBe(22);
    expect(changesOf(state)).toEqual([]);
  });

  it("knows no arm, one arm, and nothing counted", () => {
    expect(evidenceOf(foldEvidence(null, []))).toEqual([]);
    expect(evidenceOf(foldEvidence(null, [[]]))).toEqual([[]]);
    expect(evidenceOf(foldEvidence(null, [[cell(0, 0)]]))).toEqual([[cell(0, 0)]]);
    let one: EvidenceState | null = null;
    for (let i = 0; i < 60; i++) one = foldEvidence(one, [[cell(1_000, i < 30 ? 50 : 10)]]);
    expect(EvidenceState.safeParse(one).success).toBe(true);
  });

  it("lets clusters and arms join at any time", () => {
    let state = foldEvidence(null, [[cell(100, 30), cell(100, 5)]]);
    state = foldEvidence(state, [[cell(1, 1)], [cell(2, 0), cell(3, 1), cell(4, 2)]]);
    expect(evidenceOf(state)).toEqual([
      [cell(101, 31), cell(100, 5), cell(0, 0)],
      [cell(2, 0), cell(3, 1), cell(4, 2)],
    ]);
  });

  it("keeps the suspected cells in place when arms and clusters join while a past is in doubt", () => {
    const state = run(1, 30, 12, () => SWAPPED);
    const named = (s: EvidenceState) => changesOf(s).map(({ cluster, arm }) => `${cluster} ${arm}`);
    expect(named(state)).toEqual(["0 0", "1 1"]);
    const wider = foldEvidence(state, [[cell(0, 0), cell(0, 0), cell(0, 0), cell(1, 0)], [], [cell(1, 0)]]);
    expect(named(wider)).toEqual(["0 0", "1 1"]);
    const of = (s: EvidenceState) => evidenceOf(s)[1]?.[2]?.exposures as number;
    expect(of(wider) / of(state)).toBeCloseTo(1, 1);
  });

  it("refuses impossible counts", () => {
    expect(() => foldEvidence(null, [[cell(1, 2)]])).toThrow(RangeError);
    expect(() => foldEvidence(null, [[cell(-1, 0)]])).toThrow(RangeError);
    expect(() => foldEvidence(null, [[cell(Number.NaN, 0)]])).toThrow(RangeError);
  });

  it("stays of one size, is plain data, and leaves the state before as it was", () => {
    let state: EvidenceState | null = null;
    let largest = 0;
    for (let i = 0; i < 400; i++) {
      const before: EvidenceState | null = state;
      const copy = structuredClone(before);
      state = foldEvidence(before, batchOf(i % 100 < 50 ? RATES : SWAPPED, SHOWN, i));
      expect(before).toEqual(copy);
      largest = Math.max(largest, state.recent.length);
    }
    expect(largest).toBeLessThanOrEqual(9);
    expect(EvidenceState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(JSON.stringify(state).length).toBeLessThan(4_000);
  });
});

describe("a change", () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

  it("of what led every cluster is found within sixteen batches, and its past is hardly worth anything then", () => {
    const found = seeds.filter((seed) => {
      const state = run(seed, 30, 16, () => SWAPPED);
      const changes = changesOf(state);
      const named = changes.map(({ cluster, arm, direction }) => `${cluster} ${arm} ${direction}`).join();
      if (named !== "0 0 fell,1 1 fell" || !changes.every(({ changed }) => changed)) return false;
      expect(Math.abs((changes[0]?.since ?? 0) - 30_000)).toBeLessThanOrEqual(8_000);
      expect(evidenceOf(state)[0]?.[0]?.exposures).toBeLessThan(0.6 * 46 * 500);
      return true;
    });
    expect(found.length).toBeGreaterThanOrEqual(16);
  });

  it("is not seen in a steady world, and a false alarm is taken back", () => {
    const states = seeds.map((seed) => run(seed, 40, 0, (rates) => rates));
    const kept = states.map((state) => exposures(evidenceOf(state)) / state.seen);
    expect(kept.filter((share) => share > 0.95).length).toBeGreaterThanOrEqual(18);
    expect(states.flatMap(changesOf).filter(({ changed }) => changed)).toEqual([]);
  });

  it("is not what a season is, once the title has shown that all its arms move together", () => {
    let alarms = 0;
    for (const seed of seeds) {
      let state: EvidenceState | null = null;
      for (let i = 0; i < 60; i++) {
        const season = 1 + 0.5 * Math.sin((2 * Math.PI * i) / 14);
        const rates = RATES.map((row) => row.map((rate) => rate * season));
        state = foldEvidence(state, batchOf(rates, SHOWN, seed * 1_000 + i));
      }
      alarms += changesOf(state as EvidenceState).some(({ changed }) => changed) ? 1 : 0;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it("of one arm for the better is found in all clusters together", () => {
    const better = RATES.map(([a, b]) => [a as number, b as number, 0.06]);
    const shown = SHOWN.map(([a, b]) => [a as number, b as number, 60]);
    const found = seeds.filter((seed) =>
      [10, 20, 30, 40].some((after) =>
        changesOf(run(seed, 30, after, () => better, shown)).some(
          ({ arm, direction, changed }) => arm === 2 && direction === "rose" && changed,
        ),
      ),
    );
    expect(found.length).toBeGreaterThanOrEqual(14);
  });
});

it("keeps what a swap costs under the limit, over which it is without", () => {
  const rule = { exploration: 0.02, leastEvidence: 100 };
  const forgetsNothing = (): Bandit => {
    const sums = tableOf(5, 6);
    return { shares: (open) => marqueeShares(sums, open, rule), learn: (batch) => addTo(sums, batch) };
  };
  const lost = [forgetsNothing, () => marqueeBandit(5, 6, rule)].map((make) =>
    [4, 7, 9].reduce((sum, seed) => {
      const world = driftingWorld({ drift: "swap", seed });
      const plan = { impressions: 100_000, batch: 1_000, random: randomFrom(seed) };
      const { regret, uniform } = play(world, make(), plan);
      return sum + (regret.at(-1) as number) / (uniform.at(-1) as number) / 3;
    }, 0),
  );
  expect(lost[0]).toBeGreaterThan(0.5);
  expect(lost[1]).toBeLessThan(0.45);
}, 60_000);
