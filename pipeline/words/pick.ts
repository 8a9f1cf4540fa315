import type { CopyLine, WrittenKind } from "../../core/copy.ts";
import type { Brief } from "../../core/creative.ts";
import { seedOf } from "../../core/random.ts";
import { echoOf } from "./echo.ts";
import { editsOf } from "./edits.ts";
import type { Candidate, Fault, Judged } from "./gate.ts";
import { faultsOf, HARD_GATES } from "./gates/list.ts";
import { choose, scoreOf } from "./rank.ts";
import { graphemeCount, sentencesOf } from "./script.ts";
import { shorten } from "./shorten.ts";

/** A candidate with what it breaks. */
export type Verdict = { readonly candidate: Candidate; readonly faults: readonly Fault[] };

/** @param told what the creative's own lines say so far: none of it is said twice */
export function judgeAll(
  candidates: readonly Candidate[],
  judged: Judged,
  most: number,
  told: ReadonlySet<number>,
): Verdict[] {
  return candidates.map((candidate) => {
    const faults = faultsOf(candidate, judged, most);
    const again = echoOf(candidate.text, judged.facts, told);
    return { candidate, faults: again === null ? faults : [...faults, { gate: "echo", found: again }] };
  });
}

/** The share of its place that a text looks best in: a headline wants air, a notification is read to its end. */
const IDEAL: Readonly<Record<WrittenKind, number>> = {
  headline: 0.6,
  description: 0.75,
  subject: 0.7,
  preheader: 0.8,
  push: 0.7,
};

/** The best candidate that passed; with none, the synopsis, shortened, and the gates that refused the candidates. */
export function lineFor(about: {
  readonly kind: WrittenKind;
  readonly most: number;
  readonly verdicts: readonly Verdict[];
  readonly brief: Brief;
  readonly judged: Judged;
}): Pick<CopyLine, "text" | "source" | "score" | "failed"> {
  const { kind, most, verdicts, brief, judged } = about;
  const { tone, hook } = brief.attributes;
  const wanted = { tone, hook, closeToSource: brief.closeToSource ?? false, ideal: IDEAL[kind] * most };
  const passed = verdicts
    .filter(({ candidate, faults }) => faults.length === 0 && graphemeCount(candidate.text) <= most)
    .map(({ candidate }) => ({ ...candidate, score: scoreOf(candidate, judged, wanted) }));
  if (passed.length === 0) return { ...standIn(kind, judged, most), failed: hardest(verdicts) };
  const { text, source, score } = choose(passed, seedOf("choose", kind, judged.locale, most, brief.seed));
  return { text, source, score: Math.round(score * 1_000) / 1_000 };
}

/**
 * The beginning of the synopsis in whole sentences, one of its clauses, else a sentence cut off at a word; or the name,
 * where all of them say what must not be said.
 */
function standIn(kind: WrittenKind, judged: Judged, most: number): Pick<CopyLine, "text" | "source"> {
  const { synopsis, locale, facts } = judged;
  const cut = [synopsis, ...sentencesOf(synopsis, locale), facts.title].map((text) => shorten(text, most, locale));
  const whole = [...cut.slice(0, 1).filter((text) => !text.endsWith("…")), ...editsOf(synopsis, locale, most)];
  const texts = [...whole, ...cut];
  const mayStand = (text: string) =>
    faultsOf({ kind, text, source: "synopsis" }, judged, most).every(({ gate }) => !HARD_GATES.has(gate));
  return { text: texts.find(mayStand) ?? (texts.at(-1) as string), source: "synopsis" };
}

/** What was only too long for this place is told as `length`. */
function hardest(verdicts: readonly Verdict[]): string[] {
  const counts = new Map<string, number>();
  for (const { faults } of verdicts) {
    const gates = faults.length === 0 ? ["length"] : new Set(faults.map(({ gate }) => gate));
    for (const gate of gates) counts.set(gate, (counts.get(gate) ?? 0) + 1);
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).map(([gate]) => gate);
}
