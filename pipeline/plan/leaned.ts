import type { Random } from "../../core/random.ts";

/**
 * A column of `arms` levels of which each arm has level i with probability exactly `probabilities[i]`, and of which every
 * beginning is about as balanced as whole arms can be: points of a scrambled van der Corput sequence, of which the first
 * 2, 4, 8 and 16 lie one in each half, quarter, eighth and sixteenth of 0..1.
 *
 * Source: A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", in Monte Carlo and Quasi-Monte Carlo Methods
 * in Scientific Computing (1995), 299-317.
 *
 * @param probabilities of the levels; they sum to 1
 * @param arms whole number in 1..16
 * @returns indices of levels
 */
export function leanedColumn(probabilities: readonly number[], arms: number, random: Random): number[] {
  // Which level lies where is drawn too: neighbours in the vocabulary have nothing in common.
  const order = shuffled(probabilities.length, random);
  const flips = new Map<string, number>();
  return Array.from({ length: arms }, (_, arm) => {
    let path = "";
    let point = 0;
    for (let digit = 0; digit < 4; digit++) {
      const flip = flips.get(path) ?? Math.floor(random() * 2);
      flips.set(path, flip);
      const bit = ((arm >> digit) & 1) ^ flip;
      point += bit / 2 ** (digit + 1);
      path += bit;
    }
    return levelAt(point + random() / 16, probabilities, order);
  });
}

function levelAt(point: number, probabilities: readonly number[], order: readonly number[]): number {
  let reached = 0;
  for (const level of order) {
    reached += probabilities[level] as number;
    if (point < reached) return level;
  }
  return order.at(-1) as number;
}

function shuffled(count: number, random: Random): number[] {
  const deck = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const pick = Math.floor(random() * (at + 1));
    [deck[at], deck[pick]] = [deck[pick] as number, deck[at] as number];
  }
  return deck;
}
