import { CreativeId } from "../../core/creative.ts";
import type { Random } from "../../core/random.ts";
import { marqueeShares } from "../bandit/marquee.ts";
import { binomial, multinomial } from "../draws.ts";
import type { Counts } from "../posterior.ts";
import { type ArmCounts, type Batch, judge, possibleWinner, WINNER_RULE } from "../winner.ts";

/** One cell that is looked at again and again until a winner is declared. */
export type CellContest = {
  /** True click rates. */
  readonly rates: readonly number[];
  readonly mode: "bandit" | "ab";
  readonly looks: number;
  /** Exposures between two looks, in which no share moves. */
  readonly between: number;
  /** Share that the bandit spreads evenly over all arms; 0.02 without. */
  readonly exploration?: number;
  /** Share of the traffic for the rivals that are hardest to rule out; 0 without. */
  readonly challenge?: number;
};

/** Which arm was declared, and after how many exposures of all arms. */
export type Declared = { readonly arm: number; readonly exposures: number };

/** The first winner under the product's own shares and the product's own rule; `null`: none at any look. */
export function firstWinner(random: Random, contest: CellContest): Declared | null {
  const { rates, mode, looks, between, exploration = 0.02, challenge = 0 } = contest;
  const arms = rates.map((_, arm) => ({ creativeId: idOf(arm), exposures: 0, clicks: 0 }));
  const batches: Batch[] = [];
  const open = rates.map(() => true);
  for (let look = 1; look <= looks; look++) {
    const learned = marqueeShares([arms], open, { exploration, challenge, leastEvidence: 100 })[0] as readonly number[];
    const shown = multinomial(random, between, mode === "ab" ? rates.map(() => 1 / rates.length) : learned);
    const batch = new Map<CreativeId, Counts>();
    for (const [arm, counts] of arms.entries()) {
      const exposures = shown[arm] as number;
      const clicks = binomial(random, exposures, rates[arm] as number);
      batch.set(counts.creativeId, { exposures, clicks });
      counts.exposures += exposures;
      counts.clicks += clicks;
    }
    batches.push(batch);
    const winner = winnerOf(arms, batches);
    if (winner !== null) return { arm: arms.findIndex((arm) => arm.creativeId === winner), exposures: look * between };
  }
  return null;
}

function winnerOf(arms: readonly ArmCounts[], batches: readonly Batch[]): CreativeId | null {
  if (possibleWinner(arms, WINNER_RULE, { batches }) === null) return null;
  const verdict = judge(arms, WINNER_RULE, { batches });
  return verdict.kind === "winner" ? verdict.leader : null;
}

const idOf = (arm: number): CreativeId => CreativeId.parse(`crv_${arm.toString(16).padStart(16, "0")}`);
