import { randomFrom, seedOf } from "../../core/random.ts";
import type { Interval } from "../posterior.ts";
import { differenceInterval } from "./careful.ts";
import { type Census, censusOf, type Decision, decisionsOf, type Log } from "./census.ts";
import { entry } from "./entry.ts";
import { type Estimate, type Estimates, normalEstimate, OffPolicy } from "./estimates.ts";
import { Moments } from "./moments.ts";
import type { Learner, Policy } from "./policy.ts";
import { Replay, type Replayed } from "./replay.ts";
import { RewardModel } from "./reward-model.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** What a policy would have earned in a log, beside another. */
export type Evaluation = {
  readonly policy: string;
  readonly baseline: string;
  /** Drawn decisions in the log, and rows that nothing was drawn for, which are left out. */
  readonly decisions: number;
  readonly skipped: number;
  /** Which rows were judged: all, or those after the first half, from which the policy had learned. */
  readonly judged: "all" | "second-half";
  readonly replay: Replayed;
  readonly estimates: Estimates;
  readonly baselineEstimates: Estimates;
  /** DR of the policy less DR of the baseline, decision by decision; `careful` is what the verdict goes by. */
  readonly difference: Estimate & { readonly careful: Interval };
  readonly verdict: Verdict;
  readonly notes: readonly string[];
};

/**
 * Judges a policy by a log: replays it, estimates what it would have earned, and compares that with a baseline.
 *
 * Reads the log three times and holds sums by cell and arm, never the rows. Same log, policies and seed, same answer.
 *
 * @param seed draws the replays of policies that draw, 0..2^32-1
 * @throws Error when a policy names an arm that the log does not know; LineError from the log itself
 */
export async function evaluate(
  log: Log,
  { policy, baseline, seed }: { readonly policy: Policy; readonly baseline: Policy; readonly seed: number },
): Promise<Evaluation> {
  const census = await censusOf(log);
  for (const { name, arms = [] } of [policy, baseline]) checkArms(census, name, arms);
  const halves = [policy, baseline].some(({ training }) => training === "half");
  const from = halves ? Math.floor(census.drawn / 2) : 0;
  const sides = [new Side(policy, census), new Side(baseline, census)] as const;
  const model = new RewardModel();
  for await (const decision of decisionsOf(log, census)) {
    for (const side of sides) side.train(decision, from);
    model.learn(decision.row, decision, decision.arm, decision.reward);
  }
  for (const side of sides) side.settle();
  const replay = sides[0].replay(seed);
  const difference = new Moments();
  for await (const decision of decisionsOf(log, census)) {
    if (policy.progressive || decision.row >= from) replay.see(decision);
    if (decision.row < from) continue;
    const expect = model.expect(decision.row, decision);
    difference.add(sides[0].judge(decision, expect) - sides[1].judge(decision, expect));
  }
  const [estimates, baselineEstimates] = [sides[0].sums.estimates, sides[1].sums.estimates];
  const between = normalEstimate(difference.mean, difference.error);
  const careful = differenceInterval(
    { ...estimates.dr, ...estimates.careful.dr },
    { ...baselineEstimates.dr, ...baselineEstimates.careful.dr },
    between.se,
  );
  return {
    policy: policy.name,
    baseline: baseline.name,
    decisions: census.drawn,
    skipped: census.skipped,
    judged: halves ? "second-half" : "all",
    replay: replay.result,
    estimates,
    baselineEstimates,
    difference: { ...between, careful },
    verdict: verdictOf({
      careful,
      ess: estimates.ess,
      baselineEss: baselineEstimates.ess,
      inSample: policy.training === "whole",
    }),
    notes: notesOn(policy, estimates, census),
  };
}

function checkArms({ contests }: Census, policy: string, named: readonly string[]): void {
  const known = new Set([...contests.values()].flatMap(({ arms }) => arms));
  const unknown = named.find((arm) => !known.has(arm));
  if (unknown !== undefined) throw new Error(`${policy}: the log knows no arm ${unknown}`);
}

/** One of the two policies that are compared: what it has learned, and what it would have earned. */
class Side {
  readonly sums = new OffPolicy();
  readonly #learners = new Map<string, Learner>();
  readonly #policy: Policy;
  readonly #census: Census;

  constructor(policy: Policy, census: Census) {
    this.#policy = policy;
    this.#census = census;
  }

  train(decision: Decision, from: number): void {
    const { training } = this.#policy;
    if (training === "whole" || (training === "half" && decision.row < from)) this.#of(decision).learn?.(decision);
  }

  settle(): void {
    for (const learner of this.#learners.values()) learner.settle?.();
  }

  /** @returns the decision's part of the DR estimate */
  judge(decision: Decision, expect: (arm: number) => number): number {
    const { open, arm, reward, propensity } = decision;
    const shares = this.#of(decision).shares(decision);
    const predicted = expect(arm);
    let [weight, expected] = [1, predicted];
    if (shares) {
      expected = 0;
      for (let i = 0; i < open.length; i++) expected += (shares[i] as number) * expect(open[i] as number);
      weight = (shares[open.indexOf(arm)] ?? 0) / propensity;
    }
    this.sums.add({ weight, reward, predicted, expected });
    return expected + weight * (reward - predicted);
  }

  replay(seed: number): Replay {
    const { name, progressive } = this.#policy;
    const learnerOf = (contest: string) => (progressive ? this.#fresh(contest) : this.#ofContest(contest));
    return new Replay(learnerOf, progressive, randomFrom(seedOf(name, seed)));
  }

  #of = ({ contest }: Decision): Learner => this.#ofContest(contest);
  #ofContest = (contest: string): Learner => entry(this.#learners, contest, () => this.#fresh(contest));
  #fresh = (contest: string): Learner =>
    this.#policy.learner(this.#census.contests.get(contest) ?? { arms: [], segments: [] });
}

function notesOn({ training }: Policy, { meanWeight, ess, rows }: Estimates, { skipped }: Census): string[] {
  const notes: string[] = [];
  if (training === "whole") notes.push("It was chosen on the rows that it is judged by: all figures read too high.");
  const spread = ess > 0 ? meanWeight * Math.sqrt(Math.max(0, 1 / ess - 1 / rows)) : 0;
  if (Math.abs(meanWeight - 1) > Math.max(0.02, 4 * spread))
    notes.push(
      `The mean weight is ${meanWeight.toPrecision(3)} and not 1: propensities are not what the arms were drawn with, or the policy wants arms that were never drawn.`,
    );
  if (skipped > 0) notes.push(`${skipped} rows hold no drawn arm and were left out.`);
  return notes;
}
