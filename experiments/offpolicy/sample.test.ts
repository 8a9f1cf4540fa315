import { expect, it } from "vitest";
import type { LogRow } from "../../core/log.ts";
import { judgePolicy } from "./judge.ts";
import { sampled } from "./sample.ts";

async function* log(rows: number, more: (i: number) => Partial<LogRow> = () => ({})): AsyncGenerator<LogRow> {
  for (let i = 0; i < rows; i++) yield { action: i, reward: 0, propensity: 0.5, visitor: "0".repeat(16), ...more(i) };
}
const actions = async (rows: number, most: number) => (await sampled(log(rows), most)).map(({ action }) => action);

it("keeps all of a small log, and every second, fourth, eighth decision of a larger one", async () => {
  expect(await actions(0, 4)).toEqual([]);
  expect(await actions(1, 4)).toEqual([0]);
  expect(await actions(4, 4)).toEqual([0, 1, 2, 3]);
  expect(await actions(5, 4)).toEqual([0, 2, 4]);
  expect(await actions(9, 4)).toEqual([0, 4, 8]);
  expect(await actions(1_000, 100)).toEqual(Array.from({ length: 63 }, (_, i) => 16 * i));
});

it("leaves out what was not drawn, and forgets who saw it", async () => {
  const rows = await sampled(
    log(6, (i) => ({ basis: i % 2 === 0 ? "policy" : "holdout" })),
    10,
  );
  expect(rows.map(({ action }) => action)).toEqual([0, 2, 4]);
  expect(rows[0]).not.toHaveProperty("visitor");
});

it("judges nobody that it does not know, and a present policy that is no more as the product's own", async () => {
  await expect(judgePolicy([], { policy: "nonsense", present: "marquee" })).rejects.toThrow(RangeError);
  expect((await judgePolicy([], { policy: "marquee", present: "gone" })).verdict).toBe("refused");
});
