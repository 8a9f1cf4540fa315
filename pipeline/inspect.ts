import { Locale } from "../core/attributes.ts";
import { shapesOf } from "../core/channel.ts";
import type { Brief, Check, Inspected, Painted, Sketched } from "../core/creative.ts";
import type { Fingerprint, Sibling } from "../core/fingerprint.ts";
import { prominenceOf } from "./gates/faithful/prominence.ts";
import { AIRS, thingsIn } from "./gates/faithful/things.ts";
import { findingsOf } from "./gates/gate.ts";
import { PERSON_GATES, pictureGatesFor, siblingGatesFor, THING_GATES } from "./gates/list.ts";
import { fingerprintOf } from "./gates/measure/fingerprint.ts";
import { evidenceOf } from "./gates/picture/evidence.ts";
import { type Judging, judgeChecks } from "./judge.ts";
import { masterOf } from "./paint.ts";
import { promptOf } from "./prompt.ts";
import { storyboardRequest } from "./sketch.ts";
import type { Stage } from "./stage.ts";

export type InspectTools = {
  readonly judges?: readonly Judging[];
  /** What the painting may not be like. */
  readonly siblings?: readonly Sibling[];
};

/**
 * Measures every painting against its gates before anything is made of it: a title set on a bad picture is work for
 * nothing. A failed gate is a finding, not an exception.
 */
export const inspect: Stage<Sketched & Painted, Inspected, InspectTools> = {
  name: "inspect",
  version: 1,
  async run(painted, { judges = [], siblings = [] }, signal) {
    const { brief, storyboards, pictures } = painted;
    const checks: Check[] = [];
    const own: Record<string, Fingerprint> = {};
    for (const shape of shapesOf(brief.channels)) {
      signal.throwIfAborted();
      const evidence = evidenceOf(masterOf(pictures, shape), masterOf(storyboards, shape));
      checks.push(...findingsOf(pictureGatesFor(brief), evidence, shape));
      own[shape] = fingerprintOf(evidence.painting);
    }
    checks.push(...(brief.keyArt ? [] : await faithChecks(brief, signal)));
    checks.push(...findingsOf(siblingGatesFor(brief), { own, siblings }, null));
    for (const judging of judges) checks.push(...(await judgeChecks(judging, pictures, promptOf(brief), signal)));
    return { ...painted, checks, fingerprints: own };
  },
};

/** Whether the things of the brief and the person shown have the place in the picture that the brief gives them. */
async function faithChecks(brief: Brief, signal: AbortSignal): Promise<Check[]> {
  const checks: Check[] = [];
  const others = brief.concepts.slice(1).filter((concept) => !AIRS.has(concept));
  for (const shape of others.length === 0 ? [] : shapesOf(brief.channels)) {
    signal.throwIfAborted();
    const shares = await prominenceOf(storyboardRequest(brief, shape), others);
    for (const thing of thingsIn(brief.concepts, shares))
      checks.push(...findingsOf(THING_GATES, thing, `${shape}, ${thing.concept}`));
  }
  for (const locale of Locale.options) {
    const text = brief.texts[locale];
    if (text) checks.push(...findingsOf(PERSON_GATES, { brief, locale, text }, locale));
  }
  return checks;
}
