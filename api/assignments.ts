import type { CreativeId } from "../core/creative.ts";
import type { Assignment } from "../core/ports-experiments.ts";
import { hexOf } from "./decision-ids.ts";

/**
 * Which arm each visitor (a keyed hash of user and title) was given last, how often it changed, and whether it is
 * locked. It is asked in every decision, so it is in memory and never waits; where it forgets, a user's arm is drawn
 * again, which is nearly always the same one.
 *
 * Buckets of 16 in typed arrays: one line of the processor's cache finds a visitor, another holds what is known. A full
 * bucket forgets the visitor that it has not seen for longest, and a locked one last. At twice as many places as
 * visitors one in a thousand is forgotten early.
 */
export const VISITORS = 2 ** 20;

const WAYS = 16;
/** Upper half of the visitor, the arm's two halves, second it was given, second it last changed, and the rest. */
const WORDS = 6;
const [ARM_HIGH, ARM_LOW, GIVEN, CHANGED, REST] = [1, 2, 3, 4, 5] as const;
// The rest: 15 bits of repeats, 8 of changes, 1 for the lock.
const REPEATS = 0x7fff;
const CHANGES_AT = 15;
const LOCKED = 1 << 23;

/** A change counts until so long has passed without another: never more than the budget in any such stretch of time. */
const MONTH_S = 30 * 86_400;

export class Assignments {
  readonly #buckets: number;
  readonly #lows: Uint32Array;
  readonly #rows: Uint32Array;
  /** One bit a place: what the store has not been told. */
  readonly #untold: Uint32Array;
  #sweep = 0;

