import { beforeAll, expect, it } from "vitest";
import type { CreativeId } from "../core/creative.ts";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { clustersOnPostgres } from "./clusters-postgres.ts";
import { creativesOnPostgres } from "./creatives-postgres.ts";
import { eventsOnPostgres } from "./events-postgres.ts";
import { experimentsOnPostgres } from "./experiments-postgres.ts";
import { jobsOnPostgres } from "./jobs-postgres.ts";
import { readOrigin } from "./origin-postgres.ts";
import { policiesOnPostgres } from "./policies-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { titlesOnPostgres } from "./titles-postgres.ts";
import { winnersOnPostgres } from "./winners-postgres.ts";

const { database } = await freshDatabase();
const ours = DEFAULT_WORKSPACE;
const [a, b] = [sample.creativeId("a"), sample.creativeId("b")];
const creatives = creativesOnPostgres(database, ours);

beforeAll(async () => {
  await titlesOnPostgres(database, ours).add(sample.title(), "ann");
  await clustersOnPostgres(database, ours).add(sample.cluster(), "ann");
  const jobs = jobsOnPostgres(database, ours);
  await jobs.plan(sample.jobId("one"), sample.order(), [[sample.brief("a"), sample.brief("b")]]);
  await jobs.plan(sample.jobId("two"), sample.order({ actor: "bob" }), [[sample.brief("a")]]);
});

const history = async (id: CreativeId) => {
  const found = await readOrigin(database, id);
  if (!found) throw new Error("it has no history");
  return found;
};

it("knows nothing of a creative that was never planned", async () => {
  expect(await readOrigin(database, sample.creativeId("never"))).toBeNull();
});

it("tells of a planned one who ordered it, and when", async () => {
  const { orders, ...rest } = await history(a);
  expect(orders).toMatchObject([
    { jobId: sample.jobId("one"), by: "ann", at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
    { jobId: sample.jobId("two"), by: "bob" },
  ]);
  expect(rest).toMatchObject({ workspace: "default", experiment: null, clusters: [] });
  expect((await history(b)).orders).toHaveLength(1);
});

it("tells who approved it, and how each cluster was served it", async () => {
  for (const name of ["a", "b"]) await creatives.keep(sample.made(name), sample.BLOBS);
  await creatives.review([a], { verdict: "approve", reason: null, actor: "eve" });
  const titleId = sample.titleId("the-sea");
  const clusterId = sample.clusterId("night-owls");
  const openedAt = "2026-11-26T00:00:00.000Z";
  const experiments = experimentsOnPostgres(database, ours);
  await experiments.put(
    { titleId, state: "open", controlId: b, openedAt, merged: {}, paused: [], settings: DEFAULT_EXPERIMENT },
    "ann",
  );
  const policies = policiesOnPostgres(database, ours);
  const arms = (probability: number) => [
    { creativeId: a, probability },
    { creativeId: b, probability: 1 - probability },
  ];
  for (const probability of [0.5, 0.75, 0.625])
    await policies.publish([{ titleId, clusterId, arms: arms(probability) }]);
  const claims = [sample.claim(), sample.claim(), sample.claim()];
  const first = claims[0] ?? sample.claim();
  await eventsOnPostgres(database, ours).append([
    ...claims.map((claim) => sample.event("exposure", claim)),
    sample.event("click", first),
  ]);
  await winnersOnPostgres(database, ours).declare([
    { titleId, clusterId, creativeId: a, policyVersion: 3, evidence: {} },
  ]);

  const of = await history(a);
  expect(of.audit.at(-1)).toMatchObject({ actor: "eve", action: "creative.approve" });
  expect(of.experiment).toEqual({ state: "open", isControl: false });
  expect(of.clusters).toEqual([
    {
      clusterId: "night-owls",
      exposures: 3,
      clicks: 1,
      share: { versions: 3, first: 0.5, last: 0.625, least: 0.5, most: 0.75 },
      won: { at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), until: null },
    },
  ]);
  const other = await history(b);
  expect(other.experiment?.isControl).toBe(true);
  expect(other.clusters).toMatchObject([{ exposures: 0, clicks: 0, share: { first: 0.5, last: 0.375 }, won: null }]);
});
