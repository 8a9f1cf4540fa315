export type Cbor = number | string | Uint8Array | null | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>;

/** The part of CBOR (RFC 8949) that a COSE signature needs: whole numbers within 2^32, texts, bytes, null, lists and maps. */
export function cbor(value: Cbor): Uint8Array {
  if (value === null) return Uint8Array.of(0xf6);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return counted(3, Buffer.from(value, "utf8"));
  if (value instanceof Uint8Array) return counted(2, value);
  if (value instanceof Map) return join(head(5, value.size), [...value].flat().map(cbor));
  return join(head(4, (value as readonly Cbor[]).length), (value as readonly Cbor[]).map(cbor));
}

/** @param value already encoded */
export const cborTag = (tag: number, value: Uint8Array): Uint8Array => join(head(6, tag), [value]);

const counted = (major: number, bytes: Uint8Array): Uint8Array => join(head(major, bytes.length), [bytes]);
const join = (first: Uint8Array, rest: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([first, ...rest]));

function head(major: number, count: number): Uint8Array {
  if (!Number.isInteger(count) || count < 0 || count > 0xffff_ffff) throw new RangeError(`no CBOR head holds ${count}`);
  const kind = major << 5;
  if (count < 24) return Uint8Array.of(kind | count);
  if (count < 0x100) return Uint8Array.of(kind | 24, count);
  if (count < 0x1_0000) return Uint8Array.of(kind | 25, count >>> 8, count & 0xff);
  return Uint8Array.of(kind | 26, count >>> 24, (count >>> 16) & 0xff, (count >>> 8) & 0xff, count & 0xff);
}
