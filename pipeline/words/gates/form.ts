import type { CopyKind } from "../../../core/copy.ts";
import type { WordGate } from "../gate.ts";
import { graphemeCount } from "../script.ts";

/** Shorter than this it says nothing. */
const LEAST: Readonly<Record<CopyKind, number>> = {
  headline: 8,
  description: 20,
  subject: 8,
  preheader: 12,
  push: 12,
  cta: 4,
  alt: 20,
};

export const FORM_GATES: readonly WordGate[] = [
  {
    name: "length",
    reason: "Says something, and fits the place that its channels have for it, counted as a reader counts.",
    fault({ kind, text, most }) {
      const length = graphemeCount(text);
      if (length < LEAST[kind]) return `${length} of at least ${LEAST[kind]}`;
      return length > most ? `${length} of at most ${most}` : null;
    },
  },
  {
    name: "form",
    reason: "Is a finished line: no stray characters, doubled stops, unpaired quotation marks or torn-off end.",
    fault({ text }) {
      const stray = /[\p{C}{}<>[\]_|\\#*=~^@]|\s\s|^\s|\s$/u.exec(text);
      if (stray) return "a stray character";
      if (/[.!?…][:;.]|[,;:][,;:.]|!!|\?\?/u.test(text)) return "two stops in a row";
      if (!/[.!?…»”"]$/u.test(text) && /[,;:\p{Pd}(«“]$/u.test(text)) return "a torn-off end";
      const count = (mark: string) => text.split(mark).length;
      if (count("«") !== count("»") || count("“") !== count("”") || count("(") !== count(")")) return "an open pair";
      return null;
    },
  },
  {
    name: "repeats",
    reason: "Says no word twice in a row and no three words twice.",
    fault({ own }) {
      const word = /(?<!\p{L})(\p{L}{2,})\s+\1(?!\p{L})/iu.exec(own);
      const phrase = /(?<!\p{L})(\p{L}+ \p{L}+ \p{L}+)(?!\p{L}).*(?<!\p{L})\1(?!\p{L})/iu.exec(own);
      return word?.[0] ?? phrase?.[1] ?? null;
    },
  },
];
