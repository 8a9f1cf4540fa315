import { chancesBest } from "../best-fast.ts";
import type { Beta } from "../beta.ts";
import type { Decision } from "./census.ts";
import { entry } from "./entry.ts";
import { equalShares, highest, type Learner, onlyArm, type Policy } from "./policy.ts";

/** What was seen of one arm in one segment. */
type Seen = { shown: number; reward: number };
type Rule = (open: readonly number[], seen: (arm: number) => Seen, total: number) => readonly number[];
/** `shares`: by the open arms, as long as nothing new was seen. */
type Segment = { arms: Map<number, Seen>; total: number; shares: Map<string, readonly number[]> };

const UNSEEN: Seen = { shown: 0, reward: 0 };

/** A learner that keeps one sum for each segment and arm and knows nothing else. */
function counting(rule: Rule): Learner {
  const segments = new Map<string, Segment>();
  const segmentOf = ({ segment }: Decision) =>
    entry(segments, segment, () => ({ arms: new Map(), total: 0, shares: new Map() }));
  return {
    shares(decision) {
      const { arms, total, shares } = segmentOf(decision);
      const { open } = decision;
      return entry(shares, open.join(), () => rule(open, (arm) => arms.get(arm) ?? UNSEEN, total));
    },
    learn(decision) {
      const segment = segmentOf(decision);
      const arm = entry(segment.arms, decision.arm, () => ({ shown: 0, reward: 0 }));
      arm.shown++;
      arm.reward += decision.reward;
      segment.total++;
      segment.shares.clear();
    },
  };
}

/** Equal shares for ever. */
export const uniform: Policy = fixed("uniform", ({ open }) => equalShares(open));
/** Whatever was logged: what is, not what could be. */
export const logged: Policy = fixed("logged", () => null);

/** The arms in turn: row number modulo the number of arms. */
export const roundRobin: Policy = fixed("roundrobin", ({ open, turn }) =>
  onlyArm(open, open[turn % open.length] as number),
);

/** A policy that knows all it needs and learns nothing. */
export function fixed(name: string, shares: Learner["shares"]): Policy {
  return { name, training: "none", progressive: false, learner: () => ({ shares }) };
}

/** One arm for all. @param arm its name */
export const always = (arm: string): Policy => ({
  name: `always:${arm}`,
  training: "none",
  progressive: false,
  arms: [arm],
  learner: ({ arms }) => ({ shares: ({ open }) => onlyArm(open, arms.indexOf(arm)) }),
});

const learning = (name: string, rule: Rule): Policy => ({
  name,
  training: "half",
  progressive: true,
  learner: () => counting(rule),
});

const smoothed = ({ shown, reward }: Seen): number => (reward + 1) / (shown + 100);
const rate = ({ shown, reward }: Seen): number => (shown > 0 ? reward / shown : 0);

/** The arm with the highest (clicks + 1) / (shown + 100). */
export const greedy: Policy = learning("greedy", (open, seen) =>
  onlyArm(
    open,
    highest(open, (arm) => smoothed(seen(arm))),
  ),
);

/** Greedy, but for a share that is spread over all arms. @param epsilon that share, 0..1 */
export const epsilonGreedy = (epsilon: number): Policy =>
  learning(epsilon === 0.1 ? "eps-greedy" : `eps-greedy:${epsilon}`, (open, seen) => {
    const best = highest(open, (arm) => smoothed(seen(arm)));
    return open.map((arm) => epsilon / open.length + (arm === best ? 1 - epsilon : 0));
  });

/** Unseen arms first, then the highest mean + sqrt(2 ln(total) / shown). Source: Auer et al., Machine Learning 47 (2002). */
export const ucb1: Policy = learning("ucb1", (open, seen, total) =>
  onlyArm(
    open,
    highest(open, (arm) => {
      const own = seen(arm);
      return own.shown === 0 ? Number.POSITIVE_INFINITY : rate(own) + Math.sqrt((2 * Math.log(total)) / own.shown);
    }),
  ),
);

/**
 * Thompson sampling from Beta priors, as shares: each arm's probability to be best.
 *
 * Rewards over 1 count as 1. @param prior Beta(a, b), both at least 0.05
 */
export const thompson = (prior: Beta): Policy =>
  learning(prior.a === 1 && prior.b === 1 ? "thompson" : `thompson:${prior.a},${prior.b}`, (open, seen) =>
    chancesBest(
      open.map((arm) => {
        const { shown, reward } = seen(arm);
        const rewarded = Math.min(reward, shown);
        return { a: prior.a + rewarded, b: prior.b + shown - rewarded };
      }),
    ),
  );

/** The arms with the highest rates, equally. @param count how many */
const bestRule =
  (count: number): Rule =>
  (open, seen) => {
    const ranked = [...open].sort((a, b) => rate(seen(b)) - rate(seen(a)) || a - b).slice(0, count);
    return open.map((arm) => (ranked.includes(arm) ? 1 / ranked.length : 0));
  };

/** The arm that the whole log says is best. It has been seen, so it looks better than it is. */
export const best: Policy = {
  name: "best",
  training: "whole",
  progressive: false,
  learner: () => counting(bestRule(1)),
};

/** The best arms of the first half, equally, judged on the second. @param count how many */
export const bestOfFirstHalf = (count: number): Policy => ({
  name: count === 1 ? "best-first-half" : `top${count}-first-half`,
  training: "half",
  progressive: false,
  learner: () => counting(bestRule(count)),
});
