import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type Experiment } from "../core/experiment.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { clustersOnPostgres } from "./clusters-postgres.ts";
import { creativesOnPostgres } from "./creatives-postgres.ts";
import { experimentsOnPostgres } from "./experiments-postgres.ts";
import { idempotencyOnPostgres } from "./idempotency-postgres.ts";
import { jobsOnPostgres } from "./jobs-postgres.ts";
import { keysOnPostgres } from "./keys-postgres.ts";
import { policiesOnPostgres } from "./policies-postgres.ts";
import { snapshotOnPostgres } from "./snapshot-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { titlesOnPostgres } from "./titles-postgres.ts";
import { winnersOnPostgres } from "./winners-postgres.ts";

const { database } = await freshDatabase();
const titles = titlesOnPostgres(database, DEFAULT_WORKSPACE);
const clusters = clustersOnPostgres(database, DEFAULT_WORKSPACE);
const jobs = jobsOnPostgres(database, DEFAULT_WORKSPACE);
const creatives = creativesOnPostgres(database, DEFAULT_WORKSPACE);
const experiments = experimentsOnPostgres(database, DEFAULT_WORKSPACE);
const policies = policiesOnPostgres(database, DEFAULT_WORKSPACE);
const snapshots = snapshotOnPostgres(database);
const revision = async () => (await snapshots.revisions()).get(DEFAULT_WORKSPACE) ?? 0;
const winners = winnersOnPostgres(database, DEFAULT_WORKSPACE);

const auditOf = (subject: string) =>
  database.query("SELECT actor, action FROM audit WHERE subject = $1 ORDER BY id", [subject]);

/** Plans creatives of `the-sea` for `night-owls` in a job of their own. */
const plan = (job: string, ...names: string[]) =>
  jobs.plan(sample.jobId(job), sample.order(), [names.map((name) => sample.brief(name))]);

const approve = { verdict: "approve", reason: null, actor: "ann" } as const;

beforeAll(async () => {
  await titles.add(sample.title(), "ann");
  await clusters.add(sample.cluster(), "ann");
});

describe("titles and clusters", () => {
  it("adds once, knows the same again, and refuses other content", async () => {
    const one = sample.title("once");
    expect(await titles.add(one, "ann")).toBe("added");
    expect(await titles.add({ ...one }, "bob")).toBe("same");
    expect(await titles.add(sample.title("once", "Another"), "bob")).toBe("conflict");
    expect(await titles.get(one.id)).toEqual(one);
    expect(await titles.get(sample.titleId("never"))).toBeNull();
    expect(await auditOf("once")).toEqual([{ actor: "ann", action: "title.add" }]);
  });

  it("adds one of ten at the same time", async () => {
    const added = await Promise.all(Array.from({ length: 10 }, () => clusters.add(sample.cluster("raced"), "ann")));
    expect(added.filter((one) => one === "added")).toHaveLength(1);
    expect(added.filter((one) => one === "same")).toHaveLength(9);
  });

  it.each([1, 2, 3, 100])("pages through all of them, %i at a time, in byte order", async (limit) => {
    for (const id of ["p-2", "p-10", "p", "p1"]) await clusters.add(sample.cluster(id), "ann");
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await clusters.page({ after, limit });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      if (after === null) break;
    }
    expect(seen).toEqual(["night-owls", "p", "p-10", "p-2", "p1", "raced"]);
  });

  it("keeps a user in one cluster, given twice or to two at once", async () => {
    const [a, b] = [sample.clusterId("p"), sample.clusterId("p1")];
    const users = Array.from({ length: 200 }, (_, i) => sample.userId(`u${i}`));
    await clusters.assign(a, [...users, ...users]);
    await Promise.all([clusters.assign(a, users), clusters.assign(b, users.toReversed()), clusters.assign(a, users)]);
    const { members } = await snapshots.load(DEFAULT_WORKSPACE);
    expect(members.size).toBe(200);
    expect(new Set(members.values()).size).toBe(1);
    await expect(clusters.assign(sample.clusterId("nowhere"), users)).rejects.toMatchObject({
      code: "cluster_not_found",
    });
  });
});

