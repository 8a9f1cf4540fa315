import { marqueeShares } from "../bandit/marquee.ts";
import { highest, onlyArm, type Policy } from "./policy.ts";
import { served } from "./served.ts";
import * as textbook from "./textbook.ts";
import { fixed } from "./textbook.ts";

/** What can be asked of a log by name, for people. */
export const POLICY_NAMES = [
  "uniform",
  "logged",
  "greedy",
  "ucb1",
  "roundrobin",
  "best",
  "best-first-half",
  "top3-first-half",
  "eps-greedy[:SHARE]",
  "thompson[:A,B]",
  "marquee",
  "always:ACTION",
  "optimal[:SHARE] (logs with true_ctr)",
] as const;

const PLAIN: Readonly<Record<string, Policy>> = {
  uniform: textbook.uniform,
  logged: textbook.logged,
  greedy: textbook.greedy,
  ucb1: textbook.ucb1,
  roundrobin: textbook.roundRobin,
  best: textbook.best,
  "best-first-half": textbook.bestOfFirstHalf(1),
  "eps-greedy": textbook.epsilonGreedy(0.1),
  thompson: textbook.thompson({ a: 1, b: 1 }),
  marquee: served("marquee", marqueeShares),
  optimal: optimal(0),
};

/**
 * The policy of that name.
 *
 * @returns `null` for a name that none has, or an argument outside its range
 */
export function policyByName(name: string): Policy | null {
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name] as Policy;
  const top = /^top([1-9]\d{0,3})-first-half$/.exec(name);
  if (top) return textbook.bestOfFirstHalf(Number(top[1]));
  const colon = name.indexOf(":");
  if (colon < 0) return null;
  const [kind, argument] = [name.slice(0, colon), name.slice(colon + 1)];
  if (argument === "") return null;
  const numbers = argument.split(",").map(Number);
  const [first, second] = numbers as [number, number | undefined];
  if (kind === "always") return textbook.always(argument);
  if (kind === "eps-greedy" && numbers.length === 1 && first >= 0 && first <= 1) return textbook.epsilonGreedy(first);
  if (kind === "optimal" && numbers.length === 1 && first >= 0 && first <= 1) return optimal(first);
  if (kind === "thompson" && numbers.length === 2 && isPrior(first) && isPrior(second))
    return textbook.thompson({ a: first, b: second });
  return null;
}

const isPrior = (value: number | undefined): value is number => value !== undefined && value >= 0.05 && value <= 1e6;

/** The arm that is best in truth, which only a simulated log knows. @param even share that is spread over all arms */
function optimal(even: number): Policy {
  return fixed(even === 0 ? "optimal" : `optimal:${even}`, ({ open, logged: { true_ctr: rates } }) => {
    if (!rates) throw new Error("the policy `optimal` needs `true_ctr` in every row of the log");
    const best = onlyArm(
      open,
      highest(open, (arm) => rates[arm] ?? 0),
    );
    return best.map((share) => (1 - even) * share + even / open.length);
  });
}
