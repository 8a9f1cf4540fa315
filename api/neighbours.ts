import { type Attributes, Composition, Mood, PaletteName } from "../core/attributes.ts";

/** What makes two artworks of a row look alike at a glance, as one number: palette, mood and composition, a byte each. */
export const lookOf = ({ palette, mood, composition }: Attributes): number =>
  PaletteName.options.indexOf(palette) |
  (Mood.options.indexOf(mood) << 8) |
  (Composition.options.indexOf(composition) << 16);

/** No artwork has this look. */
export const NO_LOOK = 0xffffff;

/** How many of the three two looks share. */
export function sharedBy(one: number, other: number): number {
  const differing = one ^ other;
  return Number((differing & 0xff) === 0) + Number((differing & 0xff00) === 0) + Number((differing & 0xff0000) === 0);
}

/** An arm is wished for half as much for each that it shares with its neighbour, three quarters for the one before that. */
const BESIDE = [1, 1 / 2, 1 / 4, 1 / 8] as const;
const BEFORE = [1, 3 / 4, 9 / 16, 27 / 64] as const;

/** The two artworks before the next one of a row, and how much the next title's arms are wished for beside them. */
export class Neighbours {
  #beside = NO_LOOK;
  #before = NO_LOOK;
  #wishes: Float64Array = new Float64Array(64);

  /** @returns in the order of `looks`, 1/19 to 1; valid until the next call. `null`: the row begins */
  wishesFor(looks: ArrayLike<number>): Float64Array | null {
    if (this.#beside === NO_LOOK) return null;
    if (this.#wishes.length < looks.length) this.#wishes = new Float64Array(looks.length);
    for (let arm = 0; arm < looks.length; arm++) {
      const look = looks[arm] as number;
      this.#wishes[arm] =
        (BESIDE[sharedBy(look, this.#beside)] as number) * (BEFORE[sharedBy(look, this.#before)] as number);
    }
    return this.#wishes;
  }

  add(look: number): void {
    this.#before = this.#beside;
    this.#beside = look;
  }
}
