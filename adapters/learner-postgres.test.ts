import { beforeAll, expect, it } from "vitest";
import type { Experiment, Policy } from "../core/experiment.ts";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import type { LearnerRun } from "../core/ports.ts";
import { DEFAULT_DECIDING, DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { clustersOnPostgres } from "./clusters-postgres.ts";
import { creativesOnPostgres } from "./creatives-postgres.ts";
import { connectPostgres } from "./database-postgres.ts";
import { experimentsOnPostgres } from "./experiments-postgres.ts";
import { jobsOnPostgres } from "./jobs-postgres.ts";
import { learnerOnPostgres } from "./learner-postgres.ts";
import { policiesOnPostgres } from "./policies-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { titlesOnPostgres } from "./titles-postgres.ts";

const { database, appUrl } = await freshDatabase();
const app = connectPostgres({ url: appUrl, maxConnections: 4 });
const learner = learnerOnPostgres(app, DEFAULT_WORKSPACE);
const policies = policiesOnPostgres(app, DEFAULT_WORKSPACE);
const experiments = experimentsOnPostgres(app, DEFAULT_WORKSPACE);
const [SEA, OWLS] = [sample.titleId("the-sea"), sample.clusterId("night-owls")];
const [A, B] = [sample.creativeId("a"), sample.creativeId("b")];
const experiment: Experiment = {
  titleId: SEA,
  state: "open",
  controlId: A,
  openedAt: "2026-01-01T00:00:00.000Z",
  merged: {},
  paused: [],
  settings: DEFAULT_EXPERIMENT,
};
const policy = (share: number, over: Partial<Policy> = {}): Policy => ({
  titleId: SEA,
  clusterId: OWLS,
  arms: [
    { creativeId: A, probability: share },
    { creativeId: B, probability: 1 - share },
  ],
  ...over,
});
const run = (over: Partial<LearnerRun> & Pick<LearnerRun, "from" | "foldedTo">): LearnerRun => ({
  states: new Map(),
  population: null,
  policies: [],
  paused: [],
  rebuilt: [],
  ...over,
});
const second = (n: number) => `2026-01-01T00:00:0${n}.123456Z`;
const everything = async () => ({ memory: await learner.memory(), served: await policies.current() });
const actions = async () =>
  (await database.query<{ action: string }>("SELECT action FROM audit WHERE actor = 'learner' ORDER BY id")).map(
    ({ action }) => action,
  );

beforeAll(async () => {
  await titlesOnPostgres(app, DEFAULT_WORKSPACE).add(sample.title(), "ann");
  await clustersOnPostgres(app, DEFAULT_WORKSPACE).add(sample.cluster(), "ann");
  const creatives = creativesOnPostgres(app, DEFAULT_WORKSPACE);
  await jobsOnPostgres(app, DEFAULT_WORKSPACE).plan(sample.jobId("arms"), sample.order(), [
    ["a", "b", "c"].map((name) => sample.brief(name)),
  ]);
  for (const name of ["a", "b"]) await creatives.keep(sample.made(name), sample.BLOBS);
  await creatives.review([A], { verdict: "approve", reason: null, actor: "ann" });
  await experiments.put(experiment, "ann");
  return () => app.close();
});

it("knows who competes: every experiment, with what was made for it and what of it is live", async () => {
  const { attributes } = sample.brief("a");
  expect(await learner.contests()).toEqual({
    deciding: DEFAULT_DECIDING,
    clusters: [OWLS],
    titles: [
      {
        experiment,
        arms: [
          { id: A, attributes, live: true },
          { id: B, attributes, live: false },
        ].sort((one, other) => (one.id < other.id ? -1 : 1)),
      },
    ],
  });
});

it("remembers nothing at first, then what the last run kept, to the microsecond", async () => {
  expect(await learner.memory()).toEqual({
    foldedTo: null,
    states: new Map(),
    population: null,
    policies: { version: 0, policies: [] },
  });
  const states = new Map([[SEA, { any: ["thing", 0.1] }]]);
  const kept = await learner.save(
    run({ from: null, foldedTo: second(1), states, population: { all: 1 }, policies: [policy(0.25)] }),
  );
  const mark = await learner.at();
  expect(mark).toMatchObject({ foldedTo: second(1), policyVersion: kept });
  expect(await learner.memory()).toEqual({
    foldedTo: second(1),
    states,
    population: { all: 1 },
    policies: { version: kept, policies: [policy(0.25)] },
  });
});

it("leaves what a run does not name, and publishes nothing where nothing moved", async () => {
  const before = await everything();
  expect(await learner.save(run({ from: second(1), foldedTo: second(2) }))).toBe(before.served.version);
  const larks = policy(0.5, { clusterId: sample.clusterId("larks"), context: "device=tv" });
  await learner.save(run({ from: second(2), foldedTo: second(3), policies: [larks] }));
  const after = await everything();
  expect(after.served.policies).toHaveLength(2);
  expect(after.served.policies).toEqual(expect.arrayContaining([...before.served.policies, larks]));
  expect(after.memory.states).toEqual(before.memory.states);
});

it("keeps the first of two runs that began alike, and nothing of the second", async () => {
  const runs = [0.6, 0.7, 0.8].map((share) =>
    run({ from: second(3), foldedTo: second(4), states: new Map([[SEA, share]]), policies: [policy(share)] }),
  );
  const versions = await Promise.all(runs.map((one) => learner.save(one)));
  const won = versions.findIndex((version) => version !== null);
  expect(versions.filter((version) => version !== null)).toHaveLength(1);
  const { memory, served } = await everything();
  expect(memory.states.get(SEA)).toBe([0.6, 0.7, 0.8][won]);
  expect(served).toMatchObject({ version: versions[won] });
  expect(await learner.save(run({ from: null, foldedTo: second(5) }))).toBeNull();
});

it("keeps nothing of a run that is cut anywhere", async () => {
  const before = await everything();
  const next = run({ from: second(4), foldedTo: second(5), states: new Map([[SEA, "new"]]), policies: [policy(0.9)] });
  // The database takes the policies' row last; a text that is no cluster's breaks it there.
  const broken = {
    ...next,
    policies: [policy(0.9), { ...policy(0.1), clusterId: null as never, titleId: sample.titleId("x") }],
  };
  await expect(learner.save(broken)).rejects.toThrow();
  expect(await everything()).toEqual(before);
  for (let cutAt = 1, kept = false; !kept; cutAt++) {
    let left = cutAt;
    const cut = learnerOnPostgres(
      {
        ...app,
        transaction: (work, mode) =>
          app.transaction(async (query, rest) => {
            const [{ pid } = { pid: 0 }] = await query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
            return work(async (sql, values) => {
              if (left-- === 0) await database.query("SELECT pg_terminate_backend($1)", [pid]);
              return query(sql, values);
            }, rest);
          }, mode),
      },
      DEFAULT_WORKSPACE,
    );
    const outcome = await cut.save(next).then(
      () => "kept",
      () => "lost",
    );
    kept = outcome === "kept";
    if (!kept) expect(await everything(), `cut at statement ${cutAt}`).toEqual(before);
  }
  expect((await everything()).memory).toMatchObject({ foldedTo: second(5), states: new Map([[SEA, "new"]]) });
});

it("pauses an arm once, with the reason in the audit, and says which states were made anew", async () => {
  const arm = { creativeId: B, reason: "Clicks up, engagement down.", at: "2026-01-01T00:00:00.000Z" };
  const paused = [{ titleId: SEA, arm }];
  const { revision } = await learner.at();
  await learner.save(run({ from: second(5), foldedTo: second(6), paused, rebuilt: [{ titleId: SEA, why: "a test" }] }));
  expect((await experiments.get(SEA))?.paused).toEqual([arm]);
  expect((await learner.at()).revision).toBe(revision + 1);
  await learner.save(run({ from: second(6), foldedTo: second(7), paused }));
  expect((await experiments.get(SEA))?.paused).toEqual([arm]);
  expect(await actions()).toEqual(["learner.rebuild", "experiment.pause"]);
});
