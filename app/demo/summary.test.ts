import { expect, test } from "vitest";
import { foundIn, workShares } from "./result.ts";
import { summaryLines } from "./summary.ts";
import { arm, resultWith } from "./testing/result.ts";

test("a wide terminal gets a table, a narrow one short lines, and both the same figures", () => {
  const result = resultWith({ decided: false });
  const wide = summaryLines(result, 400);
  expect(wide[0]).toMatch(/^ {2}audience +verdict +artwork/);
  expect(wide[2]).toContain("leader");
  expect(wide[2]).toContain("8.0 % (6.0..10.0)");
  expect(wide[2]).toContain("+40 % (+10..+90)");
  expect(wide[2]).toContain("−5 % (−20..>+999)");
  expect(wide[2]).toContain("best of all");
  const narrow = summaryLines(result, 60);
  expect(narrow).toContain("    over control +40 % (+10..+90)");
  expect(narrow.slice(-6)).toEqual(wide.slice(-6));
});

test("what could not be shown is counted by its reason", () => {
  const { creative } = arm("9", "owls");
  const notMade = [1, 2].map(() => ({ ...creative, status: "refused" as const, reason: "bytes (web, en)" }));
  expect(summaryLines({ ...resultWith({}), notMade }).at(-1)).toBe(
    "Not shown      2 creatives refused: bytes (web, en)",
  );
});

test("found truths are counted, and near ones include exact ones", () => {
  const grades = [
    { exact: true, near: true, rate: 0.1 },
    { exact: false, near: true, rate: 0.1 },
    { exact: false, near: false, rate: 0.1 },
  ];
  expect(foundIn(grades.map((grade, i) => ({ grade, decided: i === 0 })))).toEqual({
    cells: 3,
    decided: 1,
    exact: 1,
    near: 2,
  });
});

test("the time of the studios is shared out without rest", () => {
  const { creative } = arm("1", "owls");
  const stageMs = { sketch: 100, paint: 500, style: 200, caption: 300, check: 100 };
  const made = { ...creative, provenance: { ...creative.provenance, stageMs } } as typeof creative;
  const order = { ...resultWith({}).order, creatives: 2, tookMs: 2_000 };
  expect(workShares([made, made], order, 2)).toEqual({
    model: 0.4,
    sharp: 0.15,
    checks: 0.05,
    elsewhere: 0.4,
    creativesPerMinute: 60,
  });
});
