import type { CreativeId } from "./creative.ts";
import { grown } from "./policy-index.ts";
import { packedId } from "./policy-pack.ts";

/**
 * Lists of arms, each kept once a title: most cells of a title have the same. Ids are kept as the eight bytes that
 * they spell, and spelled out for the lists that somebody asks for.
 */
export class ArmLists {
  #words = new Uint32Array(64);
  #length = 0;
  /** Of each list: where it begins, how many arms it has, and the title's list before it, counted from 1. */
  #start = new Uint32Array(64);
  #count = new Uint32Array(64);
  #before = new Uint32Array(64);
  #newestOf = new Uint32Array(64);
  #lists = 0;
  readonly #spelled: (readonly CreativeId[] | undefined)[] = [];

  /** @param view where `count` ids lie from `at`, as `packArms` packs them */
  add(title: number, view: DataView, at: number, count: number): number {
    while (title >= this.#newestOf.length) this.#newestOf = grown(this.#newestOf);
    for (let list = this.#newestOf[title] as number; list > 0; list = this.#before[list - 1] as number) {
      if (this.#isList(list - 1, count, view, at)) return list - 1;
    }
    const list = this.#lists++;
    if (list >= this.#start.length) {
      this.#start = grown(this.#start);
      this.#count = grown(this.#count);
      this.#before = grown(this.#before);
    }
    while (this.#length + 2 * count > this.#words.length) this.#words = grown(this.#words);
    this.#start[list] = this.#length;
    this.#count[list] = count;
    this.#before[list] = this.#newestOf[title] as number;
    this.#newestOf[title] = list + 1;
    for (let i = 0; i < 2 * count; i++) this.#words[this.#length++] = view.getUint32(at + 4 * i);
    return list;
  }

  of(list: number): readonly CreativeId[] {
    const known = this.#spelled[list];
    if (known) return known;
    const start = this.#start[list] as number;
    const bytes = Buffer.alloc(8 * (this.#count[list] as number));
    for (let i = 0; i < bytes.length / 4; i++) bytes.writeUInt32BE(this.#words[start + i] as number, 4 * i);
    const ids = Array.from({ length: bytes.length / 8 }, (_, arm) => packedId(bytes, 8 * arm));
    this.#spelled[list] = ids;
    return ids;
  }

  #isList(list: number, count: number, view: DataView, at: number): boolean {
    if (this.#count[list] !== count) return false;
    const start = this.#start[list] as number;
    for (let i = 0; i < 2 * count; i++) {
      if (this.#words[start + i] !== view.getUint32(at + 4 * i)) return false;
    }
    return true;
  }
}
