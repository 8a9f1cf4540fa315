import type { Random } from "../../core/random.ts";

/** Readable ways to draw from one seeded stream. */
export type Dice = {
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole number in low..high, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** -1 or 1. */
  side(): -1 | 1;
};

export function diceFrom(random: Random): Dice {
  return {
    between: (low, high) => low + (high - low) * random(),
    whole: (low, high) => low + Math.floor(random() * (high - low + 1)),
    chance: (probability) => random() < probability,
    pick: (choices) => choices[Math.floor(random() * choices.length)] ?? choices[0],
    side: () => (random() < 0.5 ? -1 : 1),
  };
}
