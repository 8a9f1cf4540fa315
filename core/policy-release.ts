import { z } from "zod";

/** A mean reward a decision, with a 95 % interval that holds on thin logs too (of switch-DR: the normal one). */
const figure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

/** What one policy would have earned in the log, by each estimate; see docs/log.md. */
export const PolicyFigures = z.strictObject({
  ips: figure,
  snips: figure,
  dr: figure,
  switchDr: figure,
  ess: z.number().meta({ description: "So many decisions of the policy's own would tell as much." }),
  maxWeight: z.number(),
});
export type PolicyFigures = z.infer<typeof PolicyFigures>;

/** What a workspace's own log says of a policy beside the present one. */
export const PolicyJudgement = z.strictObject({
  decisions: z.int().meta({ description: "Drawn decisions that were read, the newest part of them when too many." }),
  judgedOn: z.int().meta({ description: "Of these, those that the figures are of; the others were learned from." }),
  candidate: PolicyFigures,
  present: PolicyFigures,
  difference: figure.meta({ description: "Candidate less present, doubly robust." }),
  verdict: z.enum(["better", "worse", "cannot-tell", "refused"]).meta({ description: "`refused`: too thin to tell." }),
  why: z.string(),
  notes: z.array(z.string()),
});
export type PolicyJudgement = z.infer<typeof PolicyJudgement>;

/** A policy that took effect. */
export const PolicyRelease = z.strictObject({
  id: z.string().meta({ description: "Send as `after` for what was released before." }),
  at: z.iso.datetime(),
  actor: z.string(),
  policy: z.string(),
  before: z.string(),
  unproven: z.boolean().meta({ description: "Somebody accepted that the log was too thin to judge it." }),
  judgement: PolicyJudgement,
});
export type PolicyRelease = z.infer<typeof PolicyRelease>;
