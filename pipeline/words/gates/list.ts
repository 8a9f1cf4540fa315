import { withoutFacts } from "../facts.ts";
import type { Candidate, Fault, Judged, WordGate } from "../gate.ts";
import { FACT_GATES } from "./facts.ts";
import { FORBIDDEN_GATES } from "./forbidden.ts";
import { FORM_GATES } from "./form.ts";
import { LANGUAGE_GATES } from "./language.ts";
import { MANNERS_GATES } from "./manners.ts";

/** In the order in which they are told. */
export const WORD_GATES: readonly WordGate[] = [
  ...FORM_GATES,
  ...LANGUAGE_GATES,
  ...FACT_GATES,
  ...FORBIDDEN_GATES,
  ...MANNERS_GATES,
];

/** Those that the synopsis must pass too where it stands in: the rest it may break, for it is the title's own. */
export const HARD_GATES: ReadonlySet<string> = new Set(["spoilers", "themes", "brand words", "profanity"]);

/**
 * Judges one text by every gate.
 *
 * @param most grapheme clusters that its channels have a place for
 * @returns what it breaks; empty when it may be shown
 */
export function faultsOf(candidate: Candidate, judged: Judged, most: number): Fault[] {
  const asked = { ...candidate, own: withoutFacts(candidate.text, judged.facts), most };
  return WORD_GATES.flatMap((gate) => {
    const found = gate.fault(asked, judged);
    return found === null ? [] : [{ gate: gate.name, found }];
  });
}
