import type { CreativeId } from "../core/creative.ts";
import type { Assignment } from "../core/ports-experiments.ts";
import { hexOf } from "./decision-ids.ts";

/**
 * Which arm each visitor (a keyed hash of user and title) was given last, what it was drawn with, how often it was drawn
 * anew, and whether it is locked. It is asked in every decision, so it is in memory and never waits; where it forgets, a user's arm is drawn
 * again, which is nearly always the same one.
 *
 * Buckets of 12 visitors in typed arrays: one line of the processor's cache finds a visitor, another one beside it holds
 * what is known. There are 64 segments, and each doubles when a bucket of it is full, which takes a millisecond at most,
 * until there are two places a visitor. A full bucket then forgets whom it has not seen for longest, and who is locked last:
 * one in sixty too early.
 */
export const VISITORS = 2 ** 20;

const SEGMENTS = 64;
const WAYS = 12;
/**
 * Upper half of the visitor, the arm's two halves, second it was last given, second of the last turn, policy version and
 * propensity (the halves of a double) that the arm was drawn with, and the rest.
 */
const WORDS = 9;
const [ARM_HIGH, ARM_LOW, GIVEN, TURNED, VERSION, PROPENSITY, REST] = [1, 2, 3, 4, 5, 6, 8] as const;
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
/** Of a bucket: the lower halves of its visitors, then what is known of each. */
const BUCKET = WAYS * (1 + WORDS);
// The rest: 15 bits of repeats, 8 of turns, 1 for the lock, 1 for what the store has not been told, 2 for the basis.
const REPEATS = 0x7fff;
const TURNS_AT = 15;
const LOCKED = 1 << 23;
const UNTOLD = 1 << 24;
const BASIS_AT = 25;
const BASES = ["policy", "novelty", "row", "kept"] as const;

/** A turn counts until so long has passed without another: never more than the budget in any such stretch of time. */
const MONTH_S = 30 * 86_400;

/** Buckets of a new segment. */
const FIRST_BUCKETS = 16;
type Segment = {
  words: Int32Array;
  buckets: number;
  /** Buckets that hold what the store has not been told. */
  readonly untold: Set<number>;
};

/** An arm and what it was drawn with. */
export type Drawn = {
  /** Halves of the arm's digits, as signed words. */
  readonly armHigh: number;
  readonly armLow: number;
  readonly version: number;
  readonly propensity: number;
  readonly basis: Assignment["basis"];
};

export class Assignments {
  readonly #mostBuckets: number;
  readonly #segments: Segment[];
  // The visitor that was found or added last: its segment, its place there, and where what is known of it begins.
  #segment: Segment;
  #place = 0;
  #row = WAYS;

