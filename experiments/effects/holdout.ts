import type { Stratum } from "../../core/experiment.ts";
import type { Counts } from "../posterior.ts";
import { LEAST_CLICKS } from "./arms.ts";
import { criticalOf, type Lifted } from "./score.ts";

/** What the whole system is worth: users in experiments against those who always see the control. */
export type SystemLift = Lifted & { readonly experiment: Counts; readonly holdout: Counts };

/**
 * Lift of everything together: of what users in experiments were shown, however it was chosen, over the control for the
 * held out. Who is held out was drawn once for good, so plain counts are fair; they are compared within title, cluster
 * and policy version, so that neither a title's audience nor a season is taken for a lift.
 *
 * Exposures of one user count as independent: where users come back often, the interval is too narrow.
 *
 * @param strata of any titles
 * @returns `null` while the held out would have brought fewer than 10 clicks
 *
 * Source: N. Mantel, W. Haenszel, J. Natl. Cancer Inst. 22 (1959); the ratio's variance by S. Greenland, J. M. Robins,
 * Biometrics 41 (1985) 55-68, equation 13, which holds for many thin cells as for few thick ones.
 */
export function systemLift(strata: readonly Stratum[], mass = 0.95): SystemLift | null {
  const cells = new Map<string, { shown: Sum; held: Sum }>();
  const [experiment, holdout] = [nothing(), nothing()];
  for (const stratum of strata) {
    if (stratum.basis === "fallback" || stratum.exposures === 0) continue;
    const key = `${stratum.titleId} ${stratum.clusterId} ${stratum.policyVersion}`;
    const cell = cells.get(key) ?? { shown: nothing(), held: nothing() };
    const held = stratum.basis === "holdout";
    for (const sum of held ? [cell.held, holdout] : [cell.shown, experiment]) {
      sum.exposures += stratum.exposures;
      sum.clicks += stratum.clicks;
    }
    cells.set(key, cell);
  }
  // By what the others click: an unlucky holdout must not be kept back longer.
  const expected = (holdout.exposures * experiment.clicks) / Math.max(1, experiment.exposures);
  if (expected < LEAST_CLICKS || holdout.clicks === 0) return null;
  let [above, below, spread] = [0, 0, 0];
  for (const { shown, held } of cells.values()) {
    const all = shown.exposures + held.exposures;
    const clicks = shown.clicks + held.clicks;
    above += (shown.clicks * held.exposures) / all;
    below += (held.clicks * shown.exposures) / all;
    spread += (shown.exposures * held.exposures * clicks - shown.clicks * held.clicks * all) / all ** 2;
  }
  if (!(above > 0 && below > 0)) return null;
  const [log, half] = [Math.log(above / below), criticalOf(mass) * Math.sqrt(spread / (above * below))];
  return { ratio: Math.expm1(log), low: Math.expm1(log - half), high: Math.expm1(log + half), experiment, holdout };
}

type Sum = { exposures: number; clicks: number };
const nothing = (): Sum => ({ exposures: 0, clicks: 0 });
