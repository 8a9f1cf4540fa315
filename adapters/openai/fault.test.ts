import { expect, it } from "vitest";
import { EndpointFault, retryAfterMs, waitBefore } from "./fault.ts";

it("reads Retry-After as seconds and as a date", () => {
  const now = Date.UTC(2026, 0, 1);
  expect(retryAfterMs("2", now)).toBe(2_000);
  expect(retryAfterMs("0.5", now)).toBe(500);
  expect(retryAfterMs("Thu, 01 Jan 2026 00:00:05 GMT", now)).toBe(5_000);
  expect(retryAfterMs("Thu, 01 Jan 2020 00:00:00 GMT", now)).toBe(0);
  for (const nonsense of [null, "", "soon", "-1", "2026"]) {
    expect(retryAfterMs(nonsense, now)).toBe(nonsense === "2026" ? 2_026_000 : undefined);
  }
});

it("waits twice as long each time, at least as long as it was asked to, and never for minutes", () => {
  const busy = (retryAfterMs?: number) => new EndpointFault("is busy", { retry: true, retryAfterMs });
  expect([0, 1, 2, 3].map((attempt) => waitBefore(busy(), attempt, 500, 1))).toEqual([500, 1_000, 2_000, 4_000]);
  expect(waitBefore(busy(), 0, 500, 0)).toBe(250);
  expect(waitBefore(busy(7_000), 0, 500, 1)).toBe(7_000);
  expect(waitBefore(busy(0), 0, 500, 1)).toBe(500);
  expect(waitBefore(busy(31_000), 0, 500, 1)).toBeNull();
  expect(waitBefore(busy(), 9, 500, 1)).toBeNull();
  expect(waitBefore(new EndpointFault("says no", { retry: false }), 0, 500, 1)).toBeNull();
});
