import { randomFrom, seedOf } from "../../../core/random.ts";
import { marqueeBandit } from "../../bandit/marquee.ts";
import { armEstimate, isDrawn, liftOverControl } from "../arms.ts";
import { leaderLift, leaderOf, splitOf } from "../leader.ts";
import { liftInterval, rateInterval, ratioOf } from "../score.ts";
import { armId, collect } from "./collect.ts";

export type CoverageCase = {
  readonly rates: readonly number[];
  readonly exploration: number;
  readonly batches: number;
  readonly size: number;
  readonly holdout?: number;
};

/** Means over simulations and arms; biases are relative to the truth. */
export type Coverage = {
  readonly rate: number;
  readonly rateBias: number;
  readonly lift: number;
  /** In clicks an exposure, as a share of the control's rate + 1: (1 + lift) / (1 + true lift) - 1. */
  readonly liftBias: number;
  readonly leader: number;
  readonly leaderBias: number;
  /** How often a leader's lift could be told. */
  readonly told: number;
  /** How often "no lift" was rejected for arms whose lift is 0; NaN where there is no such arm. */
  readonly falseRejections: number;
};

class Mean {
  private total = 0;
  private count = 0;
  add(value: number | boolean): void {
    this.total += Number(value);
    this.count++;
  }
  get value(): number {
    return this.total / this.count;
  }
}

const holds = (interval: { low: number; high: number } | null, truth: number): boolean =>
  interval !== null && interval.low <= truth && truth <= interval.high;

/** Collects by the product's own policy, again and again, and asks how often intervals hold the truth. */
export function coverageOf(
  plan: CoverageCase,
  simulations: number,
  seed: number,
): { weighted: Coverage; naive: Coverage } {
  const { rates, exploration, batches, size, holdout = 0 } = plan;
  const arms = rates.map((_, arm) => armId(arm));
  const blank = () => ({
    rate: new Mean(),
    rateBias: new Mean(),
    lift: new Mean(),
    liftBias: new Mean(),
    leader: new Mean(),
    leaderBias: new Mean(),
    told: new Mean(),
    falseRejections: new Mean(),
  });
  const [weighted, naive] = [blank(), blank()];
  const truth = (arm: number) => (rates[arm] as number) / (rates[0] as number) - 1;
  for (let simulation = 0; simulation < simulations; simulation++) {
    const random = randomFrom(seedOf("coverage", seed, simulation));
    const bandit = marqueeBandit(1, rates.length, { exploration, leastEvidence: 100 });
    const strata = collect(bandit, { rates, batches, size, holdout, random });
    const counted = arms.map((creativeId) => {
      const own = strata.filter((one) => one.creativeId === creativeId && isDrawn(one));
      const exposures = own.reduce((sum, one) => sum + one.exposures, 0);
      return { exposures, rate: own.reduce((sum, one) => sum + one.clicks, 0) / exposures };
    });
    for (const [arm, creativeId] of arms.entries()) {
      const rate = rates[arm] as number;
      const [estimate, plain] = [armEstimate(strata, creativeId), counted[arm] as (typeof counted)[number]];
      weighted.rate.add(holds(estimate, rate));
      weighted.rateBias.add((estimate?.rate ?? 0) / rate - 1);
      naive.rate.add(holds(rateInterval(plain), rate));
      naive.rateBias.add(plain.rate / rate - 1);
      if (arm === 0) continue;
      const lift = liftOverControl(strata, creativeId, armId(0));
      const control = counted[0] as (typeof counted)[number];
      const plainLift = liftInterval(plain, control);
      if (lift) weighted.lift.add(holds(lift, truth(arm)));
      if (lift) weighted.liftBias.add((1 + lift.ratio) / (1 + truth(arm)) - 1);
      naive.lift.add(holds(plainLift, truth(arm)));
      naive.liftBias.add((1 + ratioOf(plain, control)) / (1 + truth(arm)) - 1);
      if (rate !== rates[0]) continue;
      if (lift) weighted.falseRejections.add(!holds(lift, 0));
      // As it is done: two means and their standard errors.
      const error = Math.sqrt(
        [plain, control].reduce((sum, one) => sum + (one.rate * (1 - one.rate)) / one.exposures, 0),
      );
      naive.falseRejections.add(Math.abs(plain.rate - control.rate) > 1.959964 * error);
    }
    const since = splitOf(strata) ?? 0;
    const lift = leaderLift(strata, { since, among: arms, over: armId(0), controlId: armId(0) });
    weighted.told.add(lift !== null);
    if (lift) {
      const real = truth(arms.indexOf(lift.creativeId));
      weighted.leader.add(holds(lift, real));
      weighted.leaderBias.add((1 + lift.ratio) / (1 + real) - 1);
    }
    const leads = leaderOf(strata, arms);
    if (leads && leads !== arms[0]) {
      const [plain, control] = [counted[arms.indexOf(leads)], counted[0]] as [
        (typeof counted)[number],
        (typeof counted)[number],
      ];
      naive.leader.add(holds(liftInterval(plain, control), truth(arms.indexOf(leads))));
      naive.leaderBias.add((1 + ratioOf(plain, control)) / (1 + truth(arms.indexOf(leads))) - 1);
    }
  }
  const read = (means: ReturnType<typeof blank>): Coverage =>
    Object.fromEntries(Object.entries(means).map(([name, mean]) => [name, mean.value])) as unknown as Coverage;
  return { weighted: read(weighted), naive: read(naive) };
}
