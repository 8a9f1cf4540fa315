import { describe, expect, it } from "vitest";
import { randomFrom } from "../core/random.ts";
import { CONTROL, cell, experiment, GOOD, learningWorld } from "./testing/learning.ts";

/** Runs in which both arms are shown, and clicked at these rates. */
async function play(w: ReturnType<typeof learningWorld>, runs: number, rates: readonly [number, number], seed: number) {
  const random = randomFrom(seed);
  const clicks = (exposures: number, rate: number) => {
    let sum = 0;
    for (let i = 0; i < exposures; i++) if (random() < rate) sum++;
    return sum;
  };
  for (let run = 0; run < runs; run++) {
    const good = Math.round(400 * w.share(GOOD)) || 200;
    const exposures = [400 - Math.min(380, good) || 20, Math.min(380, good)] as const;
    w.count(
      cell(CONTROL, exposures[0], clicks(exposures[0], rates[0])),
      cell(GOOD, exposures[1], clicks(exposures[1], rates[1])),
    );
    await w.run();
  }
}

describe("a settled cell", () => {
  it("is reopened when its winner falls, once, and settles on what is best now", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    await w.run();
    await play(w, 60, [0.08, 0.16], 1);
    expect(w.state.winners).toMatchObject([{ creativeId: GOOD }]);
    expect(w.state.reversed).toEqual([]);
    await play(w, 60, [0.08, 0.03], 2);
    expect(w.state.reversed).toMatchObject([{ creativeId: GOOD, reversal: { by: "learner" } }]);
    expect(w.state.reversed[0]?.reversal?.reason).toContain("the winner fell");
    expect(w.share(CONTROL)).toBeGreaterThan(0.5);
    await play(w, 300, [0.08, 0.03], 3);
    expect(w.state.winners).toMatchObject([{ creativeId: CONTROL }]);
    expect(w.state.reversed).toHaveLength(1);
  });

  it("stays settled in a steady world", async () => {
    for (const seed of [4, 5, 6]) {
      const w = learningWorld();
      w.change({ experiments: [experiment()] });
      await w.run();
      await play(w, 120, [0.08, 0.16], seed);
      expect(w.state.winners).toMatchObject([{ creativeId: GOOD }]);
      expect(w.state.reversed).toEqual([]);
    }
  });

  it("is reopened although the run that found the change is broken off", async () => {
    const w = learningWorld();
    w.change({ experiments: [experiment()] });
    await w.run();
    await play(w, 60, [0.08, 0.16], 1);
    let cuts = 0;
    w.state.fails = (step) => {
      if (step === "save" && w.state.reversed.length > 0 && cuts++ === 0) throw new Error("away");
    };
    await play(w, 60, [0.08, 0.03], 2).catch(() => {});
    expect(cuts).toBe(1);
    await play(w, 300, [0.08, 0.03], 3);
    expect(w.state.reversed).toHaveLength(1);
    expect(w.state.winners).toMatchObject([{ creativeId: CONTROL }]);
  });
});
