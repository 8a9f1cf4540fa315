import { forbiddenWordIn } from "../../../core/themes.ts";
import type { WordGate } from "../gate.ts";
import { saidIn } from "../stems.ts";

/** What people have forbidden; the title's own name may say it. */
export const FORBIDDEN_GATES: readonly WordGate[] = [
  {
    name: "spoilers",
    reason: "Says none of the title's spoiler words, whatever their case and endings.",
    fault: ({ text }, { facts, spoilers }) =>
      first(spoilers, (term) => saidIn(text.replaceAll(facts.title, "■"), term)),
  },
  {
    name: "themes",
    reason: "Says no word of a theme that the title's owner has forbidden.",
    fault({ text }, { facts, themes }) {
      const found = themes.length > 0 ? forbiddenWordIn(text.replaceAll(facts.title, "■"), themes) : null;
      return found && `${found.word} (${found.theme})`;
    },
  },
  {
    name: "brand words",
    reason: "Says none of the words that the workspace's brand forbids, whatever their case and endings.",
    fault: ({ text }, { facts, forbiddenWords }) =>
      first(forbiddenWords, (term) => saidIn(text.replaceAll(facts.title, "■"), term)),
  },
];

function first(terms: readonly string[], found: (term: string) => string | null): string | null {
  for (const term of terms) {
    const words = found(term);
    if (words !== null) return words;
  }
  return null;
}
