import { expect, it } from "vitest";
import { lastWords, tallyOf } from "./reporter.ts";

const outcome = (state: "passed" | "failed" | "skipped" | "pending", why?: string) => ({
  file: "adapters/queue.test.ts",
  name: "queue on Redis > runs a flow",
  state,
  why,
});

it("names what was skipped and why, and ends in one line of numbers", () => {
  const tally = tallyOf([outcome("passed"), outcome("passed"), outcome("skipped", "this machine has no redis-server")]);
  expect(lastWords(tally, false)).toEqual([
    "Skipped: adapters/queue.test.ts > queue on Redis > runs a flow, because this machine has no redis-server",
    "2 passed, 0 failed, 1 skipped",
  ]);
});

it("says so when a skip fails the run", () => {
  expect(lastWords(tallyOf([outcome("skipped")]), true)).toHaveLength(3);
  expect(lastWords(tallyOf([outcome("passed")]), true)).toEqual(["1 passed, 0 failed, 0 skipped"]);
});

it("counts a test that never ended as failed", () => {
  expect(lastWords(tallyOf([outcome("pending"), outcome("failed")]), false)).toEqual(["0 passed, 2 failed, 0 skipped"]);
  expect(lastWords(tallyOf([]), false)).toEqual(["0 passed, 0 failed, 0 skipped"]);
});
