import type { Brief, Check, MadeCreative } from "../core/creative.ts";
import type { ImageModel, TextModel } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { caption } from "./caption.ts";
import { check, mayPassAgain } from "./check.ts";
import type { Judging } from "./judge.ts";
import { paint } from "./paint.ts";
import { promptOf } from "./prompt.ts";
import type { Sealer } from "./proof/sealer.ts";
import { prove } from "./prove.ts";
import { sketch } from "./sketch.ts";
import type { Stage } from "./stage.ts";
import { style } from "./style.ts";

export type PipelineTools = {
  readonly image: ImageModel;
  readonly text: TextModel;
  /** Networks that measure the pictures, where there are any. */
  readonly judges?: readonly Judging[];
  /** Signs the files. Absent: they carry the AI label alone. */
  readonly sealer?: Sealer;
};

// A creative that three seeds could not make is a matter for a person.
const MAX_RETRIES = 2;

/**
 * Makes one creative: the whole product in order.
 *
 * When a gate fails that another seed may pass, the creative is made again with a derived seed, twice at most; the
 * check named `retries` says how often. What still fails comes back among the checks. The same brief and models give
 * the same bytes.
 *
 * @throws the signal's reason when it is aborted; what a model throws
 */
export async function makeCreative(brief: Brief, tools: PipelineTools, signal: AbortSignal): Promise<MadeCreative> {
  const stageMs: Record<string, number> = {};
  const run = timed(stageMs, signal);
  for (let retry = 0; ; retry++) {
    const seed = retry === 0 ? brief.seed : seedOf("retry", brief.seed, retry);

    const sketched = await run(sketch, { ...brief, seed }, tools);
    const painted = await run(paint, sketched, tools);
    const styled = await run(style, painted, tools);
    const captioned = await run(caption, styled, tools);
    const proved = await run(prove, captioned, tools);
    const checked = await run(check, proved, tools);

    const retried: Check = { gate: "retries", passed: true, measured: retry, limit: MAX_RETRIES };
    const failed = checked.checks.filter(({ passed }) => !passed);
    if (failed.length > 0 && failed.every(mayPassAgain) && retry < MAX_RETRIES) continue;
    return {
      creativeId: brief.creativeId,
      renditions: checked.renditions,
      copy: checked.copy,
      checks: [...checked.checks, retried],
      provenance: {
        prompt: promptOf(brief),
        stages: versionsOf(sketch, paint, style, caption, prove, check),
        imageModel: tools.image.papers,
        textModel: tools.text.papers,
        ...(tools.judges ? { judges: tools.judges.map(({ judge }) => judge.papers) } : {}),
        ...(proved.proof ? { proof: proved.proof } : {}),
        stageMs,
      },
    };
  }
}

/** Runs a stage unless the work was cancelled, and adds up the milliseconds that each stage took. */
const timed =
  (stageMs: Record<string, number>, signal: AbortSignal) =>
  async <In, Out, Tools>(stage: Stage<In, Out, Tools>, input: In, tools: Tools): Promise<Out> => {
    signal.throwIfAborted();
    const began = performance.now();
    const output = await stage.run(input, tools, signal);
    stageMs[stage.name] = (stageMs[stage.name] ?? 0) + performance.now() - began;
    return output;
  };

const versionsOf = (...stages: readonly { name: string; version: number }[]): Record<string, number> =>
  Object.fromEntries(stages.map(({ name, version }) => [name, version]));
