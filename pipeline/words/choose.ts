import { randomFrom } from "../../core/random.ts";
import { type Facts, namesFact } from "./gate.ts";
import { graphemeCount } from "./script.ts";

// The seed picks among this many of the best, so that arms of one cluster do not all say the same.
const AMONG = 3;

/**
 * Picks one of the texts that passed: the better a text fills its space and the more facts of the brief it names, the
 * higher it ranks; the seed decides among the first three.
 *
 * @param texts one or more
 * @param ideal grapheme clusters that look best in the channel
 */
export function choose(texts: readonly string[], facts: Facts, ideal: number, seed: number): string {
  const worth = (text: string) => {
    const off = Math.abs(graphemeCount(text) - ideal) / ideal;
    const named = [facts.hero, facts.place, facts.title].filter((fact) => fact && namesFact(text, fact)).length;
    return 0.3 * Math.min(2, named) - off;
  };
  const ranked = [...texts].sort((one, other) => worth(other) - worth(one) || (one < other ? -1 : 1));
  const best = ranked.slice(0, AMONG);
  return best[Math.floor(randomFrom(seed)() * best.length)] as string;
}
