import { threadId } from "node:worker_threads";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshDatabase } from "../adapters/testing/postgres.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../core/workspace.ts";
import { openStatistics } from "./statistics.ts";

const ENTRY = new URL("./testing/statistics-entry.ts", import.meta.url);
const OURS = WorkspaceId.parse("ours");

function open(options: { timeLimitMs?: number; mostWaiting?: number } = {}) {
  const warned: string[] = [];
  const log = { warn: (_detail: object, message: string) => void warned.push(message) };
  const { run, close } = openStatistics({ entry: ENTRY, data: null, log, ...options });
  onTestFinished(close);
  return { run: (name: string, ask: unknown = {}, gone?: AbortSignal) => run(OURS, name, ask, gone), close, warned };
}

describe("statistics", () => {
  it("run on one thread that is not this one, with the workspace's stores", async () => {
    const { run } = open();
    const threads = await Promise.all([run("where"), run("where"), run("where")]);
    expect(new Set(threads).size).toBe(1);
    expect(threads[0]).not.toBe(threadId);
    const ask = { title: "the-sea", since: new Map([["a", 1]]) };
    expect(await run("echo", ask)).toEqual({ ask, stores: "stores of ours" });
  });

  it("let this thread go on while they compute without end", async () => {
    const { run } = open();
    await run("where");
    let turns = 0;
    const spinning = run("spin", { ms: 200 });
    const timer = setInterval(() => turns++, 5);
    const thread = await spinning;
    clearInterval(timer);
    expect(thread).not.toBe(threadId);
    expect(turns).toBeGreaterThan(0);
  });

  it("are refused when too many wait, and answered in their turn when not", async () => {
    const { run } = open({ mostWaiting: 2 });
    const taken = [run("wait", { ms: 50 }), run("where"), run("where")];
    await expect(run("where")).rejects.toMatchObject({ code: "statistics_busy", status: 503, retry: true });
    const threads = await Promise.all(taken);
    expect(new Set(threads).size).toBe(1);
    expect(await run("where")).toBe(threads[0]);
  });

  it("tell what the statistic refused, with its fields, and hide nothing of what it did wrong from the log", async () => {
    const { run } = open();
    await expect(run("refuse")).rejects.toMatchObject({
      code: "experiment_not_found",
      message: "experiment_not_found: the-sea",
      issues: [{ field: "title", reason: "there is none" }],
    });
    await expect(run("fail")).rejects.toThrow(/^internal: TypeError: a mistake of ours\n {4}at /);
    await expect(run("nothing-like-it")).rejects.toThrow("there is no statistic nothing-like-it");
    await expect(run("sendCode")).rejects.toThrow("could not be cloned");
    expect(await run("where")).toBeGreaterThan(0);
  });

  it.each(["leave", "throwLate"])("go on with the next on another thread when the thread ends (%s)", async (how) => {
    const { run, warned } = open();
    const before = await run("where");
    const [ended, after] = [run(how), run("where")];
    await expect(ended).rejects.toMatchObject({ code: "internal" });
    expect(await after).not.toBe(before);
    expect(warned).toEqual(["the statistics thread ended in the middle of one"]);
  });

  it("are stopped when they take too long, also in the middle of a computation", async () => {
    const { run, warned } = open({ timeLimitMs: 3_000 });
    const before = await run("where");
    const [late, after] = [run("spin", { ms: 60_000 }), run("where")];
    await expect(late).rejects.toMatchObject({ code: "statistics_late", status: 503, retry: true });
    expect(await after).not.toBe(before);
    expect(warned).toEqual([]);
  });

  it("are not begun, stopped by themselves, or ended, when whoever asked has gone", async () => {
    const { run } = open();
    const thread = await run("where");
    const [one, other, last] = [new AbortController(), new AbortController(), new AbortController()];
    const waits = run("wait", { ms: 60_000 }, one.signal);
    const never = run("leave", {}, other.signal);
    other.abort();
    await expect(never).rejects.toMatchObject({ code: "statistics_busy" });
    one.abort();
    await expect(waits).rejects.toMatchObject({ code: "statistics_busy" });
    expect(await run("where")).toBe(thread);

    const spins = run("spin", { ms: 60_000 }, last.signal);
    last.abort();
    await expect(spins).rejects.toMatchObject({ code: "statistics_busy" });
    expect(await run("where")).not.toBe(thread);
    await expect(run("where", {}, AbortSignal.abort())).rejects.toMatchObject({ code: "statistics_busy" });
  });

  it("of the API read from the database that its entry is given", async () => {
    const { appUrl: databaseUrl } = await freshDatabase();
    const entry = new URL("./statistics-thread.ts", import.meta.url);
    const { run, close } = openStatistics({ entry, data: { databaseUrl }, log: { warn() {} } });
    onTestFinished(close);
    await expect(run(DEFAULT_WORKSPACE, "report", { titleId: "the-sea" })).rejects.toMatchObject({
      code: "experiment_not_found",
    });
    expect(await run(DEFAULT_WORKSPACE, "losers", { titleId: "the-sea", arms: [] })).toEqual(new Set());
  });

  it("are refused once they are closed, those that run and those that wait", async () => {
    const { run, close } = open();
    const asked = [run("wait", { ms: 60_000 }), run("where")].map((one) =>
      expect(one).rejects.toMatchObject({ code: "shutting_down" }),
    );
    await close();
    await Promise.all(asked);
    await expect(run("where")).rejects.toMatchObject({ code: "shutting_down" });
  });
});
