import { describe, expect, it } from "vitest";
import type { Reply } from "../client/client.ts";
import { PLANNED_COSTS } from "../core/regeneration.ts";
import { cluster, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

type Body = {
  selection: object;
  dryRun?: boolean;
  attributes?: "kept" | "fresh";
  seed?: number;
  priority?: "high";
  budget?: object;
};

/** A catalogue of its own, with everything made and approved. */
async function made(arms = 3, titles = ["nosferatu", "sunrise"], clusters = ["owls", "larks"], files: object = {}) {
  const world = await openWorld();
  const { client } = world;
  for (const id of titles) await client.call("POST /v1/titles", { body: title(id) });
  for (const id of clusters) await client.call("POST /v1/clusters", { body: cluster(id) });
  const order = { titles, clusters, armsPerCluster: arms, ...files };
  await client.call("POST /v1/jobs", { body: order, idempotencyKey: "order" });
  await world.makeAll();
  const all = async (query: object = {}) => {
    const { items } = await client.call("GET /v1/creatives", { query: { limit: 200, ...query } });
    return items;
  };
  const review = (creatives: readonly string[], verdict: "approve" | "reject") =>
    client.call("POST /v1/creatives/reviews", {
      body: { creatives: [...creatives], verdict, ...(verdict === "reject" ? { reason: "off-brand" as never } : {}) },
    });
  await review(
    (await all()).map(({ id }) => id),
    "approve",
  );
  let calls = 0;
  const regenerate = (body: Body): Promise<Reply<"POST /v1/regenerations">> =>
    client.call("POST /v1/regenerations", { body: body as never, idempotencyKey: `regenerate-${++calls}` });
  return { world, client, all, review, regenerate };
}

describe("a regeneration", () => {
  it("says first what it takes, and changes nothing by that", async () => {
    const { world, regenerate, all } = await made();
    const before = await world.content();
    const { estimate, job } = await regenerate({ selection: { titles: ["sunrise"] } });
    const of = (await all({ title: "sunrise" })).length;
    expect(job).toBeNull();
    expect(estimate).toMatchObject({ selected: of, same: 0, pictures: of, studios: 2, measured: 14 });
    const [one] = await all();
    expect(estimate.renditions).toBe(of * (one?.renditions.length ?? 0));
    expect(estimate.minutes).toBeCloseTo((of * 1) / 60_000 / 2, 12);
    const bytes = (await all())
      .flatMap(({ renditions }) => renditions)
      .reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(estimate.bytes).toBe(Math.round((of * bytes) / 14));
    const { idempotency: _, ...after } = await world.content();
    const { idempotency: __, ...then } = before;
    expect(after).toEqual(then);
  });

  it("makes the same choices anew, once; the second run does nothing, and other networks do it again", async () => {
    const { world, regenerate, all } = await made();
    const old = await all();
    const { job } = await regenerate({ selection: { clusters: ["owls"] }, dryRun: false, priority: "high" });
    expect(job).toMatchObject({ state: "running", priority: "high", progress: { planned: 6 } });
    const planned = await all({ job: job?.id });
    expect(planned.map(({ status, jobId }) => [status, jobId])).toEqual(planned.map(() => ["draft", job?.id]));
    for (const one of planned) {
      const before = old.find(({ id }) => id === one.replaces);
      expect(one.brief.attributes).toEqual(before?.brief.attributes);
      expect(one.brief.probabilities).toEqual(before?.brief.probabilities);
      expect([one.clusterId, one.titleId]).toEqual([before?.clusterId, before?.titleId]);
      expect(one.brief.seed).not.toBe(before?.brief.seed);
      expect(old.map(({ id }) => id)).not.toContain(one.id);
    }
    expect(new Set(planned.map(({ replaces }) => replaces)).size).toBe(6);

    const { idempotency: _, ...first } = await world.content();
    const again = await regenerate({ selection: { clusters: ["owls"] }, dryRun: false, priority: "high" });
    expect(again.job).toEqual(job);
    const { idempotency: __, ...second } = await world.content();
    expect(second).toEqual(first);

    await world.makeAll();
    expect((await regenerate({ selection: { clusters: ["owls"] } })).estimate).toMatchObject({
      selected: 6,
      pictures: 0,
    });
    world.generation.name = "networks of tomorrow";
    // The six that wait for review are in their way, and lead to the same six new ones as those that they replace.
    expect((await regenerate({ selection: { clusters: ["owls"] } })).estimate).toMatchObject({
      selected: 6,
      pictures: 6,
    });
  });

  it("makes the files of the old one, and others of the same choices for another seed", async () => {
    const files = { channels: ["web", "email"], formats: ["webp"] };
    const { regenerate, all } = await made(1, ["nosferatu"], ["owls"], files);
    const pictures = async (seed: number) =>
      (await regenerate({ selection: { titles: ["nosferatu"] }, seed })).estimate.pictures;
    const { job } = await regenerate({ selection: { titles: ["nosferatu"] }, dryRun: false });
    const [fresh] = await all({ job: job?.id });
    expect([fresh?.brief.channels, fresh?.brief.formats]).toEqual([files.channels, files.formats]);
    expect(await pictures(1)).toBe(0);
    expect(await pictures(2)).toBe(2);
  });

  it("leaves the old until the new is approved, and for good when it is rejected", async () => {
    const { world, regenerate, all, review, client } = await made(1, ["nosferatu"], ["owls"]);
    const [control] = (await all()).filter(({ clusterId }) => clusterId === null);
    await client.call("POST /v1/experiments/{title}", { path: { title: "nosferatu" }, body: { state: "open" } });
    await regenerate({ selection: { titles: ["nosferatu"] }, dryRun: false });
    await world.makeAll();
    const fresh = (await all()).filter(({ replaces }) => replaces !== null);
    const [good, bad] = [
      fresh.find(({ replaces }) => replaces === control?.id),
      fresh.find(({ replaces }) => replaces !== control?.id),
    ];
    await review([bad?.id ?? ""], "reject");
    expect(
      (await client.call("GET /v1/creatives/{creative}", { path: { creative: bad?.replaces ?? "" } })).status,
    ).toMatch(/approved|live/);
    await review([good?.id ?? ""], "approve");
    expect(await client.call("GET /v1/creatives/{creative}", { path: { creative: control?.id ?? "" } })).toMatchObject({
      status: "retired",
      reason: `replaced by ${good?.id}`,
    });
    const audit = await world.database.query<{ subject: string; action: string }>(
      "SELECT subject, action FROM audit WHERE subject = ANY($1) AND action IN ('creative.approve', 'creative.retire') ORDER BY id DESC LIMIT 2",
      [[control?.id, good?.id]],
    );
    expect(audit.map(({ subject, action }) => `${action} ${subject}`).sort()).toEqual([
      `creative.approve ${good?.id}`,
      `creative.retire ${control?.id}`,
    ]);
    const report = await client.call("GET /v1/experiments/{title}", { path: { title: "nosferatu" } });
    expect(report.controlId).toBe(good?.id);
  });

  it("finds by attribute, network, age and title, all at once", async () => {
    const { regenerate, all, world } = await made(4, ["nosferatu", "sunrise", "faust"], ["owls", "larks"]);
    const every = await all();
    const count = async (selection: object) => (await regenerate({ selection })).estimate.selected;
    for (const style of ["noir", "oil"] as const)
      expect(await count({ attributes: { style: [style] } })).toBe(
        every.filter(({ brief }) => brief.attributes.style === style).length,
      );
    const both = { style: ["noir", "oil", "ink"] as const, mood: ["dark"] as const };
    expect(await count({ attributes: both, titles: ["faust"] })).toBe(
      every.filter(({ titleId, brief }) => {
        const { style, mood } = brief.attributes;
        return titleId === "faust" && (both.style as readonly string[]).includes(style) && mood === "dark";
      }).length,
    );
    expect(await count({ madeBy: "painter" })).toBe(every.length);
    expect(await count({ madeBy: "1".repeat(64) })).toBe(every.length);
    expect(await count({ madeBy: "paint" })).toBe(0);
    await world.database.query("UPDATE creatives SET planned_at = '2025-12-31' WHERE title_id = 'sunrise'");
    const ofSunrise = every.filter(({ titleId }) => titleId === "sunrise").length;
    expect(await count({ olderThan: "2026-01-01" })).toBe(ofSunrise);
    expect(await count({ olderThan: "2026-01-01", titles: ["faust"] })).toBe(0);
  });

  it("draws new choices for losers, and for them alone", async () => {
    const { world, regenerate, all, client } = await made(2, ["nosferatu"], ["owls"]);
    const arms = await all();
    const control = arms.find(({ clusterId }) => clusterId === null);
    const [good, bad] = arms.filter(({ clusterId }) => clusterId !== null);
    expect((await regenerate({ selection: { losers: true } })).estimate.selected).toBe(0);
    await client.call("POST /v1/experiments/{title}", { path: { title: "nosferatu" }, body: { state: "open" } });
    const rows = [
      [control?.id, 20],
      [good?.id, 400],
      [bad?.id, 20],
    ] as const;
    for (const [id, clicks] of rows)
      await world.database.query(
        `WITH shown AS (
         INSERT INTO events (workspace_id, decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity, decided_at)
         SELECT 'default', gen_random_uuid(), 'exposure', 'nosferatu', 'owls', $1, 'web', 1, 0.5, now() FROM generate_series(1, 2000)
         RETURNING decision_id)
       INSERT INTO events (workspace_id, decision_id, kind, title_id, cluster_id, creative_id, channel, policy_version, propensity, decided_at)
       SELECT 'default', decision_id, 'click', 'nosferatu', 'owls', $1, 'web', 1, 0.5, now() FROM shown LIMIT $2`,
        [id, clicks],
      );
    // As autovacuum does a little later: without figures of the table a tally is planned badly.
    await world.database.query("ANALYZE events");
    const { job } = await regenerate({ selection: { losers: true }, dryRun: false });
    const planned = await all({ job: job?.id });
    expect(planned.map(({ replaces }) => replaces)).toEqual([bad?.id]);
    expect(planned[0]?.brief.attributes).not.toEqual(bad?.brief.attributes);
    expect(planned[0]?.brief.attributes.mood).toBe("dark");
    expect((await regenerate({ selection: { losers: true } })).estimate).toMatchObject({
      selected: 1,
      same: 1,
      pictures: 0,
    });
  });

  it("reports what became of it, by title and reason, and what was there before", async () => {
    const { world, regenerate, client } = await made(1);
    const { job } = await regenerate({ selection: { titles: ["nosferatu", "sunrise"] }, dryRun: false });
    await world.makeAll();
    const path = { job: job?.id ?? "" };
    const report = await client.call("GET /v1/jobs/{job}/report", { path, query: { limit: 1 } });
    expect(report).toMatchObject({
      job: { state: "done" },
      total: { made: 6, refused: 0, failed: 0, same: 0, left: 0 },
      titles: [{ titleId: "nosferatu", made: 3 }],
      next: "nosferatu",
    });
    const rest = await client.call("GET /v1/jobs/{job}/report", { path, query: { after: report.next ?? "" } });
    expect(rest).toMatchObject({ titles: [{ titleId: "sunrise", made: 3 }], next: null });
    const wider = await regenerate({ selection: { madeBy: "painter" }, dryRun: false });
    expect(wider.estimate).toMatchObject({ selected: 6, same: 6 });
    const second = await client.call("GET /v1/jobs/{job}/report", { path: { job: wider.job?.id ?? "" } });
    expect(second).toMatchObject({ job: { state: "done" }, total: { made: 0, same: 6, left: 0 } });
  });

  it("is refused without anything named, and with what does not exist", async () => {
    const world = await openWorld();
    const send = (body: object) => world.post("/v1/regenerations", body, { "idempotency-key": "refused" });
    for (const selection of [
      {},
      { titles: [] },
      { attributes: { style: ["crayon"] } },
      { losers: false },
      { olderThan: "soon" },
    ])
      expect((await send({ selection })).status).toBe(422);
    expect(PLANNED_COSTS.measured).toBe(0);
  });
});
