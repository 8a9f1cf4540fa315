import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { clustersOnPostgres } from "./clusters-postgres.ts";
import { creativesOnPostgres } from "./creatives-postgres.ts";
import { drawsOnPostgres } from "./draws-postgres.ts";
import { eventsOnPostgres } from "./events-postgres.ts";
import { jobsOnPostgres } from "./jobs-postgres.ts";
import { policiesOnPostgres } from "./policies-postgres.ts";
import { snapshotOnPostgres } from "./snapshot-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { titlesOnPostgres } from "./titles-postgres.ts";
import { winnersOnPostgres } from "./winners-postgres.ts";

const { database } = await freshDatabase();
const winners = winnersOnPostgres(database, DEFAULT_WORKSPACE);
const policies = policiesOnPostgres(database, DEFAULT_WORKSPACE);
const [titleId, clusterId] = [sample.titleId("the-sea"), sample.clusterId("night-owls")];
const cell = { titleId, clusterId };
const winner = (name: string, policyVersion: number, since: number | null = null) => ({
  ...cell,
  creativeId: sample.creativeId(name),
  policyVersion,
  evidence: { since, exposures: 900 },
});
const revision = async () => (await snapshotOnPostgres(database).revisions()).get(DEFAULT_WORKSPACE) ?? 0;

beforeAll(async () => {
  await titlesOnPostgres(database, DEFAULT_WORKSPACE).add(sample.title(), "ann");
  await clustersOnPostgres(database, DEFAULT_WORKSPACE).add(sample.cluster(), "ann");
  const briefs = ["w1", "w2"].map((name) => sample.brief(name));
  await jobsOnPostgres(database, DEFAULT_WORKSPACE).plan(sample.jobId("win"), sample.order(), [briefs]);
  const creatives = creativesOnPostgres(database, DEFAULT_WORKSPACE);
  for (const name of ["w1", "w2"]) await creatives.keep(sample.made(name), sample.BLOBS);
});

describe("winners", () => {
  it("are rows that keep their evidence when another takes their place", async () => {
    expect(await winners.history(titleId)).toEqual([]);
    await winners.declare([winner("w1", 1)]);
    await winners.declare([winner("w1", 2)]);
    await winners.declare([winner("w2", 3)]);
    const rows = await winners.history(titleId);
    expect(rows).toMatchObject([
      { ...winner("w1", 1), reversal: null, reversedAt: expect.any(String) },
      { ...winner("w2", 3), reversal: null, reversedAt: null },
    ]);
    expect(await winners.history(sample.titleId("another"))).toEqual([]);
  });

  it("are taken back by a person, with the reason, in the audit, and the snapshot is read again", async () => {
    for (let version = 0; version < 3; version++) await policies.publish([]);
    const before = await revision();
    const row = await winners.reverse(cell, { actor: "ann", reason: "a broken page" });
    expect(row).toMatchObject({
      creativeId: sample.creativeId("w2"),
      reversal: { by: "ann", reason: "a broken page", policyVersion: 3 },
    });
    expect(await winners.standing(titleId)).toEqual([]);
    expect((await winners.history(titleId)).at(-1)).toEqual(row);
    expect(await revision()).toBeGreaterThan(before);
    expect(
      await database.query("SELECT actor, action, subject, detail FROM audit WHERE action = 'winner.reverse'"),
    ).toEqual([
      {
        actor: "ann",
        action: "winner.reverse",
        subject: "the-sea",
        detail: { clusterId, creativeId: sample.creativeId("w2"), policyVersion: 3, reason: "a broken page" },
      },
    ]);
    expect(await winners.reverse(cell, { actor: "ann", reason: "again" })).toBeNull();
  });

  it("are not declared again by what was known then, by anybody, but by what came since", async () => {
    for (const old of [winner("w2", 9), winner("w1", 9), winner("w2", 9, 2), { ...winner("w2", 9), evidence: null }])
      await winners.declare([old]);
    expect(await winners.standing(titleId)).toEqual([]);
    await Promise.all([winners.declare([winner("w2", 9, 3)]), winners.declare([winner("w2", 9, 3)])]);
    expect(await winners.standing(titleId)).toMatchObject([winner("w2", 9, 3)]);
    // What was known then does not unseat it either.
    await winners.declare([winner("w1", 10)]);
    expect(await winners.standing(titleId)).toMatchObject([winner("w2", 9, 3)]);
    expect(await winners.history(titleId)).toHaveLength(3);
  });
});

