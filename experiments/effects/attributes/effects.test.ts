import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../core/random.ts";
import { armId, stratum } from "../testing/collect.ts";
import { plantedOutcomes, plantedTitles, trueEffect } from "../testing/planted.ts";
import { attributeEffects, studentQuantile } from "./effects.ts";
import { type Outcome, outcomesOf } from "./outcomes.ts";

const plan = (seed: number, titles: number) => ({
  titles,
  arms: 8,
  exposures: 1_600,
  rate: 0.06,
  spread: 0.15,
  random: randomFrom(seed),
});
const PLANTED = new Map([
  ["palette ember", 0.25],
  ["mood dark", -0.2],
]);

describe("effects of attributes", () => {
  it("finds what was planted, with intervals that hold all of it, and nothing else", () => {
    const effects = attributeEffects(plantedOutcomes(PLANTED, plan(1, 120)));
    const proven = effects.filter((one) => one.proven).map(({ attribute, level }) => `${attribute} ${level}`);
    expect(proven).toEqual(expect.arrayContaining(["palette ember", "mood dark"]));
    for (const { attribute, level, low, high, ratio } of effects) {
      const truth = trueEffect(PLANTED, attribute, level);
      expect(low, `${attribute} ${level}`).toBeLessThan(truth);
      expect(high, `${attribute} ${level}`).toBeGreaterThan(truth);
      expect(ratio).toBeGreaterThan(low);
      expect(ratio).toBeLessThan(high);
    }
    expect(effects.find(({ level }) => level === "ember")).toMatchObject({ titles: 120, artworks: 120 });
  });

  it("shows nothing in nearly all families where nothing is", () => {
    let families = 0;
    for (let seed = 10; seed < 22; seed++) {
      if (attributeEffects(plantedOutcomes(new Map(), plan(seed, 40))).some(({ proven }) => proven)) families++;
    }
    expect(families).toBeLessThanOrEqual(2);
  });

  it("says nothing of nothing, of one title, and of few", () => {
    expect(attributeEffects([])).toEqual([]);
    for (const titles of [1, 2, 9]) expect(attributeEffects(plantedOutcomes(PLANTED, plan(2, titles)))).toEqual([]);
  });

  it("does not take a title's own audience, or an attribute that never varies, for an effect", () => {
    // Every title that is loved has ember pictures alone; within a title all are alike.
    const outcomes = plantedOutcomes(new Map(), plan(3, 40)).map((one, at): Outcome => {
      const palette = Math.floor(at / 8) % 2 === 0 ? "ember" : "noir";
      const attributes = { ...one.attributes, palette, tone: "wry" } as Outcome["attributes"];
      return { ...one, attributes, clicks: one.clicks * (palette === "ember" ? 3 : 1) };
    });
    const effects = attributeEffects(outcomes);
    expect(effects.filter(({ attribute }) => attribute === "tone")).toEqual([]);
    expect(effects.filter(({ attribute, proven }) => attribute === "palette" && proven)).toEqual([]);
  });

  it("does not depend on the order of what was counted", () => {
    const outcomes = plantedOutcomes(PLANTED, plan(4, 12));
    const byLevel = (list: readonly Outcome[]) =>
      new Map(attributeEffects(list).map(({ attribute, level, ratio }) => [`${attribute} ${level}`, ratio]));
    const [there, back] = [byLevel(outcomes), byLevel(outcomes.toReversed())];
    expect([...there.keys()].sort()).toEqual([...back.keys()].sort());
    for (const [level, ratio] of there) expect(back.get(level)).toBeCloseTo(ratio, 4);
  });
});

it("takes the season out of what was shown late", () => {
  const attributes = plantedTitles(new Map(), plan(1, 1))[0]?.drawn[0]?.attributes as Outcome["attributes"];
  const drawn = [0, 1].map((arm) => ({ creativeId: armId(arm), block: "owls", attributes }));
  // Twice as many clicks in the second version, when the second arm had most of the traffic.
  const strata = [
    stratum({ creativeId: armId(0), policyVersion: 1, exposures: 9_000, clicks: 180 }),
    stratum({ creativeId: armId(1), policyVersion: 1, exposures: 1_000, clicks: 20 }),
    stratum({ creativeId: armId(0), policyVersion: 2, exposures: 1_000, clicks: 40 }),
    stratum({ creativeId: armId(1), policyVersion: 2, exposures: 9_000, clicks: 360 }),
  ];
  const [one, other] = outcomesOf(strata, drawn).map(({ clicks, exposures }) => clicks / exposures);
  expect(one).toBeCloseTo(other as number, 3);
  expect(outcomesOf(strata, [])).toEqual([]);
});

it("knows Student's quantiles", () => {
  expect(studentQuantile(0.95, 9)).toBeCloseTo(2.262157, 5);
  expect(studentQuantile(0.99, 30)).toBeCloseTo(2.749996, 5);
  expect(studentQuantile(0.95, 1e6)).toBeCloseTo(1.959966, 4);
});
