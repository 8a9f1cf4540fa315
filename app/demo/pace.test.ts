import { expect, test } from "vitest";
import { PaceMeter } from "./pace.ts";

test("a steady pace gives its rate and what is left", () => {
  const meter = new PaceMeter(100, 0);
  for (let second = 1; second <= 5; second++) meter.at(second * 1_000, second * 10);
  const { perSecond, remainingMs } = meter.at(6_000, 60);
  expect(perSecond).toBeCloseTo(10, 9);
  expect(remainingMs).toBeCloseTo(4_000, 6);
});

test("the rate follows a change of speed within its window", () => {
  const meter = new PaceMeter(10_000, 0);
  for (let ms = 0; ms <= 10_000; ms += 500) meter.at(ms, ms / 1_000);
  for (let ms = 10_500; ms <= 20_000; ms += 500) meter.at(ms, 10 + (ms - 10_000) / 10);
  expect(meter.at(20_500, 1_060).perSecond).toBeCloseTo(100, 0);
});

test("nothing done yet has no rate, and nothing left to do takes no time", () => {
  const meter = new PaceMeter(5, 0);
  expect(meter.at(3_000, 0)).toEqual({ perSecond: null, remainingMs: null });
  expect(meter.at(4_000, 5).remainingMs).toBe(0);
  expect(new PaceMeter(0, 0).at(10, 0)).toEqual({ perSecond: null, remainingMs: 0 });
});
