import { z } from "zod";
import { CreativeId } from "../../core/creative.ts";

const ratio = z.number().meta({ description: "One rate over the other's, minus 1: 0.2 is 20 % more." });
const interval = { ratio, low: z.number(), high: z.number().meta({ description: "95 % interval: `low` to `high`." }) };
const reference = z.enum(["holdout", "draws"]).meta({
  description: "Over what users see who are in no experiment, or over the other artwork's own draws.",
});

export const Lift = z.object({ ...interval, reference });

export const LeaderLift = z
  .object({
    creativeId: CreativeId,
    over: CreativeId,
    since: z.int().meta({ description: "The policy version from which on it is measured." }),
    ...Lift.shape,
  })
  .meta({
    description:
      "Of the artwork that led before policy version `since`, measured from then on: what made it lead says more of it than is true. Null while there is one version, nobody to compare with, or too little seen.",
  });

const counts = z.object({ exposures: z.int(), clicks: z.int() });

export const SystemLift = z.object({ ...interval, experiment: counts, holdout: counts }).meta({
  description:
    "What everything together is worth: users in experiments over those held out, who always see the control, within title, cluster and policy version. Null while too few are held out.",
});
