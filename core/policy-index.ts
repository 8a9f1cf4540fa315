import type { ClusterId } from "./cluster.ts";
import type { TitleId } from "./title.ts";

const SHARDS = 64;
/** More than there are contexts; cluster and context share a word. */
const CONTEXTS = 256;

export type Cell = { readonly titleId: TitleId; readonly clusterId: ClusterId; readonly context: string };

/**
 * Gives every cell of title, cluster and context a number, its slot, counted from 0. Slots are only ever added, so
 * tables of different versions share one index.
 *
 * It is split into shards, because a hash table that grows stops everything: one of a million entries for a tenth of a
 * second, one of its 64 shards for a millisecond.
 */
export class CellIndex {
  #size = 0;
  readonly #titles: Map<string, number>[] = Array.from({ length: SHARDS }, () => new Map());
  readonly #titleIds: TitleId[] = [];
  readonly #clusters = new Names();
  readonly #contexts = new Names();
  readonly #shards = Array.from({ length: SHARDS }, () => ({ used: 0, slots: new Uint32Array(16) }));
  #titleOf = new Uint32Array(64);
  #restOf = new Uint32Array(64);

  get size(): number {
    return this.#size;
  }

  /** The number of a title, counted from 0; -1: it has no cell. */
  titleAt(titleId: string): number {
    return this.#titles[shardOfText(titleId)]?.get(titleId) ?? -1;
  }

  titleOfSlot(slot: number): number {
    return this.#titleOf[slot] as number;
  }

  /** -1: there is none. */
  find(titleId: string, clusterId: string, context: string): number {
    const title = this.titleAt(titleId);
    const cluster = this.#clusters.find(clusterId);
    const of = this.#contexts.find(context);
    return title < 0 || cluster < 0 || of < 0 ? -1 : this.#slotOf(title, cluster * CONTEXTS + of);
  }

  /** The cell's slot, a new one if it had none. @throws RangeError when there are too many contexts */
  add(titleId: string, clusterId: string, context: string): number {
    const title = this.#addTitle(titleId);
    const of = this.#contexts.add(context);
    if (of >= CONTEXTS) throw new RangeError(`there are more than ${CONTEXTS} contexts`);
    const rest = this.#clusters.add(clusterId) * CONTEXTS + of;
    const known = this.#slotOf(title, rest);
    if (known >= 0) return known;
    const slot = this.#size++;
    if (slot >= this.#titleOf.length) {
      this.#titleOf = grown(this.#titleOf);
      this.#restOf = grown(this.#restOf);
    }
    this.#titleOf[slot] = title;
    this.#restOf[slot] = rest;
    this.#enter(slot);
    return slot;
  }

  cellOf(slot: number): Cell {
    const rest = this.#restOf[slot] as number;
    return {
      titleId: this.#titleIds[this.#titleOf[slot] as number] as TitleId,
      clusterId: this.#clusters.names[Math.floor(rest / CONTEXTS)] as ClusterId,
      context: this.#contexts.names[rest % CONTEXTS] as string,
    };
  }

  /** Slots of one title that have been given out so far, in no order. */
  slotsOf(titleId: string): number[] {
    const title = this.titleAt(titleId);
    if (title < 0) return [];
    const { slots } = this.#shards[title % SHARDS] as { slots: Uint32Array };
    return [...slots].filter((entry) => entry > 0 && this.#titleOf[entry - 1] === title).map((entry) => entry - 1);
  }

  #addTitle(titleId: string): number {
    const shard = this.#titles[shardOfText(titleId)] as Map<string, number>;
    const known = shard.get(titleId);
    if (known !== undefined) return known;
    shard.set(titleId, this.#titleIds.length);
    return this.#titleIds.push(titleId as TitleId) - 1;
  }

  #slotOf(title: number, rest: number): number {
    const { slots } = this.#shards[title % SHARDS] as { slots: Uint32Array };
    const mask = slots.length - 1;
    for (let at = hashOf(title, rest) & mask; ; at = (at + 1) & mask) {
      const entry = slots[at] as number;
      if (entry === 0) return -1;
      if (this.#titleOf[entry - 1] === title && this.#restOf[entry - 1] === rest) return entry - 1;
    }
  }

  /** Open addressing with linear steps, at most half full. Entries are slots + 1. */
  #enter(slot: number): void {
    const shard = this.#shards[(this.#titleOf[slot] as number) % SHARDS] as { used: number; slots: Uint32Array };
    if (++shard.used * 2 > shard.slots.length) {
      const before = shard.slots;
      shard.slots = new Uint32Array(before.length * 2);
      for (const entry of before) if (entry > 0) this.#place(shard.slots, entry);
    }
    this.#place(shard.slots, slot + 1);
  }

  #place(slots: Uint32Array, entry: number): void {
    const mask = slots.length - 1;
    let at = hashOf(this.#titleOf[entry - 1] as number, this.#restOf[entry - 1] as number) & mask;
    while (slots[at] !== 0) at = (at + 1) & mask;
    slots[at] = entry;
  }
}

/** Numbers for a few hundred names. */
class Names {
  readonly names: string[] = [];
  readonly #at = new Map<string, number>();

  find(name: string): number {
    return this.#at.get(name) ?? -1;
  }

  add(name: string): number {
    const known = this.#at.get(name);
    if (known !== undefined) return known;
    this.#at.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** Twice as long. */
export function grown(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * values.length);
  longer.set(values);
  return longer;
}

/** The ends of ids differ most. */
function shardOfText(text: string): number {
  const end = text.length - 1;
  return (text.charCodeAt(end) + 7 * text.charCodeAt(end - 1) + 49 * text.charCodeAt(end - 2)) & (SHARDS - 1) || 0;
}

/** Mixes two words, after the finalizer of MurmurHash3 (A. Appleby, public domain). */
function hashOf(title: number, rest: number): number {
  let hash = Math.imul(title, 0x9e3779b1) ^ Math.imul(rest, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
