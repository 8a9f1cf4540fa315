import { expect, test } from "vitest";
import { countOf, percent, rate, seconds, signedPercent } from "./words.ts";

test("numbers read as people write them", () => {
  expect(countOf(1, "visit")).toBe("1 visit");
  expect(countOf(80_000, "visit")).toBe("80,000 visits");
  expect(percent(0.0834)).toBe("8.3 %");
  expect([rate(0.04251), rate(3.254), rate(17.84), rate(1_843.2)]).toEqual(["0.0425", "3.25", "17.8", "1,843"]);
  expect([seconds(0), seconds(9_940), seconds(9_960), seconds(59_400), seconds(59_600), seconds(125_000)]).toEqual([
    "0.0 s",
    "9.9 s",
    "10 s",
    "59 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
});

test("a change shows its sign, and nothing is never minus nothing", () => {
  expect([signedPercent(0.184), signedPercent(-0.184), signedPercent(-0.001), signedPercent(0)]).toEqual([
    "+18 %",
    "−18 %",
    "+0 %",
    "+0 %",
  ]);
});
