import { expect, it } from "vitest";
import { type Cbor, cbor, cborTag } from "./cbor.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

it.each<[Cbor, string]>([
  // RFC 8949, appendix A.
  [0, "00"],
  [23, "17"],
  [24, "1818"],
  [100, "1864"],
  [1000, "1903e8"],
  [1000000, "1a000f4240"],
  [-1, "20"],
  [-100, "3863"],
  [-1000, "3903e7"],
  [null, "f6"],
  [new Uint8Array(), "40"],
  [Uint8Array.of(1, 2, 3, 4), "4401020304"],
  ["", "60"],
  ["IETF", "6449455446"],
  ["水", "63e6b0b4"],
  [[], "80"],
  [[1, [2, 3], [4, 5]], "8301820203820405"],
  [new Map(), "a0"],
  [
    new Map<Cbor, Cbor>([
      [1, 2],
      [3, 4],
    ]),
    "a201020304",
  ],
])("writes %j as the standard has it", (value, expected) => {
  expect(hex(cbor(value))).toBe(expected);
});

it("tags what is written already, and refuses what it has no form for", () => {
  expect(hex(cborTag(1, cbor(1363896240)))).toBe("c11a514b67b0");
  expect(hex(cborTag(24, cbor("dIETF")))).toBe("d818656449455446");
  expect(() => cbor(1.5)).toThrow(RangeError);
  expect(() => cbor(2 ** 32)).toThrow(RangeError);
});