describe("jobs", () => {
  it("counts its creatives' rows, also those that another order planned first", async () => {
    await plan("first", "j1", "j2", "j3", "j4");
    await plan("second", "j4", "j5");
    await creatives.keep(sample.made("j1"), sample.BLOBS);
    await creatives.keep(sample.made("j2", [sample.refused]), sample.BLOBS);
    await creatives.fail(sample.creativeId("j4"), "no\0such luck \ud800");

    expect(await jobs.get(sample.jobId("first"))).toMatchObject({
      state: "running",
      progress: { planned: 1, made: 1, refused: 1, failed: 1 },
    });
    expect(await jobs.get(sample.jobId("second"))).toMatchObject({ progress: { planned: 1, failed: 1 } });
    expect(await creatives.get(sample.creativeId("j4"))).toMatchObject({
      jobId: sample.jobId("first"),
      status: "failed",
      reason: "nosuch luck \ufffd",
    });
    const { items } = await creatives.page({ jobId: sample.jobId("second") }, { after: null, limit: 10 });
    expect(items.map(({ id }) => id).sort()).toEqual([sample.creativeId("j4"), sample.creativeId("j5")].sort());
    expect(await jobs.get(sample.jobId("never"))).toBeNull();
    expect((await jobs.page({ after: null, limit: 1 })).items).toHaveLength(1);
  });

  it("plans the same order twice as once, and refuses another under its id", async () => {
    await Promise.all([plan("twice", "t1", "t2"), plan("twice", "t2", "t1")]);
    expect(await auditOf(sample.jobId("twice"))).toHaveLength(1);
    const other = jobs.plan(sample.jobId("twice"), sample.order({ titles: ["once"] }), []);
    await expect(other).rejects.toMatchObject({ code: "id_taken" });
  });

  it("keeps nothing of an order that names an unknown title or cluster", async () => {
    const lost = sample.brief("lost", { title: "unknown" });
    const found = sample.brief("found");
    await expect(jobs.plan(sample.jobId("lost"), sample.order(), [[found], [lost]])).rejects.toMatchObject({
      code: "title_not_found",
    });
    expect(await jobs.get(sample.jobId("lost"))).toBeNull();
    expect(await creatives.get(found.creativeId)).toBeNull();
    expect(await auditOf(sample.jobId("lost"))).toEqual([]);
    const nowhere = sample.brief("nowhere", { cluster: "unknown" });
    await expect(jobs.plan(sample.jobId("lost"), sample.order(), [[nowhere]])).rejects.toMatchObject({
      code: "cluster_not_found",
    });
  });
});

describe("creatives", () => {
  it("keeps what was made once, and a second time changes nothing", async () => {
    await plan("keep", "k");
    expect(await creatives.keep(sample.made("k"), sample.BLOBS)).toBe("made");
    expect(await creatives.keep(sample.made("k", [sample.refused]), sample.BLOBS)).toBe("already-made");
    await creatives.fail(sample.creativeId("k"), "too late");
    const kept = await creatives.get(sample.creativeId("k"));
    expect(kept).toMatchObject({ status: "in-review", reason: null, checks: [sample.passed] });
    expect(kept?.renditions.map(({ channel, blob, byteLength }) => [channel, blob, byteLength])).toEqual([
      ["square", sample.BLOBS[1], 3],
      ["web", sample.BLOBS[0], 3],
    ]);
    expect(kept?.brief).toEqual(sample.brief("k"));
  });

  it("keeps one of five at the same time", async () => {
    await plan("race", "r");
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => creatives.keep(sample.made("r"), sample.BLOBS)));
    expect(outcomes.sort()).toEqual(["already-made", "already-made", "already-made", "already-made", "made"]);
  });

  it("refuses a failed gate, no gate at all, and what was never planned", async () => {
    await plan("refuse", "f1", "f2");
    expect(await creatives.keep(sample.made("f1", [sample.passed, sample.refused]), sample.BLOBS)).toBe("refused");
    expect(await creatives.keep(sample.made("f2", []), sample.BLOBS)).toBe("refused");
    expect(await creatives.get(sample.creativeId("f1"))).toMatchObject({ reason: "did not pass: contrast" });
    await expect(creatives.keep(sample.made("ghost"), sample.BLOBS)).rejects.toMatchObject({
      code: "creative_not_found",
    });
    await expect(creatives.keep(sample.made("f1"), [])).rejects.toThrow("2 renditions came with 0 blobs");
  });

  it("reviews all or nothing", async () => {
    await plan("review", "v1", "v2", "v3");
    await creatives.keep(sample.made("v1"), sample.BLOBS);
    await creatives.keep(sample.made("v2", [sample.refused]), sample.BLOBS);
    const [v1, v2, v3, ghost] = ["v1", "v2", "v3", "ghost"].map(sample.creativeId) as [
      ReturnType<typeof sample.creativeId>,
      ReturnType<typeof sample.creativeId>,
      ReturnType<typeof sample.creativeId>,
      ReturnType<typeof sample.creativeId>,
    ];
    const before = await revision();
    const refused = await creatives.review([v1, v2, v3, ghost], approve);
    expect(refused.missing).toEqual([ghost]);
    expect(refused.unreviewable.toSorted((a, b) => (a.why < b.why ? -1 : 1))).toEqual([
      { id: v3, why: "is draft, and only what is in-review can be approved; it is still being made" },
      { id: v2, why: "is refused, and only what is in-review can be approved" },
    ]);
    expect(await creatives.get(v1)).toMatchObject({ status: "in-review" });
    expect(await revision()).toBe(before);

    expect(await creatives.review([v1, v1], approve)).toEqual({ missing: [], unreviewable: [] });
    expect(await revision()).toBe(before + 1);
    expect(await creatives.review([v1], { verdict: "retire", reason: "old", actor: "bob" })).toMatchObject({
      missing: [],
    });
    expect(await creatives.review([v1], approve)).toEqual({
      missing: [],
      unreviewable: [expect.objectContaining({ id: v1 })],
    });
    expect(await auditOf(v1)).toEqual([
      { actor: "worker", action: "creative.made" },
      { actor: "ann", action: "creative.approve" },
      { actor: "bob", action: "creative.retire" },
    ]);
  });
});

