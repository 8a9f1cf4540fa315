/**
 * Are effects of attributes told rightly? Titles whose artworks were drawn by design are collected by the product's own
 * policy; in half of the families nothing has an effect, in the other half four levels have.
 * `node bench/effects.ts [families] [titles] [arms] [exposures a title]`
 */
import { randomFrom, seedOf } from "../core/random.ts";
import { attributeEffects } from "../experiments/effects/attributes/effects.ts";
import { type Planted, plantedOutcomes, trueEffect } from "../experiments/effects/testing/planted.ts";

const [families = 60, titles = 100, arms = 8, exposures = 1_600] = process.argv.slice(2).map(Number);
const PLANTED: Planted = new Map([
  ["palette ember", 0.25],
  ["palette noir", -0.15],
  ["mood dark", 0.12],
  ["hook question", 0.06],
]);

console.log(
  `${families} families of each kind: ${titles} titles of ${arms} artworks, ${exposures} exposures a title at 5 %`,
);
for (const [name, planted] of [
  ["nothing planted", new Map()],
  ["four levels planted", PLANTED],
] as const) {
  let [wrong, whole] = [0, 0];
  const found = new Map<string, number>();
  const sums = new Map<string, number>();
  for (let family = 0; family < families; family++) {
    const random = randomFrom(seedOf("effects", name, family));
    const effects = attributeEffects(
      plantedOutcomes(planted, { titles, arms, exposures, rate: 0.05, spread: 0.2, random }),
    );
    const truth = effects.map(({ attribute, level }) => trueEffect(planted, attribute, level));
    if (effects.some(({ proven }, at) => proven && truth[at] === 0)) wrong++;
    if (effects.every(({ low, high }, at) => low <= (truth[at] as number) && (truth[at] as number) <= high)) whole++;
    for (const { attribute, level, ratio, proven } of effects) {
      const key = `${attribute} ${level}`;
      sums.set(key, (sums.get(key) ?? 0) + ratio);
      if (proven) found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  const share = (count: number) => `${((100 * count) / families).toFixed(1)} %`;
  console.log(`${name}: all intervals of a family hold in ${share(whole)} (asked: 95 %)`);
  console.log(`  families that show an effect where there is none: ${share(wrong)} (asked: at most 5 %)`);
  for (const key of planted.keys()) {
    const [attribute, level] = key.split(" ") as [string, string];
    const real = (100 * trueEffect(planted, attribute, level)).toFixed(1);
    const mean = ((100 * (sums.get(key) ?? 0)) / families).toFixed(1);
    console.log(
      `  ${key}: in truth ${real} %, estimated ${mean} % on average, proven in ${share(found.get(key) ?? 0)}`,
    );
  }
}
