import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CreativeId } from "../core/creative.ts";
import type { Experiment } from "../core/experiment.ts";
import { ExperimentSettings } from "../core/experiment.ts";
import { type LogRow, readLog } from "../core/log.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../core/workspace.ts";
import { clustersOnPostgres } from "./clusters-postgres.ts";
import { eventsOnPostgres } from "./events-postgres.ts";
import { experimentsOnPostgres } from "./experiments-postgres.ts";
import { jobsOnPostgres } from "./jobs-postgres.ts";
import { policiesOnPostgres } from "./policies-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { titlesOnPostgres } from "./titles-postgres.ts";

const { database } = await freshDatabase();
const events = eventsOnPostgres(database, DEFAULT_WORKSPACE);
const [SEA, OWLS] = [sample.titleId("the-sea"), sample.clusterId("night-owls")];
const arms = ["a", "b", "c"].map(sample.creativeId);
const [A, B, C] = arms as [CreativeId, CreativeId, CreativeId];
const experiment = (titleId: Experiment["titleId"], settings: object): Experiment => ({
  titleId,
  state: "open",
  controlId: A,
  openedAt: "2026-01-01T00:00:00.000Z",
  merged: {},
  paused: [],
  settings: ExperimentSettings.parse(settings),
});

async function log(filter: Parameters<typeof events.log>[0] = {}): Promise<LogRow[]> {
  const lines: string[] = [];
  for await (const row of events.log(filter)) lines.push(JSON.stringify(row));
  const rows: LogRow[] = [];
  if (lines.length === 0) return rows;
  // What is written is what the schema reads.
  for await (const row of readLog(lines)) rows.push(row);
  return rows;
}
/** Longer ago than every window. */
const longAgo = (title: string) =>
  database.query("UPDATE events SET received_at = received_at - interval '1 day' WHERE title_id = $1", [title]);

beforeAll(async () => {
  for (const id of ["the-sea", "engaged", "many"])
    await titlesOnPostgres(database, DEFAULT_WORKSPACE).add(sample.title(id), "ann");
  await clustersOnPostgres(database, DEFAULT_WORKSPACE).add(sample.cluster(), "ann");
  const briefs = ["a", "b", "c"].map((name) => sample.brief(name));
  await jobsOnPostgres(database, DEFAULT_WORKSPACE).plan(sample.jobId("arms"), sample.order(), [briefs]);
  const experiments = experimentsOnPostgres(database, DEFAULT_WORKSPACE);
  await experiments.put(experiment(SEA, {}), "ann");
  await experiments.put(experiment(sample.titleId("many"), {}), "ann");
  const reward = { kind: "engaged", leastSeconds: 60, withinS: 3_600 };
  await experiments.put(experiment(sample.titleId("engaged"), { reward }), "ann");
  const policies = policiesOnPostgres(database, DEFAULT_WORKSPACE);
  const share = (creativeId: CreativeId, probability: number) => ({ creativeId, probability });
  await policies.publish([{ titleId: SEA, clusterId: OWLS, arms: [share(A, 0.5), share(B, 0.3), share(C, 0.2)] }]);
  await policies.publish([
    { titleId: SEA, clusterId: OWLS, arms: [share(A, 0.1), share(B, 0.9)] },
    { titleId: SEA, clusterId: OWLS, context: "device=tv", arms: [share(A, 0.75), share(B, 0.25)] },
  ]);
});

