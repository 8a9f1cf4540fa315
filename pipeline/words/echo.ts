import type { Copy, CopyKind, CopyLine } from "../../core/copy.ts";
import { seedOf } from "../../core/random.ts";
import type { TitleText } from "../../core/title.ts";
import { type Facts, factsOf, withoutFacts } from "./facts.ts";
import { wordsOf } from "./script.ts";

const RUN = 3;

/** `any`: said anywhere; `lead`: said in a headline, a subject or a push text. */
export type Where = "any" | "lead";

export const isLead = (kind: CopyKind): boolean => kind === "headline" || kind === "subject" || kind === "push";

/**
 * What a text says, as hashes of every three words in a row; facts do not count as words. A shorter text is one run.
 *
 * Hashes, because a creative keeps those that its candidates shared with its siblings: with them, and without the
 * siblings, the same choice is made again.
 */
export function runsOf(text: string, facts: Facts, where: Where = "any"): number[] {
  const words = wordsOf(withoutFacts(text, facts).replaceAll("\u25a0", " "));
  if (words.length === 0) return [];
  if (words.length <= RUN) return [seedOf(where, "line", words.join(" "))];
  const starts = Array.from({ length: words.length - RUN + 1 }, (_, at) => at);
  return starts.map((at) => seedOf(where, "run", words.slice(at, at + RUN).join(" ")));
}

/** The first words that a sibling said too: four in a row, or a whole line of three or fewer. */
export function echoOf(text: string, facts: Facts, said: ReadonlySet<number>, where: Where = "any"): string | null {
  if (said.size === 0) return null;
  const words = wordsOf(withoutFacts(text, facts).replaceAll("\u25a0", " "));
  const known = runsOf(text, facts, where).map((run) => said.has(run));
  if (words.length <= RUN) return known[0] ? words.join(" ") : null;
  const at = known.findIndex((one, i) => one && known[i + 1] === true);
  return at < 0 ? null : words.slice(at, at + RUN + 1).join(" ");
}

/** How new a text is beside what was said: the share of its runs that nobody said, 0..1. */
export function newness(text: string, facts: Facts, said: ReadonlySet<number>): number {
  const runs = runsOf(text, facts);
  return runs.length === 0 ? 1 : runs.filter((run) => !said.has(run)).length / runs.length;
}

/** What these words say, for the `said` of a title's next creative. */
export const echoesIn = (copies: readonly Copy[], text: TitleText | undefined): number[] => {
  if (!text) return [];
  const facts = factsOf(text);
  const runs = copies.flatMap(({ lines }) =>
    lines
      .filter(isWritten)
      .flatMap((line) => [...runsOf(line.text, facts), ...(isLead(line.kind) ? runsOf(line.text, facts, "lead") : [])]),
  );
  return [...new Set(runs)];
};

/** Calls to action and alternative texts are alike by nature. */
const isWritten = ({ kind }: CopyLine): boolean => kind !== "cta" && kind !== "alt";
