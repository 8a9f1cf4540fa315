import sharp from "sharp";
import { Locale } from "../core/attributes.ts";
import type { Brief, Check, MadeCreative } from "../core/creative.ts";
import type { ImageModel, TextModel } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { type Rejection, TRIES_A_MAKING, type Tries } from "../core/rejection.ts";
import { caption } from "./caption.ts";
import { check } from "./check.ts";
import { mayPassAgain } from "./gates/list.ts";
import { inspect } from "./inspect.ts";
import type { Judging } from "./judge.ts";
import type { KeyArtTools } from "./key-art/master.ts";
import { paint } from "./paint.ts";
import { promptOf } from "./prompt.ts";
import type { Sealer } from "./proof/sealer.ts";
import { prove } from "./prove.ts";
import { sketch } from "./sketch.ts";
import type { Stage } from "./stage.ts";
import { style } from "./style.ts";
import { echoesIn } from "./words/echo.ts";

export type PipelineTools = KeyArtTools & {
  readonly image: ImageModel;
  readonly text: TextModel;
  /** Networks that measure the pictures, where there are any. */
  readonly judges?: readonly Judging[];
  /** Signs the files. Absent: they carry the AI label alone. */
  readonly sealer?: Sealer;
};

const versionsOf = (...stages: readonly { name: string; version: number }[]): Record<string, number> =>
  Object.fromEntries(stages.map(({ name, version }) => [name, version]));

/** In their order. A creative can be made again by the versions that made it, and by no others. */
export const STAGE_VERSIONS: Readonly<Record<string, number>> = versionsOf(
  sketch,
  paint,
  inspect,
  style,
  caption,
  prove,
  check,
);

/** What draws and encodes: another version of it may round another way. */
export const LIBRARIES: Readonly<Record<string, string>> = {
  sharp: sharp.versions.sharp ?? "",
  vips: sharp.versions.vips,
};

/** The seed of a try: the brief's own, and then others derived from it. */
export const seedOfTry = (brief: Brief, retry: number): number =>
  retry === 0 ? brief.seed : seedOf("retry", brief.seed, retry);

/**
 * Makes one creative: the whole product in order.
 *
 * When a gate fails that another seed may pass, the creative is made again with a derived seed, twice at most; what each
 * try did not pass is among the `rejections`, and the check named `retries` says which try this is. What the last one
 * fails is among the checks too. The same brief, models and try give the same bytes: `{ from: provenance.retry, most: 1 }`
 * makes a creative again.
 *
 * @throws the signal's reason when it is aborted; what a model throws
 */
export async function makeCreative(
  brief: Brief,
  tools: PipelineTools,
  signal: AbortSignal,
  { from = 0, most = TRIES_A_MAKING, siblings = [], said = saidBy(siblings, brief) }: Tries = {},
): Promise<MadeCreative> {
  const stageMs: Record<string, number> = {};
  const run = timed(stageMs, signal);
  const rejections: Rejection[] = [];
  const last = from + most - 1;
  for (let retry = from; ; retry++) {
    const seed = seedOfTry(brief, retry);
    const refuses = (checks: readonly Check[]): boolean => {
      rejections.push(...checks.filter(({ passed }) => !passed).map((failed) => rejectionOf(failed, retry, seed)));
      return retry < last && wouldPassAgain(checks);
    };

    const sketched = await run(sketch, { ...brief, seed }, tools);
    const painted = await run(paint, sketched, tools);
    const inspected = await run(inspect, { ...sketched, ...painted }, { ...tools, siblings });
    if (refuses(inspected.checks)) continue;
    const styled = await run(style, painted, tools);
    const captioned = await run(caption, styled, { ...tools, said });
    const proved = await run(prove, captioned, tools);
    const checked = await run(check, { ...proved, titles: styled.titles }, tools);
    if (refuses(checked.checks)) continue;

    const retried: Check = { gate: "retries", passed: true, measured: retry, limit: last };
    return {
      creativeId: brief.creativeId,
      renditions: checked.renditions,
      copy: checked.copy,
      checks: [...inspected.checks, ...checked.checks, retried],
      fingerprints: inspected.fingerprints,
      rejections,
      provenance: {
        prompt: promptOf(brief),
        stages: STAGE_VERSIONS,
        libraries: LIBRARIES,
        imageModel: tools.image.papers,
        textModel: tools.text.papers,
        ...(brief.keyArt && tools.cutter ? { cutter: tools.cutter.papers } : {}),
        ...(tools.judges ? { judges: tools.judges.map(({ judge }) => judge.papers) } : {}),
        ...(proved.proof ? { proof: proved.proof } : {}),
        retry,
        seed,
        ...(checked.echoes.length > 0 ? { echoes: [...checked.echoes] } : {}),
        stageMs,
      },
    };
  }
}

const saidBy = (siblings: NonNullable<Tries["siblings"]>, { texts }: Brief): number[] =>
  Locale.options.flatMap((locale) => {
    const copies = siblings.flatMap(({ copy }) => copy?.[locale] ?? []);
    return echoesIn(copies, texts[locale]);
  });

/** Whether something failed, and nothing that no other seed can mend. */
function wouldPassAgain(checks: readonly Check[]): boolean {
  const failed = checks.filter(({ passed }) => !passed);
  return failed.length > 0 && failed.every(mayPassAgain);
}

const rejectionOf = ({ gate, where, measured, limit, detail }: Check, retry: number, seed: number): Rejection => ({
  retry,
  seed,
  gate,
  where: where ?? null,
  measured,
  limit,
  detail: detail ?? null,
});

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
