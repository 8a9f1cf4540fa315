import { randomFillSync } from "node:crypto";

const POOL = 1_024;
/** Words of an id, which is public, and of the lot of a decision without a user, which is not. */
const ID = 4;
const LOT = 2;

/** The random bits of a thousand decisions, from one call to the operating system. */
class Pool {
  readonly words: Int32Array = randomFillSync(new Int32Array((ID + LOT) * POOL));

  textOf(at: number): string {
    const first = (ID + LOT) * at;
    return hexAt(this.words, first) + hexAt(this.words, first + 2);
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

  /** Halves of 64 random bits that belong to the last id and cannot be told from it, as signed words. */
  get high(): number {
    return this.pool.words[(ID + LOT) * this.at + ID] as number;
  }

  get low(): number {
    return this.pool.words[(ID + LOT) * this.at + ID + 1] as number;
  }
}

/** Where an id lies until it is asked for. */
export type IdPool = Pick<Pool, "textOf">;

const PAIRS = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, "0"));

/** 16 hexadecimal digits of two words of 32 bits. */
export const hexOf = (high: number, low: number): string =>
  `${PAIRS[high >>> 16]}${PAIRS[high & 0xffff]}${PAIRS[low >>> 16]}${PAIRS[low & 0xffff]}`;

const hexAt = (words: Int32Array, at: number): string => hexOf(words[at] as number, words[at + 1] as number);
