import type { Coding } from "./formats.ts";

export type Encoded = {
  readonly bytes: Uint8Array;
  readonly quality: number;
  /** Likeness to the picture that was encoded, 0..1; see `similarity`. */
  readonly score: number;
};
export type Write = (quality: number) => Promise<Encoded>;
type Range = Pick<Coding, "least" | "most" | "slope">;

const LAST_STEP = 2;

/**
 * Seeks the smallest file whose score reaches the target, from a first guess: between a quality that reaches it and one
 * that misses it along a straight line in the logarithm of what the score lacks, which is nearly straight for pictures.
 *
 * @param tries how many files may be written, at least 1
 * @param spare a file is small enough when its score lacks at least this share of what the target lacks, 0..1
 * @returns the smallest that reaches the target among those written; when none does, the best
 */
export async function seekScore(
  write: Write,
  range: Range,
  target: number,
  first: number,
  tries: number,
  spare: number,
): Promise<Encoded> {
  let reach: Encoded | null = null;
  let miss: Encoded | null = null;
  let quality = within(range, first);
  for (let left = tries; left > 0; left--) {
    const file: Encoded = await write(quality);
    if (file.score >= target) reach = file;
    else miss = file;
    if (reach && (1 - reach.score >= spare * (1 - target) || left === 1)) break;
    const next = nextQuality(range, target, reach, miss);
    if (next === null) break;
    // The last try is to reach it, if none has.
    quality = left === 2 && !reach ? within(range, next + LAST_STEP) : next;
  }
  return (reach ?? miss) as Encoded;
}

/** `null` when there is none between. */
function nextQuality(range: Range, target: number, reach: Encoded | null, miss: Encoded | null): number | null {
  const wanted = lackOf(target);
  if (reach && miss) {
    if (reach.quality - miss.quality < 2) return null;
    const share = (lackOf(miss.score) - wanted) / (lackOf(miss.score) - lackOf(reach.score));
    const between = miss.quality + Math.ceil(share * (reach.quality - miss.quality));
    return Math.min(reach.quality - 1, Math.max(miss.quality + 1, between));
  }
  const known = (reach ?? miss) as Encoded;
  const step = (lackOf(known.score) - wanted) / range.slope;
  const next = within(range, known.quality + (miss ? Math.max(1, Math.ceil(step)) : Math.min(-1, Math.floor(step))));
  return next === known.quality ? null : next;
}

/**
 * Bisects for the highest quality below `tooHigh` whose file fits; sizes grow with quality.
 *
 * @returns the file of the least quality when not even that fits
 */
export async function seekBytes(write: Write, { least }: Range, mostBytes: number, tooHigh: number): Promise<Encoded> {
  let best = await write(least);
  if (best.bytes.byteLength > mostBytes) return best;
  let [low, high] = [least, tooHigh];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const file = await write(middle);
    if (file.bytes.byteLength <= mostBytes) [low, best] = [middle, file];
    else high = middle;
  }
  return best;
}

/** The logarithm of what a score lacks. */
const lackOf = (score: number): number => Math.log(Math.max(1e-6, 1 - score));
const within = ({ least, most }: Range, quality: number): number =>
  Math.min(most, Math.max(least, Math.round(quality)));
