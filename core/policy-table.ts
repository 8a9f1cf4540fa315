import type { Policy, PolicySet } from "./experiment.ts";
import { ArmLists } from "./policy-arms.ts";
import { CellIndex, grown } from "./policy-index.ts";
import type { PolicyLookup, PolicyView } from "./policy-lookup.ts";
import { misfitOf, numbersObjection, PACK_HEADER, packArms, viewOf } from "./policy-pack.ts";

/** Doubles of a chunk, 1 MiB; no policy is longer. */
const CHUNK = 1 << 17;
const CHUNK_BITS = 17;
/** Before the numbers of each policy two words: its list of arms; how many arms it has, and 256 times its stretches. */
const HEADER = 1;
/** Less than this part of a chunk in use, and what is left of it moves to another. */
const SPARSE = 0.5;

type Chunk = {
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  /** What is before is written and never changes. */
  filled: number;
};

/** What all versions of one table share. Both are only ever added to. */
type Shared = { readonly index: CellIndex; readonly lists: ArmLists };

type State = {
  /** Policies. */
  readonly size: number;
  readonly shared: Shared;
  /** By slot, where the cell's policy begins: its chunk times `CHUNK` and its place in it. 0: it has none. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly chunks: readonly (Chunk | null)[];
  /** The chunk that is being filled; -1 before the first. */
  readonly tail: number;
  /** Doubles in use, by chunk. */
  readonly live: Uint32Array<ArrayBuffer>;
};

/**
 * All policies of one version, packed: about 160 bytes a policy of eight arms instead of three thousand. A new version is made
 * beside the old one and shares with it what has not changed, so that taking it over is one assignment.
 *
 * In a chunk of doubles each policy is a header, the probabilities of its arms, the ends of its stretches, and the
 * stretches' arms, one byte each.
 */
export class PolicyTable implements PolicyLookup {
  readonly version: number;
  readonly #state: State;

  constructor(version: number, state: State) {
    this.version = version;
    this.#state = state;
  }

  static empty(): PolicyTable {
    const shared = { index: new CellIndex(), lists: new ArmLists() };
    const [offsets, live] = [new Uint32Array(64), new Uint32Array(64)];
    return new PolicyTable(0, { size: 0, shared, offsets, chunks: [], tail: -1, live });
  }

  /** How many policies there are. */
  get size(): number {
    return this.#state.size;
  }

  /** @throws RangeError naming a policy that is none */
  static of({ version, policies }: PolicySet): PolicyTable {
    const edit = PolicyTable.empty().edit();
    for (const policy of policies) {
      const { titleId, clusterId, context = "" } = policy;
      const objection = edit.put(titleId, clusterId, context, packArms(policy));
      if (objection) throw new RangeError(`the policy of ${titleId} for ${clusterId}: ${objection}`);
    }
    return edit.done(version);
  }

  /** The policy of exactly this cell, or `null`. */
  policyOf(titleId: string, clusterId: string, context: string): PolicyView | null {
    return this.#at(this.#state.shared.index.find(titleId, clusterId, context));
  }

  /** Those of one title, in no order. */
  *ofTitle(titleId: string): Iterable<Policy> {
    for (const slot of this.#state.shared.index.slotsOf(titleId)) {
      const policy = this.#at(slot);
      if (policy) yield this.#unpacked(slot, policy);
    }
  }

  /** All, in no order. */
  *all(): Iterable<Policy> {
    for (let slot = 0; slot < this.#state.offsets.length; slot++) {
      const policy = this.#at(slot);
      if (policy) yield this.#unpacked(slot, policy);
    }
  }

  /** The beginning of the next version. */
  edit(): PolicyEdit {
    return new PolicyEdit(this.#state);
  }

  #at(slot: number): PolicyView | null {
    const { offsets, chunks, shared } = this.#state;
    const offset = offsets[slot] ?? 0; // a slot of -1, or one younger than this version, has none
    if (offset === 0) return null;
    const { doubles, words, bytes } = chunks[offset >>> CHUNK_BITS] as Chunk;
    const at = offset & (CHUNK - 1);
    const counts = words[2 * at + 1] as number;
    const shares = at + HEADER;
    const ends = shares + (counts & 255);
    const of = ends + (counts >>> 8);
    return {
      ids: shared.lists.of(words[2 * at] as number),
      shares: doubles.subarray(shares, ends),
      ends: of > ends ? doubles.subarray(ends, of) : null,
      of: of > ends ? bytes.subarray(8 * of, 8 * of + of - ends) : null,
    };
  }

  #unpacked(slot: number, { ids, shares, ends, of }: PolicyView): Policy {
    const { titleId, clusterId, context } = this.#state.shared.index.cellOf(slot);
    return {
      titleId,
      clusterId,
      ...(context && { context: context as NonNullable<Policy["context"]> }),
      arms: ids.map((creativeId, arm) => ({ creativeId, probability: shares[arm] as number })),
      ...(ends && of && { stretches: { ends: Array.from(ends), of: Array.from(of) } }),
    };
  }
}

/** A version in the making; the one that it began with is as it was, whatever becomes of this one. */
export class PolicyEdit {
  readonly #shared: Shared;
  readonly #chunks: (Chunk | null)[];
  #size: number;
  #offsets: Uint32Array<ArrayBuffer>;
  #tail: number;
  #live: Uint32Array<ArrayBuffer>;

