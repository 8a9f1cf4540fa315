/**
 * How often does the sample-ratio check flag real tests whose randomization was broken, real ones that were sound, healthy
 * bandits, and bandits that lose rows? `node bench/sample-ratio.ts FOLDER [runs]`, with the folder of tests.jsonl of the
 * Upworthy Research Archive (CC BY 4.0, doi 10.1038/s41597-021-00934-7).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { marqueeShares } from "../experiments/bandit/marquee.ts";
import { binomial, multinomial } from "../experiments/draws.ts";
import { type RatioRow, sampleRatioOf } from "../experiments/ratio.ts";

const folder = process.argv[2];
if (!folder) throw new Error("name the folder that holds tests.jsonl");
const runs = Number(process.argv[3] ?? 2_000);

const Test = z.object({ week: z.int(), arms: z.array(z.tuple([z.int(), z.int(), z.int()], z.unknown())) });
const clusterId = ClusterId.parse("all");
const idOf = (arm: number): CreativeId => CreativeId.parse(`crv_${arm.toString(16).padStart(16, "0")}`);
const row = (counts: readonly number[], shares: readonly number[], policyVersion = 1): RatioRow => ({
  clusterId,
  context: "",
  policyVersion,
  shares: shares.map((probability, arm) => ({ creativeId: idOf(arm), probability })),
  counts: new Map(counts.map((count, arm) => [idOf(arm), count])),
});

const tests = readFileSync(join(folder, "tests.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => Test.parse(JSON.parse(line)))
  .map(({ week, arms }) => ({
    week,
    flagged: sampleRatioOf([
      row(
        arms.map(([, , impressions]) => impressions),
        arms.map(() => 1 / arms.length),
      ),
    ]).flagged,
  }));

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`.padStart(9);
const share = (of: readonly { readonly flagged: boolean }[]): string =>
  percent(of.filter(({ flagged }) => flagged).length / Math.max(1, of.length));
console.log("real tests, flagged at 0.001");
const core = tests.filter(({ week }) => week >= 201326 && week <= 201352);
const outside = tests.filter(({ week }) => week < 201325 || week > 201402);
console.log(`  broken weeks 201326 to 201352: ${share(core)} of ${core.length}, at least 70 %`);
console.log(`  outside 201325 to 201402:      ${share(outside)} of ${outside.length}, at most 0.6 %`);

/** One run of the product's own shares, of which every `lost`th part of arm `from` is lost on the way. */
function run(
  seed: number,
  plan: { arms: number; looks: number; between: number; from: number; lost: number },
): RatioRow[] {
  const random = randomFrom(seed);
  const arms = Array.from({ length: plan.arms }, () => ({ rate: 0.02 + 0.02 * random(), exposures: 0, clicks: 0 }));
  return Array.from({ length: plan.looks }, (_, version) => {
    const open = arms.map(() => true);
    const shares = marqueeShares([arms], open, { exploration: 0.02, leastEvidence: 100 })[0] as readonly number[];
    const shown = multinomial(random, plan.between, shares);
    shown[plan.from] = binomial(random, shown[plan.from] ?? 0, 1 - plan.lost);
    for (const [arm, counts] of arms.entries()) {
      counts.exposures += shown[arm] ?? 0;
      counts.clicks += binomial(random, shown[arm] ?? 0, counts.rate);
    }
    return row(shown, shares, version);
  });
}

console.log(`\nbandits, ${runs} runs each                 healthy   5 % of one arm's rows lost`);
for (const [arms, looks, between] of [
  [4, 50, 1_000],
  [8, 50, 1_000],
  [4, 50, 5_000],
  [6, 200, 100],
] as const) {
  const found = [0, 0.05].map((lost) =>
    share(
      Array.from({ length: runs }, (_, seed) =>
        sampleRatioOf(run(seed, { arms, looks, between, from: seed % arms, lost })),
      ),
    ),
  );
  console.log(`  ${arms} arms, ${looks} versions of ${between}`.padEnd(36), found.join("      "));
}
console.log("  limits                                at most 0.5 %      at least 12 %");
