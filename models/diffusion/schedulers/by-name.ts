import { z } from "zod";
import { ddim } from "./ddim.ts";
import { ddpm } from "./ddpm.ts";
import { dpmSolver } from "./dpm-solver.ts";
import { euler } from "./euler.ts";
import { eulerAncestral } from "./euler-ancestral.ts";
import { flowMatchEuler } from "./flow-match-euler.ts";
import { heun } from "./heun.ts";
import { lcm } from "./lcm.ts";
import { pndm } from "./pndm.ts";
import type { Scheduler } from "./schedule.ts";
import { unipc } from "./unipc.ts";

const KNOWN: Readonly<Record<string, (config: unknown) => Scheduler>> = {
  EulerDiscreteScheduler: euler,
  EulerAncestralDiscreteScheduler: eulerAncestral,
  DDIMScheduler: ddim,
  LCMScheduler: lcm,
  DPMSolverMultistepScheduler: dpmSolver,
  FlowMatchEulerDiscreteScheduler: flowMatchEuler,
  PNDMScheduler: pndm,
  UniPCMultistepScheduler: unipc,
  HeunDiscreteScheduler: heun,
  DDPMScheduler: ddpm,
};

/**
 * The scheduler that a config asks for.
 *
 * @param name a class name as configs have it in `_class_name`
 * @param config the JSON of `scheduler_config.json`; options of other classes in it are ignored, as there
 * @throws an Error that names the scheduler and what it cannot do
 */
export function schedulerNamed(name: string, config: unknown): Scheduler {
  const make = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (!make) throw new Error(`scheduler ${name} is not known here; known are ${Object.keys(KNOWN).join(", ")}`);
  try {
    return make(config);
  } catch (cause) {
    if (cause instanceof z.ZodError)
      throw new Error(`${name}: ${z.prettifyError(cause).replaceAll("\n", " ")}`, { cause });
    throw cause;
  }
}
