import type { Policy, PolicySet } from "./experiment.ts";
import { ArmLists } from "./policy-arms.ts";
import { CellIndex, grown } from "./policy-index.ts";
import type { PolicyLookup, PolicyView } from "./policy-lookup.ts";
import { PACK_HEADER, packArms } from "./policy-pack.ts";

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

  /** @throws RangeError when a policy has more arms than can be packed */
  static of({ version, policies }: PolicySet): PolicyTable {
    const edit = PolicyTable.empty().edit();
    for (const policy of policies) edit.put(policy.titleId, policy.clusterId, policy.context ?? "", packArms(policy));
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

  /** @param packed what `packArms` made, and `packObjection` has nothing against */
  put(titleId: string, clusterId: string, context: string, packed: Buffer): void {
    const { index, lists } = this.#shared;
    const slot = index.add(titleId, clusterId, context);
    const list = lists.add(index.titleOfSlot(slot), packed);
    const [arms, pieces] = [packed[1] as number, packed.readUInt16BE(2)];
    const offset = this.#room(HEADER + arms + pieces + Math.ceil(pieces / 8));
    const { doubles, words, bytes } = this.#chunks[offset >>> CHUNK_BITS] as Chunk;
    const at = offset & (CHUNK - 1);
    words[2 * at] = list;
    words[2 * at + 1] = arms + 256 * pieces;
    const first = PACK_HEADER + 8 * arms;
    for (let i = 0; i < arms + pieces; i++) doubles[at + HEADER + i] = packed.readDoubleBE(first + 8 * i);
    const of = first + 8 * (arms + pieces);
    for (let i = 0; i < pieces; i++) bytes[8 * (at + HEADER + arms + pieces) + i] = packed[of + i] as number;
    this.#take(slot, offset);
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
