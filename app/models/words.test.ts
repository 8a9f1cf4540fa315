import { PassThrough } from "node:stream";
import { expect, it, test } from "vitest";
import { byteBar, lineOf } from "./bar.ts";
import { benchInWords } from "./bench.ts";
import { bytesInWords, listOf, numberOf, pinsOf, table, wholeOf } from "./words.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1 kB"],
  [2_812_154, "2.8 MB"],
  [99_600_000, "100 MB"],
  [999_499_999, "999 MB"],
  [999_500_000, "1 GB"],
  [5.2e12, "5.2 TB"],
  [9e15, "9000 TB"],
])("%d bytes are %s", (bytes, words) => expect(bytesInWords(bytes)).toBe(words));

it("lines columns up, and none has no width", () => {
  expect(
    table([
      ["A", "LONG"],
      ["bb", "x"],
    ]),
  ).toBe("A   LONG\nbb  x");
  expect(table([["A"]])).toBe("A");
  expect(table([])).toBe("");
});

it("reads numbers, lists and pins, and names the option that is wrong", () => {
  expect(numberOf("--max-gb", "0.5", 0, 1)).toBe(0.5);
  expect(numberOf("--max-gb", undefined, 0, 1)).toBeUndefined();
  for (const text of ["-1", "2", "x", "", "1e9", "NaN"])
    expect(() => numberOf("--max-gb", text, 0, 1)).toThrow("--max-gb");
  expect(() => wholeOf("--runs", "1.5", 1, 9)).toThrow("--runs must be a whole number");
  expect(listOf(" a, b ,,")).toEqual(["a", "b"]);
  expect(listOf(undefined)).toEqual([]);
  const hash = "AB".repeat(32);
  expect([...pinsOf([`a=b/c.onnx=${hash}`])]).toEqual([["a=b/c.onnx", hash.toLowerCase()]]);
  for (const pin of ["", "x", `=${hash}`, "x=ab", `x=${hash}0`])
    expect(() => pinsOf([pin])).toThrow(`--pin ${pin} must`);
});

it("says how far a pull is, with and without a total", () => {
  const pace = { perSecond: 5.1e6, remainingMs: 6_000 };
  expect(lineOf({ what: "unet/model.onnx", done: 12e6, total: 40e6 }, pace)).toBe(
    "12 MB of 40 MB, 5.1 MB/s, 6.0 s left, unet/model.onnx",
  );
  expect(lineOf({ what: "", done: 12, total: null }, { perSecond: null, remainingMs: null })).toBe("12 B");
});

it("writes whole lines where there is no terminal, the last one too", () => {
  const stream = new PassThrough();
  const bar = byteBar(stream as unknown as NodeJS.WriteStream, "lab/tiny");
  bar.to({ what: "a", done: 1, total: 100 });
  bar.to({ what: "b", done: 100, total: 100 });
  bar.to({ what: "b", done: 100, total: 100 });
  bar.end();
  const text = String(stream.read());
  expect(text).toMatch(/^lab\/tiny: 100 %, 100 B of 100 B.*, b\n$/);
});

it("tells a bench in words", () => {
  const bench = { trial: "one picture", loadMs: 80, firstMs: 200, runsMs: [100, 300, 120], sessionMs: [90, 270, 114] };
  expect(benchInWords("tiny", 1, { ...bench, isSame: true }, 430e6, 700)).toBe(
    [
      "tiny, one picture, 1 thread:",
      "  median          120 ms of 3 (100 ms to 300 ms)",
      "  in the network  114 ms, 95 %",
      "  first run       200 ms, after loading for 80 ms",
      "  peak memory     430 MB of this process, resident; its papers say 700 MB",
      "  same bytes      every time",
    ].join("\n"),
  );
  const odd = benchInWords("tiny", 2, { ...bench, sessionMs: null, isSame: false }, 430e6, null);
  expect(odd).toContain("2 threads");
  expect(odd).toContain("cannot be told apart here");
  expect(odd).toContain("NO: the answers differ");
});