  /** @param visitors as many as are remembered, rounded up to a power of two; 60 bytes each once they are there */
  constructor(visitors: number = VISITORS) {
    this.#mostBuckets = Math.max(1, 2 ** Math.ceil(Math.log2((2 * visitors) / SEGMENTS / 16)));
    const buckets = Math.min(FIRST_BUCKETS, this.#mostBuckets);
    this.#segments = Array.from({ length: SEGMENTS }, () => ({
      words: new Int32Array(buckets * BUCKET),
      buckets,
      untold: new Set<number>(),
    }));
    this.#segment = this.#segments[0] as Segment;
  }

  /** Bytes that it holds. */
  get byteLength(): number {
    return this.#segments.reduce((sum, { words }) => sum + words.byteLength, 0);
  }

  /**
   * @param high and `low`: halves of the visitor, as signed words
   * @returns whether the visitor is known; what follows is then about it
   */
  find(high: number, low: number): boolean {
    const segment = this.#segmentOf(high);
    const { words } = segment;
    const bucket = high & (segment.buckets - 1);
    const first = bucket * BUCKET;
    for (let way = 0; way < WAYS; way++) {
      if (words[first + way] !== low) continue;
      const row = first + WAYS + way * WORDS;
      if (words[row] !== high || words[row + GIVEN] === 0) continue;
      this.#segment = segment;
      this.#place = bucket * WAYS + way;
      this.#row = row;
      return true;
    }
    return false;
  }

  /** Halves of the arm's digits. */
  get armHigh(): number {
    return this.#get(ARM_HIGH);
  }

  get armLow(): number {
    return this.#get(ARM_LOW);
  }

  get arm(): CreativeId {
    return `crv_${hexOf(this.armHigh, this.armLow)}` as CreativeId;
  }

  get isLocked(): boolean {
    return (this.#get(REST) & LOCKED) !== 0;
  }

  /** How often the arm was given, up to 32,767. */
  get repeats(): number {
    return this.#get(REST) & REPEATS;
  }

  /** What the arm was drawn with. */
  get version(): number {
    return this.#get(VERSION);
  }

  get propensity(): number {
    halves[0] = this.#get(PROPENSITY);
    halves[1] = this.#get(PROPENSITY + 1);
    return double[0] as number;
  }

  get basis(): Assignment["basis"] {
    return BASES[(this.#get(REST) >>> BASIS_AT) & 3] as Assignment["basis"];
  }

  /** Second at which it was last given. */
  get givenAtS(): number {
    return this.#get(GIVEN) >>> 0;
  }

  /** Turns that count now. */
  turns(nowS: number): number {
    if ((this.#get(TURNED) >>> 0) + MONTH_S <= nowS) return 0;
    return (this.#get(REST) >>> TURNS_AT) & 0xff;
  }

  /** The visitor is given the arm that it has. */
  again(nowS: number): void {
    this.#set(GIVEN, nowS);
    const rest = this.#get(REST);
    const repeats = (rest & REPEATS) + 1;
    if (repeats > REPEATS) return;
    this.#set(REST, (rest & ~REPEATS) | repeats);
    // Told when it has doubled: what tires a viewer is the order of magnitude.
    if ((repeats & (repeats - 1)) === 0) this.#tell();
  }

  /** The visitor's arm is drawn anew, or for the first time; `counts`: it is a turn of its budget. */
  turn(drawn: Drawn, nowS: number, counts: boolean): void {
    const turns = Math.min(0xff, this.turns(nowS) + (counts ? 1 : 0));
    const isSame = this.armHigh === drawn.armHigh && this.armLow === drawn.armLow;
    const repeats = isSame ? Math.min(REPEATS, this.repeats + 1) : 1;
    this.#set(ARM_HIGH, drawn.armHigh);
    this.#set(ARM_LOW, drawn.armLow);
    this.#set(GIVEN, nowS);
    if (counts) this.#set(TURNED, nowS);
    this.#set(VERSION, drawn.version);
    this.#setPropensity(drawn.propensity);
    const basis = BASES.indexOf(drawn.basis) << BASIS_AT;
    this.#set(REST, (this.#get(REST) & LOCKED) | (turns << TURNS_AT) | basis | repeats);
    this.#tell();
  }

  /** A visitor who is not known is given an arm. */
  add(high: number, low: number, drawn: Drawn, nowS: number): void {
    this.#makePlace(high);
    this.#write(low, [high, drawn.armHigh, drawn.armLow, nowS, 0, 0, 0, 0, 0]);
    this.turn(drawn, nowS, false);
  }

  /** The visitor keeps the arm for good. */
  lock(visitor: string, arm: CreativeId, nowS: number): void {
    const [high, low] = wordsOf(visitor);
    const [armHigh, armLow] = wordsOf(arm.slice(4));
    const drawn: Drawn = { armHigh, armLow, version: 0, propensity: 1, basis: "kept" };
    if (!this.find(high, low)) this.add(high, low, drawn, nowS);
    else if (this.isLocked) return;
    else if (this.armHigh !== armHigh || this.armLow !== armLow) this.turn(drawn, nowS, false);
    this.#set(REST, this.#get(REST) | LOCKED);
    this.#tell();
  }

  /** Up to `most` of what the store has not been told. It is then told, unless it comes back by `untell`. */
  untold(most: number): Assignment[] {
    const found: Assignment[] = [];
    for (const segment of this.#segments) {
      this.#segment = segment;
      for (const bucket of segment.untold) {
        for (let way = 0; way < WAYS; way++) {
          if (found.length >= most) return found;
          this.#goTo(bucket, way);
          const rest = this.#get(REST);
          if ((rest & UNTOLD) === 0) continue;
          this.#set(REST, rest & ~UNTOLD);
          found.push(this.#read());
        }
        segment.untold.delete(bucket);
      }
    }
    return found;
  }

  /** The store could not be told. */
  untell(rows: readonly Assignment[]): void {
    for (const { visitor } of rows) if (this.find(...wordsOf(visitor))) this.#tell();
  }

  /** Takes over what another process knows: the newer lot, the later turn, and any lock. */
  merge({ visitor, creativeId, givenAtS, turnedAtS, turns, repeats, locked, ...drawn }: Assignment): void {
    const [high, low] = wordsOf(visitor);
    const [armHigh, armLow] = wordsOf(creativeId.slice(4));
    const isNew = !this.find(high, low);
    if (isNew) {
      this.#makePlace(high);
      // Nobody is forgotten for somebody who was not seen for longer.
      if (this.givenAtS > givenAtS) return;
      this.#write(low, [high, armHigh, armLow, givenAtS, 0, 0, 0, 0, 0]);
    }
    const isNewer = isNew || (locked && !this.isLocked) || (locked === this.isLocked && givenAtS > this.givenAtS);
    let rest = this.#get(REST);
    if (isNewer) {
      this.#set(ARM_HIGH, armHigh);
      this.#set(ARM_LOW, armLow);
      this.#set(GIVEN, Math.max(1, givenAtS));
      this.#set(VERSION, drawn.policyVersion);
      this.#setPropensity(drawn.propensity);
      rest =
        (rest & ~(REPEATS | (3 << BASIS_AT))) | Math.min(REPEATS, repeats) | (BASES.indexOf(drawn.basis) << BASIS_AT);
    }
    if (turnedAtS > this.#get(TURNED) >>> 0) {
      this.#set(TURNED, turnedAtS);
      rest = (rest & ~(0xff << TURNS_AT)) | (Math.min(0xff, turns) << TURNS_AT);
    }
    this.#set(REST, locked ? rest | LOCKED : rest);
  }

  #read(): Assignment {
    const low = this.#segment.words[lowAt(this.#place)] as number;
    const rest = this.#get(REST);
    return {
      visitor: hexOf(this.#get(0), low),
      creativeId: this.arm,
      policyVersion: this.version,
      propensity: this.propensity,
      basis: this.basis,
      givenAtS: this.givenAtS,
      turnedAtS: this.#get(TURNED) >>> 0,
      turns: (rest >>> TURNS_AT) & 0xff,
      repeats: rest & REPEATS,
      locked: (rest & LOCKED) !== 0,
    };
  }

  #segmentOf(high: number): Segment {
    return this.#segments[high >>> 26] as Segment;
  }

  #goTo(bucket: number, way: number): void {
    this.#place = bucket * WAYS + way;
    this.#row = bucket * BUCKET + WAYS + way * WORDS;
  }

  #get(field: number): number {
    return this.#segment.words[this.#row + field] as number;
  }

  #set(field: number, value: number): void {
    this.#segment.words[this.#row + field] = value;
  }

  #setPropensity(propensity: number): void {
    double[0] = propensity;
    this.#set(PROPENSITY, halves[0] as number);
    this.#set(PROPENSITY + 1, halves[1] as number);
  }

  #tell(): void {
    const rest = this.#get(REST);
    if ((rest & UNTOLD) !== 0) return; // so its bucket is there already
    this.#set(REST, rest | UNTOLD);
    this.#segment.untold.add(Math.floor(this.#place / WAYS));
  }

  #write(low: number, row: readonly number[]): void {
    this.#segment.words[lowAt(this.#place)] = low;
    this.#segment.words.set(row, this.#row);
  }

  /** Goes to an empty place of the visitor's bucket, else to that of whom it forgets. */
  #makePlace(high: number): void {
    const segment = this.#segmentOf(high);
    this.#segment = segment;
    const bucket = high & (segment.buckets - 1);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let way = 0; way < WAYS; way++) {
      this.#goTo(bucket, way);
      const given = this.givenAtS;
      if (given === 0) return;
      const age = this.isLocked ? given + 2 ** 32 : given;
      if (age < least) [best, least] = [way, age];
    }
    this.#goTo(bucket, best);
    if (segment.buckets === this.#mostBuckets) return;
    widen(segment);
    this.#makePlace(high);
  }
}

const lowAt = (place: number): number => Math.floor(place / WAYS) * BUCKET + (place % WAYS);

/** Each bucket's visitors go to it or to its twin in the new half, by one more bit of theirs. */
function widen(segment: Segment): void {
  const { words, buckets } = segment;
  const grown = new Int32Array(2 * words.length);
  const told = [...segment.untold];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const filled = [0, 0];
    for (let way = 0; way < WAYS; way++) {
      const row = bucket * BUCKET + WAYS + way * WORDS;
      if (words[row + GIVEN] === 0) continue;
      const half = ((words[row] as number) & buckets) === 0 ? 0 : 1;
      const to = (bucket + half * buckets) * BUCKET;
      const place = filled[half] as number;
      filled[half] = place + 1;
      grown[to + place] = words[bucket * BUCKET + way] as number;
      grown.set(words.subarray(row, row + WORDS), to + WAYS + place * WORDS);
    }
  }
  segment.words = grown;
  segment.buckets = 2 * buckets;
  for (const bucket of told) segment.untold.add(bucket + buckets);
}

const wordsOf = (hex: string): [number, number] => [
  Number.parseInt(hex.slice(0, 8), 16) | 0,
  Number.parseInt(hex.slice(8, 16), 16) | 0,
];
