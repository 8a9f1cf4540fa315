import { expect, it } from "vitest";
import { examplePicture } from "./example.ts";
import { cropped, padded, scaled } from "./frame.ts";

it.each([
  [1, 1],
  [2, 7],
  [8, 8],
  [17, 16],
])("pads %i by %i to a multiple by repeating its edge, and crops back to the same", (widthPx, heightPx) => {
  const picture = examplePicture(widthPx, heightPx);
  const more = padded(picture, 8);
  expect([more.widthPx % 8, more.heightPx % 8]).toEqual([0, 0]);
  expect([...more.data.subarray(-3)]).toEqual([...picture.data.subarray(-3)]);
  expect(cropped(more, widthPx, heightPx)).toEqual(picture);
});

it("scales a ramp to a ramp, a flat picture to the same colour, and to its own size to itself", () => {
  const picture = examplePicture(30, 20);
  expect(scaled(picture, 30, 20)).toEqual(picture);
  const ramp = {
    data: Uint8Array.from({ length: 40 * 3 }, (_, at) => Math.floor(at / 3) * 6),
    widthPx: 40,
    heightPx: 1,
  };
  const half = scaled(ramp, 20, 1).data;
  for (let x = 0; x < 20; x++) expect(half[x * 3]).toBe(x * 12 + 3);
  const flat = { data: new Uint8Array(5 * 4 * 3).fill(77), widthPx: 5, heightPx: 4 };
  expect(scaled(flat, 3, 9).data.every((value) => value === 77)).toBe(true);
  expect(scaled({ ...flat, data: flat.data.subarray(0, 3), widthPx: 1, heightPx: 1 }, 2, 2).data).toHaveLength(12);
});
