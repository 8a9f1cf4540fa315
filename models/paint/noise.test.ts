import { describe, expect, it } from "vitest";
import { examplePicture } from "./example.ts";
import { HALF_PLANES, paintNoise } from "./noise.ts";
import { lumaLevels } from "./tone.ts";

describe("paint noise", () => {
  it("is the same for the same seed, other for another, and has the promised planes", () => {
    const picture = examplePicture(96, 64);
    const one = paintNoise(picture, 4);
    expect(one.half).toHaveLength(HALF_PLANES * 48 * 32);
    expect(one.grain).toHaveLength(96 * 64);
    expect(paintNoise(picture, 4).half).toEqual(one.half);
    expect(paintNoise(picture, 5).half).not.toEqual(one.half);
  });

  it("stays within the range the network has seen", () => {
    const { half, grain } = paintNoise(examplePicture(160, 160), 9);
    for (const plane of [half, grain]) for (const value of plane) expect(Math.abs(value)).toBeLessThan(3);
  });

  it("lays strokes along an edge and not across it", () => {
    const picture = { data: new Uint8Array(64 * 64 * 3), widthPx: 64, heightPx: 64 };
    for (let y = 0; y < 64; y++) picture.data.fill(y < 32 ? 20 : 230, y * 192, (y + 1) * 192);
    const { field } = paintNoise(picture, 1).plan;
    const edge = 8 * field.width + 8;
    expect(Math.abs(field.alongX[edge] as number)).toBeGreaterThan(0.98);
  });
});

describe("luma levels", () => {
  it("are those of a flat and of a two-toned picture", () => {
    const picture = { data: new Uint8Array(30).fill(255), widthPx: 10, heightPx: 1 };
    expect(lumaLevels(picture)).toEqual([1, 1, 1]);
    picture.data.fill(0, 0, 18);
    expect(lumaLevels(picture)).toEqual([0, 0, 1]);
  });
});