describe("experiments, policies, winners and the snapshot", () => {
  it("shows in one snapshot what was approved, opened, published and assigned, at a revision that grew", async () => {
    await plan("show", "s1", "s2");
    for (const name of ["s1", "s2"]) await creatives.keep(sample.made(name), sample.BLOBS);
    const [s1, s2] = [sample.creativeId("s1"), sample.creativeId("s2")];
    const revisions = [await revision()];
    const grew = async () => revisions.push(await revision());

    await creatives.review([s1, s2], approve);
    await grew();
    const experiment = {
      titleId: sample.titleId("the-sea"),
      state: "open" as const,
      controlId: s1,
      openedAt: "2026-01-02T03:04:05.678Z",
      merged: { [sample.clusterId("day-people")]: sample.clusterId("night-owls") },
      paused: [{ creativeId: s2, reason: "clicks without views", at: "2026-01-02T03:04:05.678Z" }],
      settings: { ...DEFAULT_EXPERIMENT, exploration: 0.05, context: ["device"] },
    } satisfies Experiment;
    await experiments.put(experiment, "ann");
    await grew();
    const policy = {
      titleId: sample.titleId("the-sea"),
      clusterId: sample.clusterId("night-owls"),
      arms: [
        { creativeId: s1, probability: 0.1 },
        { creativeId: s2, probability: 0.9 },
      ],
    };
    expect(await policies.current()).toEqual({ version: 0, policies: [] });
    expect(await policies.publish([policy])).toBe(1);
    await grew();
    await clusters.assign(sample.clusterId("night-owls"), [sample.userId("me")]);
    await grew();
    await clusters.assign(sample.clusterId("night-owls"), [sample.userId("me")]);
    expect(await revision()).toBe(revisions.at(-1));
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));

    const shown = await snapshots.load(DEFAULT_WORKSPACE);
    expect(shown).toMatchObject({
      revision: revisions.at(-1),
      experiments: [experiment],
    });
    expect([shown.policies.version, ...shown.policies.all()]).toEqual([1, policy]);
    expect(shown.approved.find(({ id }) => id === s1)).toMatchObject({
      copy: sample.made("s1").copy,
      renditions: [{ channel: "square" }, { channel: "web" }],
    });
    expect(shown.members.get(sample.userId("me"))).toBe("night-owls");
    expect(await experiments.open()).toEqual([experiment]);
    await experiments.put({ ...experiment, state: "closed" }, "bob");
    expect(await experiments.open()).toEqual([]);
    expect(await experiments.get(experiment.titleId)).toMatchObject({ state: "closed" });
    const ghost = { ...experiment, controlId: sample.creativeId("ghost") };
    await expect(experiments.put(ghost, "ann")).rejects.toMatchObject({ code: "creative_not_found" });
  });

  it("numbers policies that are published at the same time one after the other", async () => {
    const first = (await policies.current()).version;
    const versions = await Promise.all(Array.from({ length: 8 }, () => policies.publish([])));
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 8 }, (_, i) => first + 1 + i));
    expect((await policies.current()).version).toBe(first + 8);
  });

  it("keeps a winner that stands, and dates the one that takes its place", async () => {
    await plan("win", "w1", "w2");
    const winner = (name: string, policyVersion: number) => ({
      titleId: sample.titleId("the-sea"),
      clusterId: sample.clusterId("night-owls"),
      creativeId: sample.creativeId(name),
      policyVersion,
      evidence: { lift: [0.1, 0.2] },
    });
    await Promise.all([winners.declare([winner("w1", 1)]), winners.declare([winner("w1", 2)]), winners.declare([])]);
    const [first] = await winners.standing(null);
    await winners.declare([winner("w1", 3)]);
    expect(await winners.standing(sample.titleId("the-sea"))).toEqual([first]);
    await winners.declare([winner("w2", 4)]);
    expect(await winners.standing(null)).toMatchObject([winner("w2", 4)]);
    expect(await winners.standing(sample.titleId("once"))).toEqual([]);
    const rows = await database.query("SELECT creative_id, reversed_at IS NULL AS stands FROM winners ORDER BY id");
    expect(rows).toEqual([
      { creative_id: sample.creativeId("w1"), stands: false },
      { creative_id: sample.creativeId("w2"), stands: true },
    ]);
  });
});

