import { beforeAll, expect, it } from "vitest";
import { clustersOnPostgres } from "../adapters/clusters-postgres.ts";
import { creativesOnPostgres } from "../adapters/creatives-postgres.ts";
import { connectPostgres, type Database } from "../adapters/database-postgres.ts";
import { drawsOnPostgres } from "../adapters/draws-postgres.ts";
import { eventsOnPostgres } from "../adapters/events-postgres.ts";
import { experimentsOnPostgres } from "../adapters/experiments-postgres.ts";
import { jobsOnPostgres } from "../adapters/jobs-postgres.ts";
import { learnerOnPostgres } from "../adapters/learner-postgres.ts";
import { policiesOnPostgres } from "../adapters/policies-postgres.ts";
import { snapshotOnPostgres } from "../adapters/snapshot-postgres.ts";
import { freshDatabase } from "../adapters/testing/postgres.ts";
import * as sample from "../adapters/testing/samples.ts";
import { titlesOnPostgres } from "../adapters/titles-postgres.ts";
import { winnersOnPostgres } from "../adapters/winners-postgres.ts";
import type { OutcomeEvent } from "../core/event.ts";
import { ExperimentSettings } from "../core/experiment.ts";
import { randomFrom } from "../core/random.ts";
import { DEFAULT_WORKSPACE, type WorkspaceId } from "../core/workspace.ts";
import { learnPoliciesProcessor } from "./learn-policies.ts";

/** The worker on a real database, from events to winners: with connections that break, and many workers at once. */
const { database, appUrl } = await freshDatabase();
const app = connectPostgres({ url: appUrl, maxConnections: 6 });
const policies = policiesOnPostgres(app, DEFAULT_WORKSPACE);
const events = eventsOnPostgres(app, DEFAULT_WORKSPACE);
const learner = learnerOnPostgres(app, DEFAULT_WORKSPACE);
const winners = winnersOnPostgres(app, DEFAULT_WORKSPACE);
const [SEA, OWLS] = [sample.titleId("the-sea"), sample.clusterId("night-owls")];
const [A, B] = [sample.creativeId("a"), sample.creativeId("b")];

const workerOn = (on: Database) => {
  const of = (workspace: WorkspaceId) => ({
    events: eventsOnPostgres(on, workspace),
    draws: drawsOnPostgres(on, workspace),
    learner: learnerOnPostgres(on, workspace),
    winners: winnersOnPostgres(on, workspace),
  });
  const learn = learnPoliciesProcessor({ snapshots: snapshotOnPostgres(on), of });
  return () => learn({}, new AbortController().signal, true);
};

beforeAll(async () => {
  await titlesOnPostgres(app, DEFAULT_WORKSPACE).add(sample.title(), "ann");
  await clustersOnPostgres(app, DEFAULT_WORKSPACE).add(sample.cluster(), "ann");
  const creatives = creativesOnPostgres(app, DEFAULT_WORKSPACE);
  const briefs = ["a", "b"].map((name) => sample.brief(name));
  await jobsOnPostgres(app, DEFAULT_WORKSPACE).plan(sample.jobId("arms"), sample.order(), [briefs]);
  for (const name of ["a", "b"]) await creatives.keep(sample.made(name), sample.BLOBS);
  await creatives.review([A, B], { verdict: "approve", reason: null, actor: "ann" });
  await experimentsOnPostgres(app, DEFAULT_WORKSPACE).put(
    {
      titleId: SEA,
      state: "open",
      controlId: A,
      openedAt: new Date().toISOString(),
      merged: {},
      paused: [],
      settings: ExperimentSettings.parse({ reward: { kind: "click", withinS: 0 }, cycleDays: 0 }),
    },
    "ann",
  );
  return () => app.close();
});

const random = randomFrom(3);
const shown = { exposures: 0, clicks: 0 };

/** Visits as they come, B clicked three times as often; some are reported twice. */
async function visit(times: number) {
  const batch: OutcomeEvent[] = [];
  for (let i = 0; i < times; i++) {
    const isB = random() < 0.5;
    const claim = sample.claim({ creativeId: isB ? B : A });
    shown.exposures++;
    batch.push(sample.event("exposure", claim));
    if (random() >= (isB ? 0.3 : 0.1)) continue;
    shown.clicks++;
    batch.push(sample.event("click", claim));
  }
  await events.append(batch);
  await events.append(batch.slice(0, 50));
}
const ripe = () => new Promise((wake) => setTimeout(wake, 1_100));
const learnedSoFar = async () => {
  const kept = (await learner.memory()).states.get(SEA) as {
    seen: { arms: { exposures: number; clicks: number }[] }[];
    state: unknown;
  };
  const arms = kept.seen.flatMap(({ arms }) => arms);
  return {
    exposures: arms.reduce((sum, { exposures }) => sum + exposures, 0),
    clicks: arms.reduce((sum, { clicks }) => sum + clicks, 0),
  };
};

it("counts every visit once while visits come, workers race and connections are cut", async () => {
  const workers = [workerOn(app), workerOn(app)];
  for (let round = 0; round < 6; round++) {
    const runs = workers.map((run) => run().catch(() => "cut"));
    const visits = visit(400);
    if (round % 2 === 1) {
      // The worker's statements are cut; the visits' own writer is left alone, or they would have to be sent again.
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
           AND (query LIKE '%learner_states%' OR query LIKE '%AS ripe%' OR query LIKE '%policies%')`,
      );
    }
    await Promise.all([...runs, visits]);
  }
  await ripe();
  await workers[0]?.();
  await workers[1]?.();
  expect(await learnedSoFar()).toEqual(shown);
  expect(await workers[0]?.()).toBe("nothing-to-learn");
  const { policies: served } = await policies.current();
  expect(served[0]?.arms.find(({ creativeId }) => creativeId === B)?.probability).toBeGreaterThan(0.8);
  expect(await winners.standing(SEA)).toMatchObject([{ clusterId: OWLS, creativeId: B }]);
});

it("makes a poisoned state anew from the events, to the same state, and says so in the audit", async () => {
  const before = (await learner.memory()).states.get(SEA) as { state: unknown };
  await database.query(`UPDATE learner_states SET state = '{"state":7}' WHERE title_id = $1`, [SEA]);
  expect(await workerOn(app)()).toBe("learned");
  expect(await learnedSoFar()).toEqual(shown);
  expect((await learner.memory()).states.get(SEA)).toMatchObject({ state: before.state });
  expect(await database.query("SELECT action, subject FROM audit WHERE actor = 'learner'")).toEqual([
    { action: "learner.rebuild", subject: SEA },
  ]);
});

it("learns on when the database is back, and not from a click that came too late", async () => {
  const claim = sample.claim({ creativeId: B });
  await events.append([sample.event("exposure", claim)]);
  await new Promise((wake) => setTimeout(wake, 10));
  await events.append([sample.event("click", claim)]);
  await ripe();
  const gone = connectPostgres({ url: appUrl, maxConnections: 1 });
  const run = workerOn(gone);
  const cut = {
    ...gone,
    query: () => Promise.reject(new Error("away")),
    transaction: () => Promise.reject(new Error("away")),
  };
  await expect(workerOn(cut)()).rejects.toThrow("away");
  expect(await run()).toBe("learned");
  expect(await learnedSoFar()).toEqual({ exposures: shown.exposures + 1, clicks: shown.clicks });
  await gone.close();
});
