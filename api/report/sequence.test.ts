import { expect, it } from "vitest";
import { CreativeId } from "../../core/creative.ts";
import { anytimeOver } from "./sequence.ts";

const [ARM, CONTROL] = ["a", "b"].map((digit) => CreativeId.parse(`crv_${digit.repeat(16)}`)) as [
  CreativeId,
  CreativeId,
];
const batch = (arm: [number, number], control: [number, number]) =>
  new Map([
    [ARM, { exposures: arm[0], clicks: arm[1] }],
    [CONTROL, { exposures: control[0], clicks: control[1] }],
  ]);

it("rules no difference out where there is one, in both terms and by the p-value alike", () => {
  const found = anytimeOver([batch([10_000, 900], [2_000, 100]), batch([2_000, 190], [10_000, 500])], ARM, CONTROL);
  expect(found?.low).toBeGreaterThan(0.3);
  expect(found?.high).toBeLessThan(1.6);
  expect(found?.differenceLow).toBeGreaterThan(0);
  expect(found?.pValue).toBeLessThan(1e-6);
});

it("leaves no difference in where there is none", () => {
  const found = anytimeOver([batch([1_000, 50], [1_000, 50])], ARM, CONTROL);
  expect(found?.low).toBeLessThan(0);
  expect(found?.high).toBeGreaterThan(0);
  expect(found?.differenceLow).toBeLessThan(0);
  expect(found?.pValue).toBe(1);
});

it("says nothing of arms that were never drawn together, and little of hardly any clicks", () => {
  expect(anytimeOver([], ARM, CONTROL)).toBeNull();
  expect(anytimeOver([batch([1_000, 50], [0, 0])], ARM, CONTROL)).toBeNull();
  expect(anytimeOver([batch([1, 0], [1, 0])], ARM, CONTROL)).toMatchObject({ low: -1, high: null, pValue: 1 });
});
