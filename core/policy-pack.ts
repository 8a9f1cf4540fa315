import type { CreativeId } from "./creative.ts";
import type { Policy } from "./experiment.ts";

/**
 * A policy's arms in few bytes, as tables keep them and as they travel: a tenth of the same in JSON, and read in a
 * microsecond. Numbers are big-endian.
 *
 *   0      format, 1
 *   1      K, number of arms, 1..255
 *   2..3   M, number of stretches; 0: one stretch an arm, in order
 *   4..    K ids of 8 bytes: the hexadecimal digits of `crv_...`
 *          K probabilities, IEEE doubles
 *          M ends, IEEE doubles
 *          M arm indices, one byte each
 */
export const PACK_FORMAT = 1;
export const PACK_HEADER = 4;
export const ARMS_MAX = 255;
const STRETCHES_MAX = 65_535;
/** Shares are sums of a few hundred doubles at most. */
const TOLERANCE = 1e-9;

export const packLength = (arms: number, stretches: number): number => PACK_HEADER + 16 * arms + 9 * stretches;

/** @throws RangeError when there are more arms or stretches than it can hold */
export function packArms({ arms, stretches }: Pick<Policy, "arms" | "stretches">): Buffer {
  const pieces = stretches?.ends.length ?? 0;
  if (arms.length < 1 || arms.length > ARMS_MAX) throw new RangeError(`a policy has 1..255 arms, not ${arms.length}`);
  if (pieces > STRETCHES_MAX) throw new RangeError(`a policy has at most ${STRETCHES_MAX} stretches, not ${pieces}`);
  const packed = Buffer.alloc(packLength(arms.length, pieces));
  packed[0] = PACK_FORMAT;
  packed[1] = arms.length;
  packed.writeUInt16BE(pieces, 2);
  let at = PACK_HEADER;
  for (const { creativeId } of arms) at += packed.write(creativeId.slice(4), at, "hex");
  for (const { probability } of arms) at = packed.writeDoubleBE(probability, at);
  for (const end of stretches?.ends ?? []) at = packed.writeDoubleBE(end, at);
  for (const arm of stretches?.of ?? []) at = packed.writeUInt8(arm, at);
  return packed;
}

/** What `packArms` packed. @throws RangeError saying what does not hold */
export function unpackArms(packed: Buffer): Pick<Policy, "arms" | "stretches"> {
  const objection = packObjection(packed);
  if (objection) throw new RangeError(objection);
  const [count, pieces] = [packed[1] as number, packed.readUInt16BE(2)];
  const [shares, ends] = [PACK_HEADER + 8 * count, PACK_HEADER + 16 * count];
  const arms = Array.from({ length: count }, (_, arm) => ({
    creativeId: packedId(packed, PACK_HEADER + 8 * arm),
    probability: packed.readDoubleBE(shares + 8 * arm),
  }));
  if (pieces === 0) return { arms };
  const stretches = {
    ends: Array.from({ length: pieces }, (_, i) => packed.readDoubleBE(ends + 8 * i)),
    of: Array.from({ length: pieces }, (_, i) => packed[ends + 8 * pieces + i] as number),
  };
  return { arms, stretches };
}

export const packedId = (packed: Buffer, at: number): CreativeId =>
  `crv_${packed.toString("hex", at, at + 8)}` as CreativeId;

/** Numbers of bytes that lie anywhere: a view is kept for as long as they lie in the same buffer. */
let view: DataView = new DataView(new ArrayBuffer(0));
export function viewOf(bytes: Buffer): DataView {
  if (view.buffer !== bytes.buffer) view = new DataView(bytes.buffer);
  return view;
}

/** Why the bytes are no policy, or `null`. */
export function packObjection(packed: Buffer): string | null {
  const misfit = misfitOf(packed, 0, packed.length);
  if (misfit) return misfit;
  const [count, pieces] = [packed[1] as number, packed.readUInt16BE(2)];
  const numbers = new Float64Array(count + pieces);
  for (let i = 0; i < count + pieces; i++) numbers[i] = packed.readDoubleBE(PACK_HEADER + 8 * (count + i));
  return numbersObjection({ numbers, at: 0, count, pieces, of: packed, ofAt: packed.length - pieces });
}

/** Why bytes of that length cannot be read as a packed policy, or `null`. */
export function misfitOf(bytes: Buffer, start: number, end: number): string | null {
  if (end - start < PACK_HEADER || bytes[start] !== PACK_FORMAT) return `its format is not ${PACK_FORMAT}`;
  const count = bytes[start + 1] as number;
  if (count === 0) return "it has no arm";
  const length = packLength(count, bytes.readUInt16BE(start + 2));
  return end - start === length ? null : `it has ${end - start} bytes where ${length} were packed`;
}

const lengths = new Float64Array(ARMS_MAX);

/**
 * Why the numbers are no policy, or `null`: probabilities outside 0..1 or that do not sum to 1, stretches that do not
 * ascend to 1 or are not as long as their arm's probability.
 *
 * @param given.numbers probabilities and then ends, from `at`
 * @param given.of the stretches' arms, from `ofAt`
 */
export function numbersObjection(given: {
  readonly numbers: Float64Array;
  readonly at: number;
  readonly count: number;
  readonly pieces: number;
  readonly of: Uint8Array;
  readonly ofAt: number;
}): string | null {
  const { numbers, at, count, pieces, of, ofAt } = given;
  let sum = 0;
  for (let arm = 0; arm < count; arm++) {
    const share = numbers[at + arm] as number;
    if (!(share > 0 && share <= 1)) return `probability ${arm} is ${share}`;
    lengths[arm] = share;
    sum += share;
  }
  if (!(Math.abs(sum - 1) <= TOLERANCE)) return `its probabilities sum to ${sum}`;
  if (pieces === 0) return null;
  let start = 0;
  for (let i = 0; i < pieces; i++) {
    const end = numbers[at + count + i] as number;
    const arm = of[ofAt + i] as number;
    if (!(end >= start && end <= 1 + TOLERANCE)) return `stretch ${i} ends at ${end}`;
    if (arm >= count) return `stretch ${i} is of arm ${arm}, of ${count}`;
    lengths[arm] = (lengths[arm] as number) - (end - start);
    start = end;
  }
  if (!(Math.abs(start - 1) <= TOLERANCE)) return `its stretches end at ${start}`;
  for (let arm = 0; arm < count; arm++) {
    if (!(Math.abs(lengths[arm] as number) <= TOLERANCE)) return `arm ${arm} has stretches of another length`;
  }
  return null;
}
