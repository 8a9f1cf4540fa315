import type { LogRow } from "../../core/log.ts";
import type { PolicyFigures, PolicyJudgement } from "../../core/policy-release.ts";
import { marqueeShares } from "../bandit/marquee.ts";
import { policyNamed } from "../policies.ts";
import type { Estimates } from "./estimates.ts";
import { evaluate } from "./evaluate.ts";
import { served } from "./served.ts";

/**
 * What a log says of a policy that could be served, beside the present one. Both learn from its first half and are
 * judged by its second, so that they know the same.
 *
 * @param ask.policy of `policyNamed`; so is `present`, and one that is no more is judged as `marquee`
 * @throws RangeError when there is no such policy
 */
export async function judgePolicy(
  rows: readonly LogRow[],
  ask: { readonly policy: string; readonly present: string },
): Promise<PolicyJudgement> {
  const rule = policyNamed(ask.policy);
  if (!rule) throw new RangeError(`there is no policy ${ask.policy}`);
  const baseline = served(ask.present, policyNamed(ask.present) ?? marqueeShares);
  const judged = await evaluate(() => rows, { policy: served(ask.policy, rule), baseline, seed: 1 });
  const { estimates, baselineEstimates, difference, verdict, notes, decisions } = judged;
  return {
    decisions,
    judgedOn: estimates.rows,
    candidate: figuresOf(estimates),
    present: figuresOf(baselineEstimates),
    difference: { value: difference.value, ...difference.careful },
    ...verdict,
    notes: [...notes],
  };
}

function figuresOf({ ips, snips, dr, switchDr, careful, ess, maxWeight }: Estimates): PolicyFigures {
  return {
    ips: { value: ips.value, ...careful.ips },
    snips: { value: snips.value, ...careful.snips },
    dr: { value: dr.value, ...careful.dr },
    switchDr: { value: switchDr.value, low: switchDr.low, high: switchDr.high },
    ess,
    maxWeight,
  };
}
