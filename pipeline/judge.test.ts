import { describe, expect, it } from "vitest";
import { MASTERS } from "../core/channel.ts";
import type { Check, Master, Masters } from "../core/creative.ts";
import type { Judge } from "../core/ports.ts";
import { type Judging, judgeChecks } from "./judge.ts";
import { makeCreative } from "./run.ts";
import { tinyBrief, tinyPainter, tinyWriter } from "./tiny.ts";

const running = () => new AbortController().signal;
const flat = (value: number): Master => ({
  data: new Uint8Array(12).fill(value),
  widthPx: 2,
  heightPx: 2,
  subject: { x: 0, y: 0, width: 1, height: 1 },
  keep: [],
});
const pictures: Masters = { wide: flat(10), tall: flat(200) };

/** Measures how light a picture is, 0..1: a real judge, and a small one. */
const lightJudge = (judge?: Judge["judge"]): Judge => ({
  papers: { id: "tiny-light", sha256: "2".repeat(64) },
  judge:
    judge ??
    (async ({ picture: { data } }) => ({ light: data.reduce((sum, one) => sum + one, 0) / data.length / 255 })),
  async close() {},
});
const passedBy = (checks: readonly Check[]) => checks.map(({ gate, where, passed }) => [gate, where, passed]);
const judged = (limits: Judging["limits"], judge = lightJudge()) =>
  judgeChecks({ judge, limits }, pictures, "fog", running());

describe("a judge", () => {
  it("is asked about every picture, and its limits are gates", async () => {
    const checks = await judged({ light: { least: 0.1, most: 0.5 } });
    expect(passedBy(checks)).toEqual([
      ["least light by tiny-light", "wide", false],
      ["most light by tiny-light", "wide", true],
      ["least light by tiny-light", "tall", true],
      ["most light by tiny-light", "tall", false],
    ]);
    expect(checks[2]).toMatchObject({ measured: 200 / 255, limit: 0.1 });
  });

  it("is only recorded where there is no limit for its figure", async () => {
    for (const limits of [{}, { other: { least: 2 } }]) {
      const checks = await judged(limits);
      expect(checks.every(({ passed }) => passed)).toBe(true);
      expect(checks.map(({ measured }) => measured)).toEqual([10, 200].map((value) => value / 255));
      expect(checks[0]?.gate).toBe("light by tiny-light, without a limit");
    }
  });

  it("that fails is recorded once, and stops nothing", async () => {
    let asked = 0;
    const broken = lightJudge(async () => {
      asked++;
      throw new Error("no room");
    });
    expect(await judged({ light: { least: 1 } }, broken)).toEqual([
      { gate: "tiny-light could not judge", where: "wide", passed: true, measured: 0, limit: 0, detail: "no room" },
    ]);
    expect(asked).toBe(1);
    const [check] = await judged(
      { light: { least: 1 } },
      lightJudge(async () => ({ light: Number.NaN })),
    );
    expect(check).toMatchObject({ gate: "tiny-light could not judge", detail: "its light is NaN", passed: true });
  });

  it("is stopped by the signal, and that is no finding", async () => {
    const stop = new AbortController();
    const slow = lightJudge(async () => {
      stop.abort(new Error("shutting down"));
      throw stop.signal.reason;
    });
    await expect(judgeChecks({ judge: slow, limits: {} }, pictures, "", stop.signal)).rejects.toThrow("shutting down");
  });
});

it("a creative that a judge refuses is made again, and its papers are kept", { timeout: 180_000 }, async () => {
  const brief = tinyBrief();
  const english = { ...brief, texts: brief.texts.en ? { en: brief.texts.en } : {} };
  const asked: { prompt: string; widthPx: number }[] = [];
  const judge = lightJudge(async ({ prompt, picture: { widthPx } }) => {
    asked.push({ prompt, widthPx });
    // The first painting of all is too dark for it.
    return { light: asked.length === 1 ? 0 : 0.5 };
  });
  const judges = [{ judge, limits: { light: { least: 0.2 } } }];
  const made = await makeCreative(english, { image: tinyPainter(), text: tinyWriter(), judges }, running());
  expect(made.checks.find(({ gate }) => gate === "retries")?.measured).toBe(1);
  expect(made.checks.find(({ gate }) => gate === "least light by tiny-light")).toMatchObject({ measured: 0.5 });
  expect(asked.map(({ widthPx }) => widthPx)).toEqual([0, 1].map(() => MASTERS.wide.widthPx));
  expect(asked[0]?.prompt).toBe(made.provenance.prompt);
  expect(made.provenance.judges).toEqual([judge.papers]);
});
