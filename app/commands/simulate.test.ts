import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readFlags } from "../flags.ts";
import { readSettings } from "../settings.ts";
import { regretChart } from "../simulate/chart.ts";
import { run } from "./simulate.ts";

const environment = {
  kind: "plain",
  K: 3,
  clusters: 2,
  shares: [0.6, 0.4],
  ctr: [
    [
      [0.02, 0.06, 0.03],
      [0.05, 0.02, 0.02],
    ],
    [
      [0.03, 0.03, 0.07],
      [0.02, 0.06, 0.03],
    ],
  ],
};
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "marquee-simulate-"));
  await writeFile(join(folder, "good.json"), JSON.stringify(environment));
  await writeFile(join(folder, "bad.json"), JSON.stringify({ ...environment, shares: [0.6, 0.6] }, null, 1));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function said(...args: string[]): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const named = args.map((word) => (word.endsWith(".json") || word.endsWith(".png") ? join(folder, word) : word));
  try {
    await run(readSettings({}), readFlags(named).values);
    return log.mock.calls.map(([text]) => String(text)).join("\n");
  } finally {
    log.mockRestore();
  }
}

describe("marquee simulate", () => {
  it("tells what a policy lost beside equal shares and plain Thompson sampling", async () => {
    const answer = JSON.parse(await said("--environment", "good.json", "--impressions", "20000", "--json"));
    const [own, thompson, uniform] = answer.policies;
    expect([own.name, thompson.name, uniform.name]).toEqual(["marquee", "plain Thompson", "uniform"]);
    expect(own.shareOfUniform).toBeLessThan(0.6);
    expect(uniform.shareOfUniform).toBeCloseTo(1, 1);
    expect(own.lost).toHaveLength(2);
    expect(own.curve.mean.at(-1)).toBeCloseTo(own.mean, 9);
    expect(own.p90ToThompson).toBeCloseTo(own.p90 / thompson.p90, 9);
  });

  it("prints a table, of one table and one impression too, and draws a picture", async () => {
    const text = await said(
      "--environment",
      "good.json",
      "--impressions",
      "1",
      "--batch",
      "1",
      "--seeds",
      "1",
      "--policy",
      "uniform",
    );
    expect(text).toContain("1 table, 1 impressions");
    await said("--environment", "good.json", "--impressions", "3000", "--picture", "curve.png");
    const picture = await sharp(await readFile(join(folder, "curve.png"))).metadata();
    expect([picture.format, picture.width, picture.height]).toEqual(["png", 1_200, 720]);
  });

  it.each([
    [["--environment", "good.json", "--policy", "best"], "no policy is called best; there are marquee, thompson"],
    [["--environment", "bad.json"], /bad\.json: line \d+, column \d+, shares: sum to 1.2/],
    [["--environment", "none.json"], "none.json cannot be read"],
    [["--environment", "good.json", "--seeds", "3"], "--seeds must be a whole number from 1 to 2"],
    [["--environment", "good.json", "--batch", "0"], "--batch must be"],
    [["--environment", "good.json", "--impressions", "many"], "--impressions must be"],
    [["--policy", "marquee"], "simulate --environment FILE"],
  ])("refuses %j", async (args, message) => {
    await expect(said(...args)).rejects.toThrow(message);
  });
});

it("draws every line from nothing to its end, inside its band", () => {
  const curve = { name: "a <policy>", at: [10, 20], middle: [5, 8], low: [4, 6], high: [6, 10] };
  const { svg, labels } = regretChart("title", "sub", [curve]);
  const points = (tag: string) => new RegExp(`<${tag} points="([^"]*)"`).exec(svg)?.[1]?.split(" ") ?? [];
  expect(points("polyline")).toHaveLength(3);
  expect(points("polygon")).toHaveLength(5);
  expect(points("polyline")[0]).toBe(points("polygon")[0]);
  expect(labels.map(({ text }) => text)).toEqual(
    expect.arrayContaining(["title", "sub", "0", "20", "10", "a <policy>"]),
  );
});
