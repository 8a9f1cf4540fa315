import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Attributes, Composition, Hook, Mood, PaintStyle, PaletteName, Tone } from "../core/attributes.ts";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { TitleId } from "../core/title.ts";
import { clickProbability, LEAST_RATE, MOST_RATE, type Sight, Taste } from "./taste.ts";

const plain: Attributes = Attributes.parse({
  palette: "noir",
  mood: "dark",
  composition: "icon",
  focal: "left",
  style: "ink",
  emphasis: "medium",
  treatment: "omen",
  look: "clean",
  tone: "wry",
  hook: "place",
});
const sight = (
  attributes: Partial<Attributes> = {},
  cluster = "owls",
  creative = "0",
  title = "metropolis",
): Sight => ({
  titleId: TitleId.parse(title),
  clusterId: ClusterId.parse(cluster),
  creativeId: CreativeId.parse(`crv_${creative.padStart(16, "0")}`),
  attributes: { ...plain, ...attributes },
});
const tasteOf = (changes: object = {}): Taste =>
  Taste.parse({
    seed: 1,
    baseRate: 0.05,
    interestSpread: 0,
    residualSpread: 0,
    clusters: { owls: { palette: { noir: 0.7, meadow: -0.7 }, hook: { question: 0.3 } } },
    ...changes,
  });
const logit = (rate: number): number => Math.log(rate / (1 - rate));

describe("clickProbability", () => {
  it("is the base rate for a cluster without a taste", () => {
    expect(clickProbability(tasteOf(), sight({}, "strangers"))).toBeCloseTo(0.05, 14);
  });

  it("adds effects on the logit, and none for a level or an attribute that is not named", () => {
    const taste = tasteOf();
    const at = (attributes: Partial<Attributes>) => logit(clickProbability(taste, sight(attributes))) - logit(0.05);
    expect(at({})).toBeCloseTo(0.7, 12);
    expect(at({ palette: "meadow", hook: "question" })).toBeCloseTo(-0.4, 12);
    expect(at({ palette: "tide", tone: "epic", mood: "calm" })).toBeCloseTo(0, 12);
  });

  it("is the same every time, and another for another creative, title, cluster or seed", () => {
    const taste = tasteOf({ interestSpread: 0.3, residualSpread: 0.3 });
    const here = clickProbability(taste, sight({}, "strangers"));
    expect(clickProbability(taste, sight({}, "strangers"))).toBe(here);
    expect(clickProbability(taste, sight({}, "strangers", "1"))).not.toBe(here);
    expect(clickProbability(taste, sight({}, "others"))).not.toBe(here);
    expect(clickProbability(taste, sight({}, "strangers", "0", "nosferatu"))).not.toBe(here);
    expect(clickProbability({ ...taste, seed: 2 }, sight({}, "strangers"))).not.toBe(here);
  });

  it("does not look at where the weight of the picture lies", () => {
    const taste = tasteOf();
    expect(clickProbability(taste, sight({ focal: "right" }))).toBe(clickProbability(taste, sight({ focal: "left" })));
  });

  it("spreads residuals as told: mean 0, the standard deviation asked for", () => {
    const taste = tasteOf({ residualSpread: 0.3 });
    const residuals = Array.from(
      { length: 4_000 },
      (_, n) => logit(clickProbability(taste, sight({}, "strangers", n.toString(16)))) - logit(0.05),
    );
    const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
    const variance = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / residuals.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(Math.sqrt(variance) / 0.3 - 1)).toBeLessThan(0.05);
  });

  it("stays within its bounds however strong the taste", () => {
    for (const strength of [-5, 5]) {
      const taste = tasteOf({ clusters: { owls: { palette: { noir: strength }, mood: { dark: strength } } } });
      expect(clickProbability(taste, sight())).toBe(strength < 0 ? LEAST_RATE : MOST_RATE);
    }
  });

  it.each([
    { baseRate: 0 },
    { baseRate: 1 },
    { residualSpread: -1 },
    { seed: -1 },
    { clusters: { owls: { colour: {} } } },
  ])("is given no taste like %o", (changes) => expect(() => tasteOf(changes)).toThrow());
});

describe("the sample taste", () => {
  const sample = Taste.parse(JSON.parse(readFileSync(new URL("../samples/audience.json", import.meta.url), "utf8")));

  it("gives plausible rates: none under 0.5 % or over 35 %, a spread of 0.6 to 1.1 logits in each cluster", () => {
    const random = randomFrom(3);
    const pick = <Level>(levels: readonly Level[]): Level => levels[Math.floor(random() * levels.length)] as Level;
    for (const cluster of Object.keys(sample.clusters)) {
      const logits = Array.from({ length: 2_000 }, (_, n) => {
        const attributes = {
          palette: pick(PaletteName.options),
          mood: pick(Mood.options),
          composition: pick(Composition.options),
          style: pick(PaintStyle.options),
          tone: pick(Tone.options),
          hook: pick(Hook.options),
        };
        const rate = clickProbability(sample, sight(attributes, cluster, n.toString(16)));
        return logit(rate);
      });
      expect(Math.min(...logits), cluster).toBeGreaterThanOrEqual(logit(LEAST_RATE));
      expect(Math.max(...logits), cluster).toBeLessThanOrEqual(logit(MOST_RATE));
      const mean = logits.reduce((sum, value) => sum + value, 0) / logits.length;
      const spread = Math.sqrt(logits.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logits.length);
      expect(spread, cluster).toBeGreaterThan(0.6);
      expect(spread, cluster).toBeLessThan(1.1);
    }
  });
});