it("counts one draw a visitor, the first, where the policy drew it among all arms", async () => {
  const at = (second: number) => Date.parse("2026-11-26T00:00:00Z") + second * 1_000;
  const seen = (visitor: string | undefined, second: number, over: object = {}) =>
    sample.event(
      "exposure",
      sample.claim({
        titleId: "draws",
        creativeId: sample.creativeId("w1"),
        policyVersion: 4,
        propensity: 0.25,
        basis: "policy",
        decidedAtMs: at(second),
        ...(visitor && { visitor }),
        ...over,
      }),
    );
  const [one, two, three] = ["1", "2", "3"].map((digit) => digit.repeat(16));
  const other = { creativeId: sample.creativeId("w2"), propensity: 0.75 };
  await eventsOnPostgres(database, DEFAULT_WORKSPACE).append([
    seen(one, 5),
    seen(one, 9),
    seen(one, 7, { policyVersion: 5 }),
    seen(two, 1, other),
    seen(two, 2),
    // Held out first: what the visitor was given later is no lot of a policy's.
    seen(three, 1, { basis: "holdout", propensity: 1 }),
    seen(three, 2),
    seen(undefined, 3),
    seen(undefined, 3),
    seen(undefined, 3, { eligible: [sample.creativeId("w1")] }),
  ]);
  const draws = drawsOnPostgres(database, DEFAULT_WORKSPACE);
  const of = { clusterId, context: "", policyVersion: 4 };
  expect(await draws.first(sample.titleId("draws"))).toEqual(
    [
      { ...of, creativeId: sample.creativeId("w1"), share: 0.25, exposures: 3 },
      { ...of, creativeId: sample.creativeId("w2"), share: 0.75, exposures: 1 },
    ].sort((a, b) => (a.creativeId < b.creativeId ? -1 : 1)),
  );
  expect(await draws.first(sample.titleId("never"))).toEqual([]);
});

it("holds draws against the shares of the policy that drew them, arms that luck left out among them", async () => {
  const [left, right, foreign] = [sample.creativeId("w1"), sample.creativeId("w2"), sample.creativeId("w3")];
  const policy = (share: number) => ({
    titleId: sample.titleId("drawn-by"),
    clusterId,
    arms: [
      { creativeId: left, probability: share },
      { creativeId: right, probability: 1 - share },
    ],
  });
  const first = await policies.publish([policy(0.25)]);
  const second = await policies.publish([policy(0.5)]);
  const seen = (creativeId: string, policyVersion: number, propensity: number) =>
    sample.event("exposure", sample.claim({ titleId: "drawn-by", creativeId, policyVersion, propensity, clusterId }));
  await eventsOnPostgres(database, DEFAULT_WORKSPACE).append([
    // Two propensities of one arm, by how much novelty each visitor bears; the policy's share is one.
    seen(left, first, 0.25),
    seen(left, first, 0.26),
    seen(right, second, 0.5),
    seen(foreign, second, 0.01),
  ]);
  const draws = await drawsOnPostgres(database, DEFAULT_WORKSPACE).first(sample.titleId("drawn-by"));
  const found = new Map(draws.map((one) => [`${one.policyVersion} ${one.creativeId}`, [one.share, one.exposures]]));
  expect(Object.fromEntries(found)).toEqual({
    [`${first} ${left}`]: [0.25, 2],
    [`${first} ${right}`]: [0.75, 0],
    [`${second} ${left}`]: [0.5, 0],
    [`${second} ${right}`]: [0.5, 1],
    [`${second} ${foreign}`]: [0, 1],
  });
});
