import { z } from "zod";
import { CreativeId } from "../core/creative.ts";
import type { SliceCell } from "../core/experiment.ts";
import { Guard } from "../core/reward.ts";

/**
 * Clicks up, engagement down: finds arms whose clicks are followed by fewer engaged views than the control's.
 *
 * Of an arm's n clicks k were followed by an engaged view, of the control's m clicks l, in one cell and stretch of time.
 * Against "the arm's rate is at least `leastShare` of the control's" one bets on a rate e^-d times that, with
 *
 *   ln e = -d k - (k + l) (ln(1 + q s e^-d) - ln(1 + q s)),   q = n / m, s = leastShare
 *
 * Given the clicks, e is expected to be 1 or less while the arm is healthy: by the moments of the binomial, which are at
 * most those of the Poisson distribution. Stretches are bounded by clicks alone, so the product over them, and the mean
 * over several d, reach 1 / alpha with probability alpha or less, ever, however often one looks (J. Ville, 1939).
 *
 * All cells are taken together: an arm is healthy when it is so everywhere.
 */
const BETS: readonly { readonly effect: number; readonly weight: number }[] = [
  { effect: 0.1, weight: 0.15 },
  { effect: 0.2, weight: 0.25 },
  { effect: 0.4, weight: 0.3 },
  { effect: 0.8, weight: 0.2 },
  { effect: 1.6, weight: 0.1 },
];

/** Chance that any healthy arm of a title is ever paused. */
export const FALSE_PAUSES = 0.01;

/** Clicks of an arm before it can be paused: fewer say nothing that a person would believe. */
export const LEAST_CLICKS = 50;

/** Clicks on both sides that make a stretch: the fewer, the more unequal the two sides, which wastes some of them. */
const STRETCH_CLICKS = 5;

const count = z.int().min(0);
const Pair = z.strictObject({ clicks: count, engaged: count, controlClicks: count, controlEngaged: count });
type Pair = z.infer<typeof Pair>;

const Watched = z.strictObject({
  creativeId: CreativeId,
  /** ln of what each bet has become. */
  bets: z.array(z.number()).length(BETS.length),
  /** All that was bet on. */
  seen: Pair,
  /** By cluster and context, what does not make a stretch yet. */
  waiting: z.record(z.string(), Pair),
  /** It was found out; whoever resumes it starts anew. */
  paused: z.boolean(),
});

export const GuardState = z.strictObject({ guard: Guard, controlId: CreativeId, arms: z.array(Watched) });
export type GuardState = z.infer<typeof GuardState>;

const NOTHING: Pair = { clicks: 0, engaged: 0, controlClicks: 0, controlEngaged: 0 };

const plus = (one: Pair, other: Pair): Pair => ({
  clicks: one.clicks + other.clicks,
  engaged: one.engaged + other.engaged,
  controlClicks: one.controlClicks + other.controlClicks,
  controlEngaged: one.controlEngaged + other.controlEngaged,
});

/** Nothing is known yet. */
export const freshGuard = (guard: Guard, controlId: CreativeId): GuardState => ({ guard, controlId, arms: [] });

/** Whether the state watches for this; otherwise it must be made anew from the beginning. */
export const watchesFor = (state: GuardState | undefined, guard: Guard, controlId: CreativeId): boolean =>
  state !== undefined && state.controlId === controlId && JSON.stringify(state.guard) === JSON.stringify(guard);

/**
 * Adds one stretch of time. The state that was given stays as it is.
 *
 * @param slice cells of one title, each with what was `engaged`
 */
export function foldGuard(state: GuardState, slice: readonly SliceCell[]): GuardState {
  const cells = Map.groupBy(slice, ({ clusterId, context }) => `${clusterId} ${context}`);
  const arms = new Map(state.arms.map((arm) => [arm.creativeId, { ...arm, waiting: { ...arm.waiting } }]));
  for (const { creativeId } of slice) {
    if (creativeId === state.controlId || arms.has(creativeId)) continue;
    arms.set(creativeId, { creativeId, bets: BETS.map(() => 0), seen: NOTHING, waiting: {}, paused: false });
  }
  for (const [key, cell] of cells) {
    const control = countsOf(cell, state.controlId);
    for (const arm of arms.values()) {
      const own = countsOf(cell, arm.creativeId);
      const pair = { ...own, controlClicks: control.clicks, controlEngaged: control.engaged };
      const sum = plus(arm.waiting[key] ?? NOTHING, pair);
      if (Math.min(sum.clicks, sum.controlClicks) < STRETCH_CLICKS) arm.waiting[key] = sum;
      else {
        delete arm.waiting[key];
        arm.bets = arm.bets.map((bet, i) => bet + outcomeOf(sum, state.guard.leastShare, BETS[i]?.effect ?? 0));
        arm.seen = plus(arm.seen, sum);
      }
    }
  }
  return { ...state, arms: [...arms.values()] };
}

function countsOf(cell: readonly SliceCell[], id: CreativeId): { clicks: number; engaged: number } {
  const own = cell.filter(({ creativeId }) => creativeId === id);
  return {
    clicks: own.reduce((sum, { clicks }) => sum + clicks, 0),
    engaged: own.reduce((sum, { engaged }) => sum + (engaged ?? 0), 0),
  };
}

/** ln of what a bet on `effect` becomes. */
function outcomeOf({ clicks, engaged, controlClicks, controlEngaged }: Pair, share: number, effect: number): number {
  const odds = (clicks / controlClicks) * share;
  return -effect * engaged - (engaged + controlEngaged) * (Math.log1p(odds * Math.exp(-effect)) - Math.log1p(odds));
}

const percent = (part: number, of: number): string => `${Math.round((100 * part) / of)} %`;

/** Arms that are found out now, with the sentence that says why. They are to be marked with `markPaused`. */
export function clickbaitOf(state: GuardState): { creativeId: CreativeId; reason: string }[] {
  const alpha = FALSE_PAUSES / Math.max(1, state.arms.length);
  return state.arms.flatMap(({ creativeId, bets, seen, paused }) => {
    if (paused || seen.clicks < LEAST_CLICKS) return [];
    const most = Math.max(...bets);
    const evidence =
      most + Math.log(bets.reduce((sum, bet, i) => sum + (BETS[i]?.weight ?? 0) * Math.exp(bet - most), 0));
    if (evidence < -Math.log(alpha)) return [];
    const reason =
      `Clicks up, engagement down: an engaged view followed ${seen.engaged} of its ${seen.clicks} clicks ` +
      `(${percent(seen.engaged, seen.clicks)}), and ${seen.controlEngaged} of the control's ${seen.controlClicks} ` +
      `(${percent(seen.controlEngaged, seen.controlClicks)}).`;
    return [{ creativeId, reason }];
  });
}

/** Marks arms as paused, and forgets what is known of those that a person has resumed since. */
export function markPaused(state: GuardState, paused: ReadonlySet<CreativeId>): GuardState {
  const arms = state.arms.flatMap((arm) => {
    if (arm.paused && !paused.has(arm.creativeId)) return [];
    return [paused.has(arm.creativeId) ? { ...arm, paused: true } : arm];
  });
  return { ...state, arms };
}