describe("keys and idempotency", () => {
  it("finds a key by its hash until it is revoked", async () => {
    const keys = keysOnPostgres(database);
    const key = {
      id: "key_1",
      name: "me",
      sha256: "ab",
      scopes: ["artwork:read" as const],
      workspaceId: DEFAULT_WORKSPACE,
    };
    await keys.add(key);
    await keys.add(key);
    await expect(keys.add({ ...key, id: "key_2" })).rejects.toMatchObject({ code: "id_taken" });
    await expect(keys.add({ ...key, sha256: "cd" })).rejects.toMatchObject({ code: "id_taken" });
    expect(await keys.find("ab")).toEqual(key);
    expect(await keys.find("cd")).toBeNull();
    await keys.revoke("key_1");
    expect(await keys.find("ab")).toBeNull();
  });

  it("lets one of ten requests with one key through, and replays its answer", async () => {
    const store = idempotencyOnPostgres(database);
    const begun = await Promise.all(Array.from({ length: 10 }, () => store.begin("jobs", "k", "aa")));
    expect(begun.map(({ state }) => state).sort()).toEqual(["fresh", ...Array(9).fill("running")]);
    expect(await store.begin("jobs", "k", "bb")).toEqual({ state: "conflict" });
    expect(await store.begin("titles", "k", "bb")).toEqual({ state: "fresh" });
    const reply = { z: 1, a: { status: 202, body: null } };
    await store.finish("jobs", "k", reply);
    const replayed = await store.begin("jobs", "k", "aa");
    expect(JSON.stringify(replayed)).toBe(JSON.stringify({ state: "replay", reply }));
    await store.forget("jobs", "k");
    expect(await store.begin("jobs", "k", "bb")).toEqual({ state: "fresh" });
  });

  it("gives the key of a request whose process died to the next one, and drops old keys", async () => {
    const store = idempotencyOnPostgres(database);
    await store.begin("jobs", "died", "aa");
    const age = (interval: string) =>
      database.query("UPDATE idempotency SET begun_at = now() - $1::interval WHERE key = 'died'", [interval]);
    await age("2 minutes");
    expect(await store.begin("jobs", "died", "bb")).toEqual({ state: "conflict" });
    expect(await store.begin("jobs", "died", "aa")).toEqual({ state: "fresh" });
    await age("25 hours");
    await store.begin("jobs", "another", "aa");
    expect(await database.query("SELECT 1 FROM idempotency WHERE key = 'died'")).toEqual([]);
  });
});
