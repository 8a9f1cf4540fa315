import { expect, it } from "vitest";
import { CreativeStatus } from "./creative.ts";
import { objectionTo, VERDICTS, Verdict } from "./review.ts";

/** Every pair of verdict and status that is no objection, as it stands in the drawing. */
const ALLOWED: Readonly<Record<Verdict, readonly CreativeStatus[]>> = {
  approve: ["in-review", "approved", "live"],
  reject: ["in-review", "approved", "live", "rejected"],
  reopen: ["in-review", "approved", "live", "rejected"],
  retire: ["approved", "live", "retired"],
  restore: ["approved", "live", "retired"],
};

it.each(Verdict.options)("%s is taken in the statuses of the drawing and in no other", (verdict) => {
  const taken = CreativeStatus.options.filter((status) => objectionTo(verdict, status, false) === null);
  expect(new Set(taken)).toEqual(new Set(ALLOWED[verdict]));
});

it("brings nothing that is pulled nearer to an answer, and lets it be turned down", () => {
  for (const status of CreativeStatus.options) {
    for (const verdict of ["approve", "restore"] as const)
      expect(objectionTo(verdict, status, true)).toBe("is pulled; end the pull first");
  }
  expect(objectionTo("reject", "live", true)).toBeNull();
  expect(objectionTo("retire", "approved", true)).toBeNull();
});

it("never stores `live`", () => {
  for (const { from, to } of Object.values(VERDICTS)) expect([...from, to]).not.toContain("live");
});

it("says what stands in the way and what to do", () => {
  expect(objectionTo("approve", "rejected", false)).toBe(
    "is rejected, and only what is in-review can be approved; reopen it first",
  );
});
