import { randomFillSync } from "node:crypto";

const POOL = 1_024;

/** 128 random bits each, from a pool: one call to the operating system for a thousand of them. */
export class DecisionIds {
  readonly #bytes = Buffer.alloc(16 * POOL);
  /** The four words of the last id, 0..2^32-1. */
  readonly words: Uint32Array = new Uint32Array(4);
  readonly #words = new Uint32Array(this.#bytes.buffer, this.#bytes.byteOffset, 4 * POOL);
  #texts = "";
  #used = POOL;

  /** @returns 32 hexadecimal digits */
  next(): string {
    if (this.#used === POOL) {
      randomFillSync(this.#bytes);
      this.#texts = this.#bytes.toString("hex");
      this.#used = 0;
    }
    const at = this.#used++;
    for (let i = 0; i < 4; i++) this.words[i] = this.#words[4 * at + i] as number;
    return this.#texts.slice(32 * at, 32 * at + 32);
  }
}

const PAIRS = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, "0"));

/** 16 hexadecimal digits of two words of 32 bits. */
export const hexOf = (high: number, low: number): string =>
  `${PAIRS[high >>> 16]}${PAIRS[high & 0xffff]}${PAIRS[low >>> 16]}${PAIRS[low & 0xffff]}`;
