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

const lengths = new Float64Array(ARMS_MAX);

/**
 * Why the bytes are no policy, or `null`: a wrong format or length, probabilities outside 0..1 or that do not sum to 1,
 * stretches that do not ascend to 1 or are not as long as their arm's probability.
 */
export function packObjection(packed: Buffer): string | null {
  if (packed.length < PACK_HEADER || packed[0] !== PACK_FORMAT) return `its format is not ${PACK_FORMAT}`;
  const [count, pieces] = [packed[1] as number, packed.readUInt16BE(2)];
  if (count === 0) return "it has no arm";
  const length = packLength(count, pieces);
  if (packed.length !== length) return `it has ${packed.length} bytes where ${length} were packed`;
  const [shares, ends] = [PACK_HEADER + 8 * count, PACK_HEADER + 16 * count];
  let sum = 0;
  for (let arm = 0; arm < count; arm++) {
    const share = packed.readDoubleBE(shares + 8 * arm);
    if (!(share > 0 && share <= 1)) return `probability ${arm} is ${share}`;
    lengths[arm] = share;
    sum += share;
  }
  if (!(Math.abs(sum - 1) <= TOLERANCE)) return `its probabilities sum to ${sum}`;
  if (pieces === 0) return null;
  let start = 0;
  for (let i = 0; i < pieces; i++) {
    const end = packed.readDoubleBE(ends + 8 * i);
    const arm = packed[ends + 8 * pieces + i] as number;
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
