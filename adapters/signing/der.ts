/** The few DER types that an X.509 certificate needs (ITU-T X.690). Values come back as whole tag-length-value bytes. */

/** @param tag the identifier octet, 0..255 */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(length), ...parts]);
}

/** Short form below 128, else the count of octets and the octets. */
function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x31, ...parts);
export const boolean = (value: boolean): Uint8Array => tagged(0x01, Uint8Array.of(value ? 0xff : 0));
export const octets = (bytes: Uint8Array): Uint8Array => tagged(0x04, bytes);
export const utf8 = (text: string): Uint8Array => tagged(0x0c, Buffer.from(text, "utf8"));
/** `[number]`, constructed: an explicit tag of a certificate's fields. */
export const explicit = (number: number, part: Uint8Array): Uint8Array => tagged(0xa0 | number, part);

/** @param bytes a whole number >= 0, big-endian */
export function integer(bytes: Uint8Array): Uint8Array {
  const from = bytes.findIndex((byte) => byte !== 0);
  const shortest = from < 0 ? Uint8Array.of(0) : bytes.subarray(from);
  // A leading 1 bit would make it negative.
  return (shortest[0] ?? 0) & 0x80 ? tagged(0x02, Uint8Array.of(0), shortest) : tagged(0x02, shortest);
}

/** @param unused bits of the last byte that do not count, 0..7 */
export const bits = (bytes: Uint8Array, unused = 0): Uint8Array => tagged(0x03, Uint8Array.of(unused), bytes);

/** @param dotted for example `2.5.29.15` */
export function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(0x06, Uint8Array.from([40 * first + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const groups = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest % 128) | 0x80);
  return groups;
}

/** RFC 5280 4.1.2.5: two digits for years to 2049, four from then on; whole seconds, UTC. */
export function time(at: Date): Uint8Array {
  const digits = `${at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}Z`;
  return at.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}