  /** @param visitors as many as are remembered, rounded up to a power of two; 59 bytes each */
  constructor(visitors: number = VISITORS) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(WAYS, 2 * visitors)));
    this.#buckets = places / WAYS;
    this.#lows = new Uint32Array(places);
    this.#rows = new Uint32Array(places * WORDS);
    this.#untold = new Uint32Array(Math.ceil(places / 32));
  }

  /** Bytes that it holds, full or empty. */
  get byteLength(): number {
    return this.#lows.byteLength + this.#rows.byteLength + this.#untold.byteLength;
  }

  /** @returns the visitor's place, to be asked about before the next change; -1: not known */
  find(high: number, low: number): number {
    const [lows, rows] = [this.#lows, this.#rows];
    const first = (high & (this.#buckets - 1)) * WAYS;
    for (let at = first; at < first + WAYS; at++)
      if (lows[at] === low && rows[at * WORDS] === high && rows[at * WORDS + GIVEN] !== 0) return at;
    return -1;
  }

  hasArm(at: number, armHigh: number, armLow: number): boolean {
    return this.#rows[at * WORDS + ARM_HIGH] === armHigh && this.#rows[at * WORDS + ARM_LOW] === armLow;
  }

  armOf(at: number): CreativeId {
    const row = at * WORDS;
    return `crv_${hexOf(this.#rows[row + ARM_HIGH] as number, this.#rows[row + ARM_LOW] as number)}` as CreativeId;
  }

  isLocked(at: number): boolean {
    return ((this.#rows[at * WORDS + REST] as number) & LOCKED) !== 0;
  }

  /** How often the arm was given, up to 32,767. */
  repeatsOf(at: number): number {
    return (this.#rows[at * WORDS + REST] as number) & REPEATS;
  }

  /** Changes that count now. */
  changesOf(at: number, nowS: number): number {
    const row = at * WORDS;
    if ((this.#rows[row + CHANGED] as number) + MONTH_S <= nowS) return 0;
    return ((this.#rows[row + REST] as number) >>> CHANGES_AT) & 0xff;
  }

  /** The visitor is given the arm that it has. */
  again(at: number, nowS: number): void {
    const row = at * WORDS;
    this.#rows[row + GIVEN] = nowS;
    const rest = this.#rows[row + REST] as number;
    const repeats = (rest & REPEATS) + 1;
    if (repeats > REPEATS) return;
    this.#rows[row + REST] = (rest & ~REPEATS) | repeats;
    // Told when it has doubled: what tires a viewer is the order of magnitude.
    if ((repeats & (repeats - 1)) === 0) this.#tell(at);
  }

  /** The visitor is given another arm; `counts`: it is a change of its budget. */
  change(at: number, armHigh: number, armLow: number, nowS: number, counts: boolean): void {
    const changes = Math.min(0xff, this.changesOf(at, nowS) + (counts ? 1 : 0));
    const row = at * WORDS;
    this.#rows[row + ARM_HIGH] = armHigh;
    this.#rows[row + ARM_LOW] = armLow;
    this.#rows[row + GIVEN] = nowS;
    if (counts) this.#rows[row + CHANGED] = nowS;
    this.#rows[row + REST] = ((this.#rows[row + REST] as number) & LOCKED) | (changes << CHANGES_AT) | 1;
    this.#tell(at);
  }

  /** A visitor who is not known is given an arm. */
  add(high: number, low: number, armHigh: number, armLow: number, nowS: number): number {
    const at = this.#placeFor(high);
    this.#lows[at] = low;
    this.#rows.set([high, armHigh, armLow, nowS, 0, 1], at * WORDS);
    this.#tell(at);
    return at;
  }

  /** The visitor keeps the arm for good. */
  lock(visitor: string, arm: CreativeId, nowS: number): void {
    const [high, low] = wordsOf(visitor);
    const [armHigh, armLow] = wordsOf(arm.slice(4));
    let at = this.find(high, low);
    if (at >= 0 && this.isLocked(at)) return;
    if (at < 0) at = this.add(high, low, armHigh, armLow, nowS);
    else if (!this.hasArm(at, armHigh, armLow)) this.change(at, armHigh, armLow, nowS, false);
    this.#rows[at * WORDS + REST] = (this.#rows[at * WORDS + REST] as number) | LOCKED;
    this.#tell(at);
  }

  /** Up to `most` of what the store has not been told. It is then told, unless it comes back by `untell`. */
  untold(most: number): Assignment[] {
    const found: Assignment[] = [];
    for (let looked = 0; looked < this.#untold.length; looked++) {
      const word = this.#sweep;
      for (let bits = this.#untold[word] as number; bits !== 0; bits &= bits - 1) {
        if (found.length === most) return found;
        const bit = 31 - Math.clz32(bits & -bits);
        this.#untold[word] = (this.#untold[word] as number) & ~(1 << bit);
        found.push(this.#read(word * 32 + bit));
      }
      this.#sweep = (word + 1) % this.#untold.length;
    }
    return found;
  }

  /** The store could not be told. */
  untell(rows: readonly Assignment[]): void {
    for (const { visitor } of rows) {
      const [high, low] = wordsOf(visitor);
      const at = this.find(high, low);
      if (at >= 0) this.#tell(at);
    }
  }

  /** Takes over what another process knows: the newer arm, the later change, and any lock. */
  merge({ visitor, creativeId, givenAtS, changedAtS, changes, repeats, locked }: Assignment): void {
    const [high, low] = wordsOf(visitor);
    const [armHigh, armLow] = wordsOf(creativeId.slice(4));
    let at = this.find(high, low);
    const isNew = at < 0;
    if (isNew) {
      at = this.#placeFor(high);
      this.#untold[at >>> 5] = (this.#untold[at >>> 5] as number) & ~(1 << (at & 31));
      this.#lows[at] = low;
      this.#rows.set([high, armHigh, armLow, 0, 0, 0], at * WORDS);
    }
    const row = at * WORDS;
    const wasLocked = this.isLocked(at);
    const isNewer =
      isNew || (locked && !wasLocked) || (locked === wasLocked && givenAtS > (this.#rows[row + GIVEN] as number));
    let rest = this.#rows[row + REST] as number;
    if (isNewer) {
      this.#rows[row + ARM_HIGH] = armHigh;
      this.#rows[row + ARM_LOW] = armLow;
      this.#rows[row + GIVEN] = Math.max(1, givenAtS);
      rest = (rest & ~REPEATS) | Math.min(REPEATS, repeats);
    }
    if (changedAtS > (this.#rows[row + CHANGED] as number)) {
      this.#rows[row + CHANGED] = changedAtS;
      rest = (rest & ~(0xff << CHANGES_AT)) | (Math.min(0xff, changes) << CHANGES_AT);
    }
    this.#rows[row + REST] = locked ? rest | LOCKED : rest;
  }

  #read(at: number): Assignment {
    const row = at * WORDS;
    const rest = this.#rows[row + REST] as number;
    return {
      visitor: hexOf(this.#rows[row] as number, this.#lows[at] as number),
      creativeId: this.armOf(at),
      givenAtS: this.#rows[row + GIVEN] as number,
      changedAtS: this.#rows[row + CHANGED] as number,
      changes: (rest >>> CHANGES_AT) & 0xff,
      repeats: rest & REPEATS,
      locked: (rest & LOCKED) !== 0,
    };
  }

  #tell(at: number): void {
    this.#untold[at >>> 5] = (this.#untold[at >>> 5] as number) | (1 << (at & 31));
  }

  /** An empty place of the visitor's bucket, else that of whom it forgets. */
  #placeFor(high: number): number {
    const first = (high & (this.#buckets - 1)) * WAYS;
    let best = first;
    let least = Number.POSITIVE_INFINITY;
    for (let at = first; at < first + WAYS; at++) {
      const given = this.#rows[at * WORDS + GIVEN] as number;
      if (given === 0) return at;
      const age = this.isLocked(at) ? given + 2 ** 32 : given;
      if (age < least) [best, least] = [at, age];
    }
    return best;
  }
}

const wordsOf = (hex: string): [number, number] => [
  Number.parseInt(hex.slice(0, 8), 16),
  Number.parseInt(hex.slice(8, 16), 16),
];
