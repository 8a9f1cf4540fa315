import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../core/experiment.ts";
import oracle from "../../experiments/fixtures/offpolicy.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "marquee-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = new URL("../../experiments/fixtures/open-bandit-random.jsonl.gz", import.meta.url).pathname;
const put = (name: string, rows: readonly (object | string)[]): string => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n"));
  return path;
};

async function replay(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const command = [new URL("../main.ts", import.meta.url).pathname, "replay", ...words];
  const done = await promisify(execFile)(process.execPath, command).catch(
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  );
  return { code: "code" in done ? done.code : 0, out: done.stdout, err: done.stderr };
}

const ROWS = Array.from({ length: 400 }, (_, i) => ({
  action: i % 4 < 2 ? "a" : "b",
  reward: i % 8 === 0 ? 1 : 0,
  propensity: 0.5,
}));
const small = put("small.jsonl", ROWS);

describe("what it prints", () => {
  it("gives the reference numbers as JSON, from a packed log and a table of shares", async () => {
    const table = oracle.openBandit.btsShares.flatMap((shares, arm) =>
      shares.map((share, i) => ({ arm, position: i + 1, share })),
    );
    const { out, code } = await replay("--log", fixture, "--policy", put("bts.jsonl", table), "--json");
    expect(code).toBe(0);
    const { estimates, verdict } = JSON.parse(out);
    const given = oracle.openBandit.estimates["random|bts"];
    expect(estimates.dr.value).toBeCloseTo(given.dr.value, 11);
    expect(estimates.switchDr.low).toBeCloseTo(given.switchdr_10.ci95[0] as number, 11);
    expect(estimates.ess).toBeCloseTo(given.diag.ess, 8);
    expect(verdict.verdict).toBe("cannot-tell");
  });

  it("says it in words, the same twice", async () => {
    const { out } = await replay("--log", small, "--policy", "always:b");
    expect(out).toContain("400 decisions\nalways:b against logged, judged on all of them");
    expect(out).toContain("matched 200 of 400, rewards 0, rate 0.000000");
    expect(out).toMatch(/verdict {5}worse: the difference lies between -0\.\d+ and -0\.\d+ a decision \(95 %\)/);
    expect((await replay("--log", small, "--policy", "always:b")).out).toBe(out);
  });

  it("flags what is too thin, and decides nothing by it", async () => {
    const { out, code } = await replay("--log", put("thin.jsonl", ROWS.slice(0, 97)), "--policy", "always:a");
    expect(code).toBe(0);
    expect(out).toContain("worth 49.0 decisions of the policy's own (TOO THIN: under 50)");
    expect(out).toContain("refused: too thin");
  });

  it("takes a table of counts, and shows what the product would do with it", async () => {
    const counts = put("counts.jsonl", [
      { arm: "a", exposures: 10_000, clicks: 900 },
      { arm: "b", exposures: 10_000, clicks: 300 },
    ]);
    const { out } = await replay("--log", small, "--policy", counts, "--baseline", "always:a", "--json");
    const { estimates } = JSON.parse(out);
    expect(estimates.ips.value).toBeCloseTo(0.25 * (1 - DEFAULT_EXPERIMENT.exploration / 2), 3);
  });
});

describe("what it refuses, with line and field", () => {
  it.each([
    ["a missing field", [ROWS[0], { action: "a", reward: 1 }], "line 2, propensity: is missing"],
    ["a propensity of 0", [{ ...ROWS[0], propensity: 0 }], "line 1, propensity: must be over 0"],
    ["malformed JSON", [ROWS[0], ROWS[0], "{"], "line 3: not valid JSON"],
    ["an empty file", [], "line 1: there is nothing in it"],
    [
      "shares that do not sum to 1",
      [{ ...ROWS[0], eligible: ["a", "b"], shares: [0.5, 0.6] }],
      "line 1, shares: sum to 1.1",
    ],
  ])("a log with %s", async (_, rows, message) => {
    const { code, out, err } = await replay("--log", put("bad.jsonl", rows as object[]), "--policy", "uniform");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(`bad.jsonl, ${message}`);
    expect(err).not.toContain("    at ");
  });

  it.each([
    ["share", [{ arm: "a", share: 0.5 }], "line 1, share: with this line the shares sum to 0.5, not to 1"],
    ["clicks", [{ arm: "a", exposures: 1, clicks: 2 }], "line 1, clicks: 2 clicks of 1 exposures"],
    ["arm", [{ arm: "z", share: 1 }], "the log knows no arm z"],
  ])("a table by its %s", async (_, rows, message) => {
    const { code, err } = await replay("--log", small, "--policy", put("table.jsonl", rows));
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it("an unknown policy, a missing option, a log that is not there, a damaged archive", async () => {
    expect(await replay("--log", small, "--policy", "nonsense")).toMatchObject({
      code: 2,
      err: expect.stringContaining('Unknown policy "nonsense"'),
    });
    expect(await replay("--log", small, "--policy", "uniform", "--baseline", "x")).toMatchObject({ code: 2 });
    expect(await replay("--log", small, "--policy", "uniform", "--seed", "-1")).toMatchObject({ code: 2 });
    expect(await replay("--policy", "uniform")).toMatchObject({ code: 2 });
    expect(await replay("--log", join(folder, "none"), "--policy", "uniform")).toMatchObject({ code: 1 });
    const cut = gzipSync(gunzipSync(readFileSync(fixture))).subarray(0, 5_000);
    writeFileSync(join(folder, "cut.jsonl.gz"), cut);
    expect(await replay("--log", join(folder, "cut.jsonl.gz"), "--policy", "uniform")).toMatchObject({ code: 1 });
  });
});
