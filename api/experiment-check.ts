import type { Creative, CreativeId } from "../core/creative.ts";
import type { FieldIssue } from "../core/errors.ts";
import type { Experiment } from "../core/experiment.ts";
import type { CreativeStore } from "../core/ports.ts";

/** Shares that a person types: a few digits each. */
const TOLERANCE = 1e-6;

/** Approved by a person, or in some channel by the workspace's setting; not pulled. */
export const isShowable = ({ pull, status, autoApproved }: Creative): boolean =>
  pull === null && (status === "approved" || status === "live" || (status === "in-review" && autoApproved.length > 0));

/** What of an experiment is new, and must hold now; what stands may have lost an arm since. */
type Asked = { readonly arms: boolean; readonly settings: boolean; readonly paused: boolean };

/** Why an experiment cannot be as it is asked for, each with its field; none: it can. */
export async function objectionsTo(
  experiment: Experiment,
  asked: Asked,
  creatives: Pick<CreativeStore, "get">,
): Promise<readonly FieldIssue[]> {
  const { titleId, controlId, arms, paused, settings } = experiment;
  const { mode, shares } = settings;
  const issues: FieldIssue[] = [];
  const refuse = (field: string, reason: string) => void issues.push({ field, reason });
  const checkArm = async (id: CreativeId, field: string) => {
    const creative = await creatives.get(id);
    if (!creative) refuse(field, `${id} does not exist`);
    else if (creative.titleId !== titleId) refuse(field, `${id} is of another title, ${creative.titleId}`);
    else if (!isShowable(creative)) refuse(field, `${id} is not approved, but ${creative.status}`);
  };

  if (asked.arms && arms) {
    for (const [i, id] of arms.entries()) await checkArm(id, `body.arms.${i}`);
    if (!arms.includes(controlId)) refuse("body.arms", `the control, ${controlId}, is not among them`);
    if (new Set(arms).size < arms.length) refuse("body.arms", "names an arm twice");
  }
  for (const [i, { creativeId }] of asked.paused ? paused.entries() : []) {
    const field = `body.paused.${i}.creativeId`;
    if (creativeId === controlId) refuse(field, "is the control, by which everything is measured");
    else if (arms && !arms.includes(creativeId)) refuse(field, `${creativeId} is no arm of this experiment`);
    else if (!arms) await checkArm(creativeId, field);
  }
  if (!asked.settings && !(asked.arms && mode === "fixed")) return issues;
  if (mode === "fixed" && !shares) refuse("body.settings.shares", "mode `fixed` needs the share of each arm");
  for (const [i, { creativeId }] of (shares ?? []).entries()) {
    const field = `body.settings.shares.${i}.creativeId`;
    if (arms && !arms.includes(creativeId)) refuse(field, `${creativeId} is no arm of this experiment`);
    else if (!arms) await checkArm(creativeId, field);
  }
  const sum = (shares ?? []).reduce((total, { probability }) => total + probability, 0);
  if (shares && Math.abs(sum - 1) > TOLERANCE) refuse("body.settings.shares", `sum to ${sum}, not to 1`);
  if (shares && new Set(shares.map(({ creativeId }) => creativeId)).size < shares.length)
    refuse("body.settings.shares", "names an arm twice");
  return issues;
}
