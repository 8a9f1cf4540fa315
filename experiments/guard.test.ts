import { describe, expect, it } from "vitest";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import type { SliceCell } from "../core/experiment.ts";
import { randomFrom } from "../core/random.ts";
import { Guard } from "../core/reward.ts";
import { TitleId } from "../core/title.ts";
import { clickbaitOf, foldGuard, freshGuard, GuardState, markPaused, watchesFor } from "./guard.ts";

const creative = (n: number): CreativeId => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const titleId = TitleId.parse("metropolis");
const guard = Guard.parse({});
const cell = (n: number, clicks: number, engaged: number, cluster = "owls"): SliceCell => ({
  titleId,
  clusterId: ClusterId.parse(cluster),
  context: "",
  creativeId: creative(n),
  exposures: clicks * 20,
  clicks,
  engaged,
});

/** One run of an experiment: at every look some clicks of each arm, each followed by an engaged view at its arm's rate. */
function play(seed: number, rates: readonly number[], looks: number, clicksALook: number) {
  const random = randomFrom(seed);
  let state = freshGuard(guard, creative(0));
  for (let look = 1; look <= looks; look++) {
    const slice = rates.flatMap((rate, arm) => {
      const clicks = Math.floor(random() * 2 * clicksALook);
      let engaged = 0;
      for (let i = 0; i < clicks; i++) if (random() < rate) engaged++;
      return [cell(arm, clicks, engaged, look % 2 === 0 ? "owls" : "larks")];
    });
    state = foldGuard(state, slice);
    const found = clickbaitOf(state);
    if (found.length > 0) return { look, found, state };
  }
  return { look: Number.POSITIVE_INFINITY, found: [], state };
}

describe("the guard", () => {
  it("pauses a clickbait arm and no healthy one", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { found, look } = play(seed, [0.5, 0.52, 0.2], 200, 4);
      expect(found.map(({ creativeId }) => creativeId)).toEqual([creative(2)]);
      expect(look).toBeLessThan(150);
    }
  });

  it("pauses at most 1 % of titles whose arms are all as good as it asks, over 400 looks", () => {
    let paused = 0;
    const runs = 600;
    // At the very edge of what is healthy, where it is hardest.
    for (let seed = 1; seed <= runs; seed++) {
      if (play(seed, [0.1, 0.1 * guard.leastShare, 0.1 * guard.leastShare], 400, 2).found.length > 0) paused++;
    }
    expect(paused / runs).toBeLessThanOrEqual(0.01);
  });

  it("finds a planted fault: a bar that does not heed how often one looks pauses many", () => {
    // The same worlds, judged at every look by a plain 1 % test.
    const random = randomFrom(5);
    let paused = 0;
    for (let run = 0; run < 200; run++) {
      let [own, control, clicks] = [0, 0, 0];
      for (let look = 0; look < 400; look++) {
        clicks += 4;
        for (let i = 0; i < 4; i++) {
          if (random() < 0.5) own++;
          if (random() < 0.5) control++;
        }
        if ((control - own) / Math.sqrt(clicks / 2) > 2.33) {
          paused++;
          break;
        }
      }
    }
    expect(paused / 200).toBeGreaterThan(0.05);
  });

  it("is not moved by traffic that shifts between arms, nor by clusters that differ in engagement", () => {
    let state = freshGuard(guard, creative(0));
    for (let look = 0; look < 500; look++) {
      // The arm lives in the cluster that watches little, the control in the other; each is alike within its cluster.
      state = foldGuard(state, [
        cell(0, 20, 16, "watchers"),
        cell(1, 5, 4, "watchers"),
        cell(0, 5, 1, "grazers"),
        cell(1, 100, 20, "grazers"),
      ]);
    }
    expect(clickbaitOf(state)).toEqual([]);
  });

  it("says nothing of few clicks, of none, and of a control without any", () => {
    expect(clickbaitOf(foldGuard(freshGuard(guard, creative(0)), []))).toEqual([]);
    expect(clickbaitOf(foldGuard(freshGuard(guard, creative(0)), [cell(0, 0, 0), cell(1, 0, 0)]))).toEqual([]);
    expect(clickbaitOf(foldGuard(freshGuard(guard, creative(0)), [cell(0, 40, 40), cell(1, 49, 0)]))).toEqual([]);
    expect(clickbaitOf(foldGuard(freshGuard(guard, creative(0)), [cell(1, 1_000, 0)]))).toEqual([]);
    expect(clickbaitOf(foldGuard(freshGuard(guard, creative(0)), [cell(0, 1_000, 0), cell(1, 1_000, 0)]))).toEqual([]);
  });

  it("says why in a sentence", () => {
    const [found] = clickbaitOf(foldGuard(freshGuard(guard, creative(0)), [cell(0, 200, 120), cell(1, 300, 30)]));
    expect(found?.reason).toBe(
      "Clicks up, engagement down: an engaged view followed 30 of its 300 clicks (10 %), and 120 of the control's 200 (60 %).",
    );
  });

  it("does not pause again what a person has resumed, until there is new evidence", () => {
    const slice = [cell(0, 200, 120), cell(1, 300, 30)];
    const marked = markPaused(foldGuard(freshGuard(guard, creative(0)), slice), new Set([creative(1)]));
    expect(clickbaitOf(marked)).toEqual([]);
    const resumed = markPaused(marked, new Set());
    expect(clickbaitOf(resumed)).toEqual([]);
    expect(clickbaitOf(foldGuard(resumed, slice))).toHaveLength(1);
  });

  it("keeps what it was given, waits for clicks on both sides, and survives its own JSON", () => {
    const first = foldGuard(freshGuard(guard, creative(0)), [cell(0, 4, 2), cell(1, 90, 9)]);
    const text = JSON.stringify(first);
    const second = foldGuard(first, [cell(0, 1, 1)]);
    expect(JSON.stringify(first)).toBe(text);
    expect(first.arms[0]?.seen.clicks).toBe(0);
    expect(second.arms[0]?.seen).toEqual({ clicks: 90, engaged: 9, controlClicks: 5, controlEngaged: 3 });
    expect(GuardState.parse(JSON.parse(JSON.stringify(second)))).toEqual(second);
    expect(watchesFor(second, guard, creative(0))).toBe(true);
    expect(watchesFor(second, guard, creative(1))).toBe(false);
    expect(watchesFor(second, Guard.parse({ leastShare: 0.8 }), creative(0))).toBe(false);
    expect(watchesFor(undefined, guard, creative(0))).toBe(false);
  });
});
