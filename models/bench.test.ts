import { fileURLToPath } from "node:url";
import { InferenceSession } from "onnxruntime-node";
import { expect, it, test } from "vitest";
import { benchModel, median } from "./bench.ts";
import { openModel } from "./open.ts";
import { readPapers } from "./papers.ts";
import { repeatExample } from "./trial.ts";

const paint = fileURLToPath(new URL("./weights/paint", import.meta.url));
const copy = fileURLToPath(new URL("./weights/copy", import.meta.url));
const signal = AbortSignal.timeout(60_000);

test.each([
  [[], Number.NaN],
  [[3], 3],
  [[3, 1], 2],
  [[9, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])("the median of %j is %d", (values, middle) => expect(median(values)).toBe(middle));

it("runs a model as often as asked and sees the time in its network, and no longer when it is done", async () => {
  const { run } = (InferenceSession as unknown as { prototype: { run: unknown } }).prototype;
  const seen: number[] = [];
  const bench = await benchModel({ folder: copy, threads: 1, runs: 2, signal, onRun: (done) => seen.push(done) });
  expect(seen).toEqual([0, 1, 2]);
  expect(bench.runsMs).toHaveLength(2);
  expect(bench.isSame).toBe(true);
  for (const [index, ms] of (bench.sessionMs ?? []).entries()) {
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(bench.runsMs[index] as number);
  }
  expect(bench.sessionMs).toHaveLength(2);
  expect((InferenceSession as unknown as { prototype: { run: unknown } }).prototype.run).toBe(run);
});

it("repeats the painter's example, and sees another seed", async () => {
  const opened = await openModel({ folder: paint, threads: 1 });
  const papers = await readPapers(paint);
  const example = papers.example as NonNullable<typeof papers.example>;
  expect(await repeatExample(papers, opened, signal)).toBe(example.sha256);
  const other = { ...papers, example: { ...example, seed: example.seed + 1 } };
  expect(await repeatExample(other, opened, signal)).not.toBe(example.sha256);
  expect(await repeatExample({ ...papers, example: undefined }, opened, signal)).toBeNull();
  await opened.model.close();
});
