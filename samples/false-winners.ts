/**
 * How often is a winner declared among arms that are all alike? Looks at the counts 40 times, as the learner does, and
 * counts the tests in which any look found a winner. `node samples/false-winners.ts [tests]`
 */
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { allocate } from "../experiments/allocation.ts";
import { chooseArm } from "../experiments/assign.ts";
import { EXPLORATION_SHARE } from "../experiments/learn.ts";
import { judge, WINNER_RULE } from "../experiments/winner.ts";

const LOOKS = 40;
const EXPOSURES_BETWEEN_LOOKS = 250;
const RATE = 0.05;

const tests = Number(process.argv[2] ?? 200);
const random = randomFrom(2_026);

function declaresWinner(arms: number): boolean {
  const cell = Array.from({ length: arms }, (_, n) => ({
    creativeId: CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`),
    exposures: 0,
    clicks: 0,
  }));
  const byId = new Map(cell.map((arm) => [arm.creativeId, arm]));
  for (let look = 0; look < LOOKS; look++) {
    const shares = allocate(cell, { floor: EXPLORATION_SHARE / arms });
    const policy = cell.map(({ creativeId }, i) => ({ creativeId, probability: shares[i] as number }));
    for (let exposure = 0; exposure < EXPOSURES_BETWEEN_LOOKS; exposure++) {
      const shown = byId.get(chooseArm(policy, random()).creativeId);
      if (!shown) throw new Error("an arm was chosen that is not in the cell");
      shown.exposures++;
      if (random() < RATE) shown.clicks++;
    }
    if (judge(cell).kind === "winner") return true;
  }
  return false;
}

console.log(`${tests} tests, ${LOOKS} looks, ${EXPOSURES_BETWEEN_LOOKS} exposures between looks, rule`, WINNER_RULE);
for (const arms of [2, 3, 4, 8]) {
  const declared = Array.from({ length: tests }, () => declaresWinner(arms)).filter(Boolean).length;
  console.log(`${arms} equal arms: a winner in ${((100 * declared) / tests).toFixed(1)} % of tests`);
}
