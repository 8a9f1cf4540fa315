import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clustersOnPostgres } from "../../adapters/clusters-postgres.ts";
import { eventsOnPostgres } from "../../adapters/events-postgres.ts";
import { experimentsOnPostgres } from "../../adapters/experiments-postgres.ts";
import { jobsOnPostgres } from "../../adapters/jobs-postgres.ts";
import { freshDatabase } from "../../adapters/testing/postgres.ts";
import * as sample from "../../adapters/testing/samples.ts";
import { titlesOnPostgres } from "../../adapters/titles-postgres.ts";
import type { Experiment } from "../../core/experiment.ts";
import { ExperimentSettings } from "../../core/experiment.ts";
import { randomFrom } from "../../core/random.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../../core/workspace.ts";
import { openJudge } from "./judge.ts";

const { database, appUrl } = await freshDatabase();
const [SEA, FIXED] = [sample.titleId("the-sea"), sample.titleId("fixed")];
const [GOOD, BAD] = [sample.creativeId("a"), sample.creativeId("b")];
const judge = openJudge({ databaseUrl: appUrl, now: Date.now });
afterAll(() => judge.close());

const experiment = (titleId: Experiment["titleId"], settings: object): Experiment => ({
  titleId,
  state: "open",
  controlId: GOOD,
  openedAt: "2026-01-01T00:00:00.000Z",
  merged: {},
  paused: [],
  settings: ExperimentSettings.parse(settings),
});

beforeAll(async () => {
  for (const id of ["the-sea", "fixed"])
    await titlesOnPostgres(database, DEFAULT_WORKSPACE).add(sample.title(id), "ann");
  await clustersOnPostgres(database, DEFAULT_WORKSPACE).add(sample.cluster(), "ann");
  const briefs = ["a", "b"].map((name) => sample.brief(name));
  await jobsOnPostgres(database, DEFAULT_WORKSPACE).plan(sample.jobId("arms"), sample.order(), [briefs]);
  const experiments = experimentsOnPostgres(database, DEFAULT_WORKSPACE);
  await experiments.put(experiment(SEA, {}), "ann");
  await experiments.put(experiment(FIXED, { mode: "ab" }), "ann");
  const random = randomFrom(5);
  const happened = Array.from({ length: 3_000 }, (_, i) => {
    const creativeId = random() < 0.5 ? GOOD : BAD;
    const drawn = { creativeId, propensity: 0.5, eligible: [GOOD, BAD], basis: "policy" as const };
    const claim = sample.claim({ ...drawn, titleId: i % 3 === 2 ? FIXED : SEA });
    const clicked = random() < (creativeId === GOOD ? 0.4 : 0.05);
    return [sample.event("exposure", claim), ...(clicked ? [sample.event("click", claim)] : [])];
  });
  await eventsOnPostgres(database, DEFAULT_WORKSPACE).append(happened.flat());
  await database.query("UPDATE events SET received_at = received_at - interval '1 day'");
});

describe("the judge", () => {
  it("reads the workspace's own log on another thread, and only of what the policy decides", async () => {
    let turns = 0;
    const turning = setInterval(() => turns++, 5);
    const found = await judge.judge(DEFAULT_WORKSPACE, { policy: "uniform", present: "marquee" });
    clearInterval(turning);
    // Requests are answered meanwhile.
    expect(turns).toBeGreaterThan(10);
    expect(found.decisions).toBe(2_000);
    expect(found.verdict).toBe("worse");
    expect(found.present.dr.value).toBeGreaterThan(0.35);
    expect(found.candidate.dr.value).toBeCloseTo(0.225, 1);
  });

  it("sees nothing of another workspace, and nothing older than 30 days", async () => {
    const others = await judge.judge(WorkspaceId.parse("acme"), { policy: "uniform", present: "marquee" });
    expect([others.decisions, others.verdict]).toEqual([0, "refused"]);
    const later = openJudge({ databaseUrl: appUrl, now: () => Date.now() + 31 * 86_400_000 });
    const old = await later.judge(DEFAULT_WORKSPACE, { policy: "uniform", present: "marquee" });
    expect(old.decisions).toBe(0);
    await later.close();
  });

  it("says when the database is away, and refuses once it is closed, in the middle too", async () => {
    const away = openJudge({ databaseUrl: "postgres://nobody@127.0.0.1:1/none", now: Date.now });
    const ask = { policy: "uniform", present: "marquee" };
    await expect(away.judge(DEFAULT_WORKSPACE, ask)).rejects.toMatchObject({ code: "database_away" });
    const running = openJudge({ databaseUrl: appUrl, now: Date.now });
    const asked = Promise.allSettled([running.judge(DEFAULT_WORKSPACE, ask), running.judge(DEFAULT_WORKSPACE, ask)]);
    await new Promise((done) => setTimeout(done, 20));
    await running.close();
    for (const outcome of await asked)
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "shutting_down" } });
  });
});
