import { hash } from "node:crypto";
import type { CreativeId } from "../core/creative.ts";
import type { ArmShare } from "../core/experiment.ts";

/** The arm that was drawn, and the probability with which it was. */
export type Choice = { readonly creativeId: CreativeId; readonly propensity: number };

/**
 * The arm whose stretch of the cumulative shares, in the order of `arms`, holds `unit`.
 *
 * @param arms shares that sum to 1; an arm with share 0 is never chosen
 * @param unit in 0..1, 1 excluded; uniform over users, it gives each arm its share
 * @throws RangeError when `unit` is outside, or no arm has a share
 */
export function chooseArm(arms: readonly ArmShare[], unit: number): Choice {
  if (!(unit >= 0 && unit < 1)) throw new RangeError(`unit must be in 0..1, 1 excluded, not ${unit}`);
  let reached = 0;
  let last: ArmShare | undefined;
  for (const arm of arms) {
    if (!(arm.probability > 0)) continue;
    last = arm;
    reached += arm.probability;
    if (unit < reached) break;
  }
  // Shares that sum to 1 - 1e-16 leave a gap at the very top; it belongs to the last arm.
  if (!last) throw new RangeError("no arm has a share above 0");
  return { creativeId: last.creativeId, propensity: last.probability };
}

/**
 * A uniform number that the same parts always give again: 53 bits of SHA-256.
 *
 * Give a secret salt first, then all that the choice shall depend on, such as user, title and policy version. Parts
 * are kept apart, so ("ab", "c") and ("a", "bc") are unrelated.
 *
 * @returns in 0..1, 1 excluded
 */
export function uniformOf(...parts: readonly (string | number)[]): number {
  const digest = hash("sha256", JSON.stringify(parts), "buffer");
  return (digest.readUInt32BE(0) * 2 ** 21 + (digest.readUInt32BE(4) >>> 11)) / 2 ** 53;
}
