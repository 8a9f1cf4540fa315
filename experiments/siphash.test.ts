import { describe, expect, it } from "vitest";
import { pointOf } from "./point.ts";
import { SipHash } from "./siphash.ts";

const hash = new SipHash(Uint8Array.from({ length: 16 }, (_, i) => i));
const last = () => [...hash.out].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

/**
 * Key 00 to 0f, message 00 to n - 1, as numbers. From a plain implementation in Python's whole numbers, which with two and
 * four rounds gives the reference's vectors_sip64, and with one and three what CPython 3.11 hashes bytes with.
 */
const VECTORS: readonly (readonly [number, string])[] = [
  [0, "abac0158050fc4dc"],
  [1, "c9f49bf37d57ca93"],
  [2, "82cb9b024dc7d44d"],
  [3, "8bf80ab8e7ddf7fb"],
  [7, "d3927d989bb11140"],
  [8, "369095118d299a8e"],
  [15, "d320d86d2a519956"],
  [16, "cc4fdd1a7d908b66"],
  [63, "9d199062b7bbb3a8"],
];

/** Chi-square of numbers in 0..1 against evenness over 100 bins: 99 degrees of freedom, 99.99 % lie in 52..158. */
function unevenness(points: readonly number[]): number {
  const bins = new Array<number>(100).fill(0);
  for (const point of points) bins[Math.floor(point * 100)] = (bins[Math.floor(point * 100)] ?? 0) + 1;
  const expected = points.length / 100;
  return bins.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}

const correlation = (a: readonly number[], b: readonly number[]) =>
  (12 * a.reduce((sum, value, i) => sum + (value - 0.5) * ((b[i] as number) - 0.5), 0)) / a.length;

const USERS = Array.from({ length: 50_000 }, (_, i) => `user-${i}`);
const pointsOf = (title: string, salt = 7) =>
  USERS.map((user) => {
    hash.text(title);
    const [high, low] = hash.out as unknown as [number, number];
    hash.text(user);
    hash.pair(hash.out[0] as number, hash.out[1] as number, high, low);
    return pointOf(hash.out[0] as number, hash.out[1] as number, salt, 1);
  });

describe("SipHash-1-3", () => {
  it.each(VECTORS)("of %i bytes is the reference's, as bytes and as text", (length, expected) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i);
    hash.bytes(bytes);
    expect(last()).toBe(expected);
    hash.text(String.fromCharCode(...bytes));
    expect(last()).toBe(expected);
  });

  it("of two words is that of their sixteen bytes", () => {
    hash.pair(0x07060504, 0x03020100, 0x0f0e0d0c, 0x0b0a0908);
    expect(last()).toBe("cc4fdd1a7d908b66");
  });

  it("of two words in two halves is the same, however many ends one beginning has", () => {
    hash.begin(0x07060504, 0x03020100);
    for (const high of [5, 0x0f0e0d0c]) {
      hash.end(high, 0x0b0a0908);
    }
    expect(last()).toBe("cc4fdd1a7d908b66");
    hash.text("a text between them");
    hash.end(0x0f0e0d0c, 0x0b0a0908);
    expect(last()).toBe("cc4fdd1a7d908b66");
  });

  it("of bytes is what CPython hashes bytes with under a key of zeros", () => {
    const python = new SipHash(new Uint8Array(16));
    python.text("abcdefghij");
    const [high, low] = [...python.out].map((word) => BigInt(word >>> 0)) as [bigint, bigint];
    expect((high << 32n) | low).toBe(17_616_997_933_159_550_961n);
  });

  it("reads texts as UTF-8, of any length", () => {
    for (const text of ["ö", "каґ", "💥", "x".repeat(10_000), "ö".repeat(300), ""]) {
      hash.bytes(Buffer.from(text));
      const bytes = last();
      hash.text(text);
      expect(last()).toBe(bytes);
    }
  });

  it("knows another key, and needs 16 bytes of one", () => {
    hash.text("ann");
    const other = new SipHash(Uint8Array.from({ length: 16 }, (_, i) => i + 1));
    other.text("ann");
    expect([...other.out]).not.toEqual([...hash.out]);
    expect(() => new SipHash(new Uint8Array(15))).toThrow(RangeError);
  });

  it("spreads like names evenly, in its own unit too", () => {
    const units = USERS.map((user) => {
      hash.text(user);
      return hash.unit();
    });
    expect(unevenness(units)).toBeGreaterThan(52);
    expect(unevenness(units)).toBeLessThan(158);
    expect(unevenness(units.map((unit) => unit ** 1.05)), "a planted mistake").toBeGreaterThan(158);
  });
});

describe("a point", () => {
  it("is even over users, in 0..1, for every title and salt", () => {
    for (const points of [pointsOf("metropolis"), pointsOf("the-golem"), pointsOf("metropolis", 8)]) {
      expect(points.every((point) => point >= 0 && point < 1)).toBe(true);
      expect(unevenness(points)).toBeGreaterThan(52);
      expect(unevenness(points)).toBeLessThan(158);
    }
  });

  it("tells nothing of the same user's point for another title, salt, or of the next user's", () => {
    const points = pointsOf("metropolis");
    for (const other of [pointsOf("the-golem"), pointsOf("metropolis", 8), [...points.slice(1), points[0] as number]])
      expect(Math.abs(correlation(points, other))).toBeLessThan(4 / Math.sqrt(points.length));
  });

  it("is never shared by two of many bits", () => {
    const points = new Set(Array.from({ length: 100_000 }, (_, i) => pointOf(0, i, 3, 4)));
    expect(points.size).toBe(100_000);
  });
});