describe("the log", () => {
  beforeEach(() => database.query("DELETE FROM events"));

  it("joins a decision with its policy, its arm's attributes, and what came of it", async () => {
    const visitor = "00112233445566ff";
    const claim = sample.claim({ creativeId: B, policyVersion: 1, propensity: 0.3, visitor, repeat: 2, device: "tv" });
    const view = { kind: "view" as const, claim, viewed: { seconds: 30, completion: 0.25 } };
    await events.append([sample.event("exposure", claim), sample.event("click", claim), view]);
    expect(await log()).toEqual([]); // its window is not over
    await longAgo("the-sea");
    expect(await log()).toEqual([
      {
        action: B,
        reward: 1,
        propensity: 0.3,
        ts: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        decidedAt: new Date(claim.decidedAtMs).toISOString(),
        policyVersion: 1,
        basis: "policy",
        title: "the-sea",
        cluster: "night-owls",
        channel: "web",
        device: "tv",
        visitor,
        repeat: 2,
        attributes: sample.brief("b").attributes,
        eligible: [A, B, C],
        shares: [0.5, 0.3, 0.2],
        seconds: 30,
        completion: 0.25,
        outcomes: ["click", "view"],
      },
    ]);
  });

  it("says the shares of the version and context that decided, among the arms that could be drawn", async () => {
    const asked = [
      { policyVersion: 1, eligible: [A, C], creativeId: C },
      { policyVersion: 2, creativeId: B },
      { policyVersion: 2, creativeId: B, context: "device=tv" },
      { policyVersion: 2, creativeId: B, context: "device=mobile" },
      { policyVersion: 0, creativeId: B },
      { policyVersion: 2, creativeId: A, basis: "holdout" },
      { policyVersion: 2, creativeId: C }, // no arm of that policy
    ];
    for (const over of asked) await events.append([sample.event("exposure", sample.claim(over))]);
    await longAgo("the-sea");
    const rows = await log();
    expect(rows.map(({ eligible }) => eligible)).toEqual([
      [A, C],
      [A, B],
      [A, B],
      [A, B],
      undefined,
      undefined,
      undefined,
    ]);
    expect(rows.map(({ shares }) => shares?.map((share) => Math.round(share * 1e6) / 1e6))).toEqual([
      [0.714286, 0.285714],
      [0.1, 0.9],
      [0.75, 0.25],
      [0.1, 0.9],
      undefined,
      undefined,
      undefined,
    ]);
    expect(rows.every(({ reward, outcomes }) => reward === 0 && outcomes?.length === 0)).toBe(true);
  });

  it("rewards as the title's experiment does", async () => {
    for (const seconds of [59, 60]) {
      const claim = sample.claim({ titleId: "engaged" });
      await events.append([sample.event("exposure", claim), sample.event("click", claim)]);
      await events.append([{ kind: "view", claim, viewed: { seconds } }]);
    }
    await events.append([sample.event("exposure", sample.claim({ titleId: "without-an-experiment" }))]);
    await longAgo("engaged");
    await longAgo("without-an-experiment");
    expect((await log()).map(({ reward }) => reward)).toEqual([0, 1]);
  });

  it("holds every decision once over its pages, also when thousands came at one moment, and names no user", async () => {
    const claims = Array.from({ length: 4_500 }, (_, i) =>
      sample.claim({ titleId: "many", visitor: i.toString(16).padStart(16, "0"), policyVersion: 2 }),
    );
    for (let at = 0; at < claims.length; at += 900)
      await events.append(claims.slice(at, at + 900).map((claim) => sample.event("exposure", claim)));
    await database.query("UPDATE events SET received_at = '2026-02-01T00:00:00Z' WHERE title_id = 'many'");
    const other = sample.claim({ titleId: "the-sea" });
    await events.append([sample.event("exposure", other)]);
    await longAgo("the-sea");
    const rows = await log({ titleId: sample.titleId("many") });
    expect(new Set(rows.map(({ visitor }) => visitor)).size).toBe(4_500);
    expect(rows).toHaveLength(4_500);
    expect(Object.keys(rows[0] ?? {})).not.toContain("user");
    expect(JSON.stringify(rows)).not.toContain(claims[0]?.decisionId);
    expect(await log({ since: "2026-02-01T00:00:00.000001Z" })).toHaveLength(1);
    expect(await log({ since: "2026-02-01T00:00:00Z" })).toHaveLength(4_501);
    const elsewhere = eventsOnPostgres(database, WorkspaceId.parse("elsewhere"));
    for await (const row of elsewhere.log({})) expect(row).toBeNull();
  });
});
