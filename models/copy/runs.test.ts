import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { everyRunKnown, readRuns, runsOf } from "./runs.ts";

const known = new Set([...runsOf("In <title>, the dark waits for <hero>."), ...runsOf("Hope is the price.")]);

describe("runs", () => {
  test("known sentences may stand together in any order", () => {
    expect(everyRunKnown("Hope is the price. In <title>, the dark waits for <hero>.", known)).toBe(true);
  });

  test("a junction that nobody wrote is refused, a short sentence too", () => {
    expect(everyRunKnown("Hope is the dark.", known)).toBe(false);
    expect(everyRunKnown("In <title>, the dark waits.", known)).toBe(false);
    expect(everyRunKnown("Hope.", known)).toBe(false);
  });

  test("hashes as the training script does", async () => {
    const runs = readRuns(await readFile(join(import.meta.dirname, "../weights/copy/runs.bin")));
    expect(everyRunKnown("<hero> must hold the line. In <title>, there is no way back.", runs)).toBe(true);
    expect(everyRunKnown("Чи зможе <hero> зберегти надію?", runs)).toBe(true);
    expect(everyRunKnown("<hero> must the line hold.", runs)).toBe(false);
  });
});
