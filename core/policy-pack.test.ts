import { describe, expect, it } from "vitest";
import { CreativeId } from "./creative.ts";
import type { Policy } from "./experiment.ts";
import { packArms, packObjection, unpackArms } from "./policy-pack.ts";

const id = (n: number) => CreativeId.parse(`crv_${n.toString(16).padStart(16, "0")}`);
const even = (count: number): Pick<Policy, "arms"> => ({
  arms: Array.from({ length: count }, (_, arm) => ({ creativeId: id(0xfffffff0 + arm), probability: 1 / count })),
});
const cut: Pick<Policy, "arms" | "stretches"> = {
  arms: [
    { creativeId: id(1), probability: 0.3 },
    { creativeId: id(2), probability: 0.7 },
  ],
  stretches: { ends: [0.1, 0.8, 1], of: [0, 1, 0] },
};

describe("packed arms", () => {
  it.each([1, 2, 3, 17, 255])("of %i arms come back as they were", (count) => {
    expect(unpackArms(packArms(even(count)))).toEqual(even(count));
  });

  it("come back with their stretches", () => {
    expect(unpackArms(packArms(cut))).toEqual(cut);
  });

  it("are not made of no arm, nor of more than can be counted", () => {
    expect(() => packArms({ arms: [] })).toThrow("not 0");
    expect(() => packArms(even(256))).toThrow("not 256");
  });

  const spoiled = (change: (bytes: Buffer) => void, policy = cut): string | null => {
    const bytes = packArms(policy);
    change(bytes);
    return packObjection(bytes);
  };
  it.each<[string, string | null, string]>([
    ["nothing at all", packObjection(Buffer.alloc(0)), "format"],
    ["another format", spoiled((bytes) => bytes.writeUInt8(2, 0)), "format is not 1"],
    ["no arm", spoiled((bytes) => bytes.writeUInt8(0, 1)), "no arm"],
    ["an arm too many", spoiled((bytes) => bytes.writeUInt8(3, 1)), "bytes where"],
    ["half of it", packObjection(packArms(cut).subarray(0, 30)), "has 30 bytes"],
    ["a probability of zero", spoiled((bytes) => bytes.writeDoubleBE(0, 20)), "probability 0 is 0"],
    ["a probability that is none", spoiled((bytes) => bytes.writeDoubleBE(Number.NaN, 28)), "probability 1 is NaN"],
    ["probabilities that do not sum to 1", spoiled((bytes) => bytes.writeDoubleBE(0.31, 20)), "sum to 1.01"],
    ["stretches that go back", spoiled((bytes) => bytes.writeDoubleBE(0.05, 44)), "stretch 1 ends at 0.05"],
    ["stretches that stop early", spoiled((bytes) => bytes.writeDoubleBE(0.9, 52)), "end at 0.9"],
    ["a stretch of nobody", spoiled((bytes) => bytes.writeUInt8(2, 60)), "arm 2, of 2"],
    ["a stretch of somebody else", spoiled((bytes) => bytes.writeUInt8(0, 61)), "another length"],
  ])("refuse %s", (_, objection, why) => {
    expect(objection).toContain(why);
  });

  it("say so when they are read", () => {
    expect(packObjection(packArms(cut))).toBeNull();
    expect(() => unpackArms(Buffer.from([9, 1, 0, 0]))).toThrow("format");
  });
});
