import { expect, it } from "vitest";
import { type AttributeName, Attributes, Look, Tone, Treatment } from "../../core/attributes.ts";
import { Brand } from "../../core/brand.ts";
import { AppError } from "../../core/errors.ts";
import { PALETTES } from "../../core/palettes.ts";
import { drawDesign, MAX_ARMS } from "./design.ts";
import { levelsOf, NAMES } from "./levels.ts";

const everything = levelsOf("all", {}, ["war"]);

/** Mean squared number of attributes in which two of the first arms agree. */
function agreement(arms: readonly Attributes[]): number {
  let sum = 0;
  let pairs = 0;
  arms.forEach((one, at) => {
    for (const other of arms.slice(0, at)) {
      sum += NAMES.filter((name) => one[name] === other[name]).length ** 2;
      pairs++;
    }
  });
  return sum / pairs;
}

it("ties attributes to each other less than chance does, in every beginning", () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const mean = (arms: number) =>
    seeds.reduce((sum, seed) => sum + agreement(drawDesign(everything, arms, seed)), 0) / seeds.length;
  // Independent coin flips agree in attribute i with probability 1 / levels.
  const shares = NAMES.map((name) => 1 / everything[name].length);
  const expected = shares.reduce((sum, share) => sum + share, 0);
  const byChance = expected ** 2 + shares.reduce((sum, share) => sum + share * (1 - share), 0);
  for (const arms of [4, 8, MAX_ARMS]) expect(mean(arms)).toBeLessThan(0.85 * byChance);
  expect(drawDesign(everything, 1, 3)).toEqual(drawDesign(everything, 8, 3).slice(0, 1));
  for (const arm of drawDesign(everything, MAX_ARMS, 5)) expect(Attributes.parse(arm)).toEqual(arm);
});

it("draws within what the brand allows", () => {
  const brand = Brand.parse({
    palettes: ["tide", "frost"],
    treatments: ["cold", "machine"],
    forbiddenLooks: ["halftone", "leak"],
    forbiddenStyles: ["noir"],
    tones: ["wry"],
  });
  const levels = levelsOf("all", {}, ["science-fiction"], brand);
  expect(levels.palette).toEqual(["tide", "frost"]);
  expect(levels.treatment).toEqual(["cold", "machine"]);
  expect(levels.look).toEqual(Look.options.filter((look) => look !== "halftone" && look !== "leak"));
  expect(levels.style).not.toContain("noir");
  expect(levels.tone).toEqual(["wry"]);
  expect(levelsOf("some", { tone: ["wry", "dark"] }, ["war"], brand).tone).toEqual(["wry"]);
});

it("names its own colours after the nearest palette", () => {
  const { palette } = levelsOf("all", {}, ["war"], Brand.parse({ colours: PALETTES.meadow }));
  expect(palette).toEqual(["meadow"]);
});

it("says which attribute cluster and brand leave nothing of", () => {
  const brand = Brand.parse({ tones: ["wry"], forbiddenLooks: Look.options });
  const refused = (() => {
    try {
      levelsOf("owls", { tone: ["dark"] }, ["war"], brand);
    } catch (error) {
      return error;
    }
  })() as AppError;
  expect(refused).toBeInstanceOf(AppError);
  expect(refused.code).toBe("plan_impossible");
  expect(refused.issues.map(({ field }) => field)).toEqual(["owls.look", "owls.tone"]);
  expect(refused.issues[1]?.reason).toContain("dark");
});

it("draws type that suits the genres, or what is allowed where nothing suits", () => {
  const suits: AttributeName = "treatment";
  expect(levelsOf("all", {}, ["comedy"])[suits]).toEqual(["headline", "playbill", "cartoon"]);
  expect(levelsOf("all", { treatment: ["omen"] }, ["comedy"])[suits]).toEqual(["omen"]);
  expect(levelsOf("all", {}, ["comedy"]).tone).toEqual(Tone.options);
  expect(levelsOf("all", { treatment: [...Treatment.options] }, ["comedy"])[suits]).toContain("cartoon");
});
