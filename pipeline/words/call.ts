import type { CopyLine } from "../../core/copy.ts";
import type { Brief } from "../../core/creative.ts";
import { randomFrom, seedOf } from "../../core/random.ts";
import type { Judged } from "./gate.ts";
import { faultsOf, HARD_GATES } from "./gates/list.ts";
import { CALLS } from "./lists/calls.ts";
import { graphemeCount } from "./script.ts";

/** The words on the button: one of the reviewed list for the tone, by the creative's seed. */
export function callOf(brief: Brief, judged: Judged, most: number): Pick<CopyLine, "text" | "source"> {
  const calls = CALLS[judged.locale][brief.attributes.tone];
  const fitting = calls.filter(
    (text) =>
      graphemeCount(text) <= most &&
      faultsOf({ kind: "cta", text, source: "phrases" }, judged, most).every(({ gate }) => !HARD_GATES.has(gate)),
  );
  const at = Math.floor(randomFrom(seedOf("call", judged.locale, brief.seed))() * fitting.length);
  return { text: fitting[at] ?? (calls[0] as string), source: "phrases" };
}
