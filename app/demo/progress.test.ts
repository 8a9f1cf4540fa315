import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { isWorthALine, plainLine, progressOn } from "./progress.ts";

const phase = { label: "Playing", total: 80_000, unit: "visit" };

test("a plain line says how far, how fast, how long and what else", () => {
  const pace = { perSecond: 1_843.2, remainingMs: 16_400 };
  expect(plainLine({ phase, value: 49_600, note: "policy 14", pace })).toBe(
    "Playing: 62 %, 49,600/80,000 visits, 1,843/s, 16 s left, policy 14",
  );
});

test("slow work counts by the minute", () => {
  const pace = { perSecond: 0.7, remainingMs: 90_000 };
  expect(plainLine({ phase: { ...phase, total: 102 }, value: 39, note: "", pace })).toContain(
    "42/min, 1 min 30 s left",
  );
});

test("a phase without anything to do is done", () => {
  const pace = { perSecond: null, remainingMs: null };
  expect(plainLine({ phase: { ...phase, total: 0 }, value: 0, note: "", pace })).toBe("Playing: 100 %, 0/0 visits");
});

test.each([
  ["a tenth, but too soon", 1_999, 0.5, false],
  ["a tenth", 2_000, 0.1, true],
  ["less than a tenth", 4_999, 0.09, false],
  ["nothing, for long", 5_000, 0, true],
])("%s", (_name, atMs, share, worth) => {
  expect(isWorthALine({ share: 0, atMs: 0 }, { share, atMs })).toBe(worth);
});

test("what is no terminal gets whole lines, and the error its phase", async () => {
  const stream = new PassThrough();
  const progress = progressOn(stream as unknown as NodeJS.WriteStream);
  await progress.phase({ label: "Counting", total: 2, unit: "lamb" }, async (bar) => bar.to(2, "all here"));
  const failing = progress.phase({ label: "Sleeping", total: 1, unit: "hour" }, async () => {
    throw new Error("a dog barked");
  });
  await expect(failing).rejects.toThrow("Sleeping failed: a dog barked.");
  const text = String(stream.read());
  expect(text).toMatch(
    /^Counting \.\.\.\nCounting: done, 2 lambs in .* s, all here\nSleeping \.\.\.\nSleeping: stopped\n$/,
  );
  expect(text).not.toContain("\u001b");
  expect(progress.times.map(({ label }) => label)).toEqual(["Counting"]);
});
