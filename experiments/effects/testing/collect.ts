import type { CreativeId } from "../../../core/creative.ts";
import { Stratum } from "../../../core/experiment.ts";
import type { Random } from "../../../core/random.ts";
import type { Bandit } from "../../worlds/play.ts";

export const armId = (arm: number): CreativeId => `crv_${arm.toString(16).padStart(16, "0")}` as CreativeId;

const SAMPLE = Stratum.parse({
  titleId: "the-sea",
  clusterId: "all",
  creativeId: armId(0),
  exposures: 0,
  clicks: 0,
  context: "",
  policyVersion: 1,
  basis: "policy",
  propensity: 1,
  engaged: 0,
});

/** One stratum, with everything else as it is of no interest. */
export const stratum = (some: Partial<Stratum>): Stratum => ({ ...SAMPLE, ...some });

/**
 * What a bandit leaves in the log of one cell: a version a batch, arms drawn exposure by exposure, true rates known.
 *
 * @param plan.rates click rates of the arms, or of the arms in one version
 * @param plan.holdout share of exposures that see arm 0 and are in no experiment
 */
export function collect(
  bandit: Bandit,
  plan: {
    readonly rates: readonly number[] | ((version: number) => readonly number[]);
    readonly batches: number;
    readonly size: number;
    readonly holdout?: number;
    readonly random: Random;
  },
): Stratum[] {
  const { rates, batches, size, holdout = 0, random } = plan;
  const ratesOf = typeof rates === "function" ? rates : () => rates;
  const open = ratesOf(1).map(() => true);
  const strata: Stratum[] = [];
  for (let version = 1; version <= batches; version++) {
    const now = ratesOf(version);
    const shares = bandit.shares(open)[0] ?? [];
    const seen = now.map(() => ({ exposures: 0, clicks: 0 }));
    const held = { exposures: 0, clicks: 0 };
    for (let exposure = 0; exposure < size; exposure++) {
      const out = holdout > 0 && random() < holdout;
      const arm = out ? 0 : draw(shares, random());
      const counts = out ? held : (seen[arm] as { exposures: number; clicks: number });
      counts.exposures++;
      if (random() < (now[arm] as number)) counts.clicks++;
    }
    bandit.learn([seen]);
    for (const [arm, counts] of seen.entries()) {
      if (counts.exposures === 0) continue;
      const propensity = shares[arm] as number;
      strata.push(stratum({ ...counts, creativeId: armId(arm), policyVersion: version, propensity }));
    }
    if (held.exposures > 0) strata.push(stratum({ ...held, policyVersion: version, basis: "holdout" }));
  }
  return strata;
}

function draw(shares: readonly number[], unit: number): number {
  let reached = 0;
  for (const [arm, share] of shares.entries()) {
    reached += share;
    if (unit < reached) return arm;
  }
  return shares.length - 1;
}