  constructor(base: State) {
    this.#shared = base.shared;
    this.#chunks = [...base.chunks];
    this.#size = base.size;
    this.#offsets = base.offsets.slice();
    this.#tail = base.tail;
    this.#live = base.live.slice();
  }

  /**
   * @param bytes a policy from `start` to `end` as `packArms` packs it
   * @returns why it is none, and then the cell keeps what it had; else `null`
   */
  put(
    titleId: string,
    clusterId: string,
    context: string,
    bytes: Buffer,
    start = 0,
    end = bytes.length,
  ): string | null {
    const misfit = misfitOf(bytes, start, end);
    if (misfit) return misfit;
    const view = viewOf(bytes);
    const from = bytes.byteOffset + start;
    const [arms, pieces] = [view.getUint8(from + 1), view.getUint16(from + 2)];
    const room = HEADER + arms + pieces + Math.ceil(pieces / 8);
    const offset = this.#room(room);
    const chunk = this.#chunks[offset >>> CHUNK_BITS] as Chunk;
    const at = offset & (CHUNK - 1);
    const first = from + PACK_HEADER + 8 * arms;
    const { doubles, words } = chunk;
    for (let i = 0; i < arms + pieces; i++) doubles[at + HEADER + i] = view.getFloat64(first + 8 * i);
    const of = first + 8 * (arms + pieces);
    const ofAt = 8 * (at + HEADER + arms + pieces);
    for (let i = 0; i < pieces; i++) chunk.bytes[ofAt + i] = view.getUint8(of + i);
    const objection = numbersObjection({
      numbers: doubles,
      at: at + HEADER,
      count: arms,
      pieces,
      of: chunk.bytes,
      ofAt,
    });
    if (objection) {
      chunk.filled -= room;
      return objection;
    }
    const { index, lists } = this.#shared;
    const slot = index.add(titleId, clusterId, context);
    words[2 * at] = lists.add(index.titleOfSlot(slot), view, from + PACK_HEADER, arms);
    words[2 * at + 1] = arms + 256 * pieces;
    this.#take(slot, offset);
    return null;
  }

  drop(titleId: string, clusterId: string, context: string): void {
    const slot = this.#shared.index.find(titleId, clusterId, context);
    if (slot >= 0) this.#take(slot, 0);
  }

  /** Moves together what is left in chunks that are mostly empty: a millisecond or two each, and one may stop after any. */
  *tidy(): Iterable<number> {
    for (const [chunk, there] of this.#chunks.entries()) {
      if (!there || chunk === this.#tail || (this.#live[chunk] as number) >= SPARSE * CHUNK) continue;
      for (let slot = 0; slot < this.#offsets.length; slot++) {
        if ((this.#offsets[slot] as number) >>> CHUNK_BITS === chunk && this.#offsets[slot] !== 0) this.#move(slot);
      }
      this.#chunks[chunk] = null;
      yield chunk;
    }
  }

  done(version: number): PolicyTable {
    return new PolicyTable(version, {
      size: this.#size,
      shared: this.#shared,
      offsets: this.#offsets,
      chunks: this.#chunks,
      tail: this.#tail,
      live: this.#live,
    });
  }

  /** Where a policy of so many doubles may be written: whole in one chunk. */
  #room(length: number): number {
    let chunk = this.#chunks[this.#tail];
    if (!chunk || chunk.filled + length > CHUNK) {
      const free = this.#chunks.indexOf(null);
      this.#tail = free < 0 ? this.#chunks.length : free;
      while (this.#tail >= this.#live.length) this.#live = grown(this.#live);
      const doubles = new Float64Array(CHUNK);
      const { buffer } = doubles;
      // From 1, so that no policy is at 0.
      chunk = { doubles, words: new Uint32Array(buffer), bytes: new Uint8Array(buffer), filled: 1 };
      this.#chunks[this.#tail] = chunk;
    }
    const offset = this.#tail * CHUNK + chunk.filled;
    chunk.filled += length;
    return offset;
  }

  #take(slot: number, offset: number): void {
    while (slot >= this.#offsets.length) this.#offsets = grown(this.#offsets);
    const before = this.#offsets[slot] as number;
    this.#offsets[slot] = offset;
    if (before > 0) this.#count(before, -1);
    if (offset > 0) this.#count(offset, 1);
    this.#size += Number(offset > 0) - Number(before > 0);
  }

  #count(offset: number, sign: 1 | -1): void {
    const chunk = offset >>> CHUNK_BITS;
    const length = lengthAt(this.#chunks[chunk] as Chunk, offset & (CHUNK - 1));
    this.#live[chunk] = (this.#live[chunk] as number) + sign * length;
  }

  #move(slot: number): void {
    const offset = this.#offsets[slot] as number;
    const from = this.#chunks[offset >>> CHUNK_BITS] as Chunk;
    const at = offset & (CHUNK - 1);
    const length = lengthAt(from, at);
    const to = this.#room(length);
    const { doubles } = this.#chunks[to >>> CHUNK_BITS] as Chunk;
    doubles.set(from.doubles.subarray(at, at + length), to & (CHUNK - 1));
    this.#take(slot, to);
  }
}

function lengthAt({ words }: Chunk, at: number): number {
  const counts = words[2 * at + 1] as number;
  const pieces = counts >>> 8;
  return HEADER + (counts & 255) + pieces + Math.ceil(pieces / 8);
}
