import { randomFillSync } from "node:crypto";

const POOL = 1_024;

/** The random bits of a thousand ids, from one call to the operating system. */
class Pool {
  readonly words: Int32Array = randomFillSync(new Int32Array(4 * POOL));

  textOf(at: number): string {
    return hexAt(this.words, 4 * at) + hexAt(this.words, 4 * at + 2);
  }
}

/** 128 random bits each. An id is spelled out when somebody asks for it. */
export class DecisionIds {
  /** Where the last id lies. */
  pool: Pool = new Pool();
  at = -1;

  next(): void {
    if (++this.at < POOL) return;
    this.pool = new Pool();
    this.at = 0;
  }
}

/** 64 random bits each, that nobody is told. */
export class RandomLots {
  readonly #words = new Int32Array(2 * POOL);
  #at = POOL - 1;

  next(): void {
    if (++this.#at < POOL) return;
    randomFillSync(this.#words);
    this.#at = 0;
  }

  /** Halves of the last lot, as signed words. */
  get high(): number {
    return this.#words[2 * this.#at] as number;
  }

  get low(): number {
    return this.#words[2 * this.#at + 1] as number;
  }
}

/** Where an id lies until it is asked for. */
export type IdPool = Pick<Pool, "textOf">;

const PAIRS = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, "0"));

/** 16 hexadecimal digits of two words of 32 bits. */
export const hexOf = (high: number, low: number): string =>
  `${PAIRS[high >>> 16]}${PAIRS[high & 0xffff]}${PAIRS[low >>> 16]}${PAIRS[low & 0xffff]}`;

const hexAt = (words: Int32Array, at: number): string => hexOf(words[at] as number, words[at + 1] as number);
