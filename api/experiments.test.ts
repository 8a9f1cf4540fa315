import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { DEFAULT_DECIDING } from "../core/workspace.ts";
import { openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;
const lulu = await openExperiment(world, { titleId: "lulu", clusterIds: ["doubters"], armsPerCluster: 3 });
const [one, two, three] = lulu.creativeIds.filter((id) => id !== lulu.controlId) as [string, string, string];
const NOBODY = "crv_0000000000000000";
const put = (body: object) => client.call("POST /v1/experiments/{title}", { path: { title: "lulu" }, body });
const refusalsOf = async (body: object, path = "lulu") => {
  const before = await world.content();
  const response = await world.post(`/v1/experiments/${path}`, body);
  expect(await world.content()).toEqual(before);
  const { error } = (await response.json()) as { error: { code: string; issues: { field: string; reason: string }[] } };
  expect([response.status, error.code]).toEqual([422, "invalid_request"]);
  return error.issues.map(({ field }) => field);
};
const share = (creativeId: string, probability: number) => ({ creativeId, probability });

describe("an experiment", () => {
  it("lays settings over what stands, field by field, and says all of them", async () => {
    const first = await put({ settings: { mode: "ab", context: ["device"] } });
    expect(first).toMatchObject({
      state: "open",
      settings: { ...DEFAULT_EXPERIMENT, mode: "ab", context: ["device"] },
    });
    const second = await put({ settings: { guard: {}, exploration: 0.1 } });
    expect(second.settings).toMatchObject({
      mode: "ab",
      context: ["device"],
      exploration: 0.1,
      guard: { leastSeconds: 120 },
    });
    const third = await put({ state: "open", settings: { guard: null, mode: "bandit" } });
    expect(third.settings).toEqual({ ...DEFAULT_EXPERIMENT, context: ["device"], exploration: 0.1 });
    expect(await world.experiments.get("lulu" as never)).toEqual(third);
  });

  it("has the arms that are named, until all are named again", async () => {
    const ask = async () =>
      new Set(
        (await client.call("GET /v1/artwork/{title}", { path: { title: "lulu" }, query: { cluster: "doubters" } }))
          .eligible,
      );
    expect(await put({ arms: [lulu.controlId, one] })).toMatchObject({ arms: [lulu.controlId, one] });
    expect(await ask()).toEqual(new Set([lulu.controlId, one]));
    expect(await put({ arms: null })).not.toHaveProperty("arms");
    expect(await ask()).toEqual(new Set(lulu.creativeIds));
    expect((await put({ paused: [{ creativeId: one, reason: "legal asks" }] })).paused).toMatchObject([
      { creativeId: one, reason: "legal asks" },
    ]);
    expect(await ask()).toEqual(new Set([lulu.controlId, two, three]));
    const both = await put({
      paused: [
        { creativeId: two, reason: "too" },
        { creativeId: one, reason: "again" },
      ],
    });
    expect(both.paused.find(({ creativeId }) => creativeId === one)?.reason).toBe("legal asks");
    expect((await put({ resume: [one, two] })).paused).toEqual([]);
    expect(await ask()).toEqual(new Set(lulu.creativeIds));
  });

  it("serves the shares that a person gave at once", async () => {
    await put({ settings: { mode: "fixed", shares: [share(lulu.controlId, 0.25), share(one, 0.75)] } });
    const answer = await client.call("GET /v1/artwork/{title}", {
      path: { title: "lulu" },
      query: { cluster: "doubters" },
    });
    expect(new Set(answer.eligible)).toEqual(new Set([lulu.controlId, one]));
    expect([0.25, 0.75]).toContain(answer.propensity);
    await put({ settings: { mode: "bandit", shares: null } });
  });

  it("can be closed after an arm of it was withdrawn, and opened again", async () => {
    await put({ arms: [lulu.controlId, one, three] });
    await client.call("POST /v1/creatives/reviews", { body: { creatives: [three], verdict: "retire" } });
    expect(await put({ state: "closed" })).toMatchObject({ state: "closed" });
    expect(await put({ state: "open", settings: { exploration: 0.05 } })).toMatchObject({ state: "open" });
    await put({ arms: null });
  });

  it("is refused with the field", async () => {
    await client.call("POST /v1/titles", { body: title("woyzeck") });
    const job = { titles: ["woyzeck"], clusters: ["doubters"], armsPerCluster: 2 };
    await client.call("POST /v1/jobs", { body: job, idempotencyKey: "woyzeck" });
    await world.makeAll();
    const { items } = await client.call("GET /v1/creatives", { query: { title: "woyzeck" } });
    const clustered = items.filter(({ clusterId }) => clusterId !== null).map(({ id }) => id);
    const [foreign = ""] = clustered;
    const own = lulu.controlId;

    expect(await refusalsOf({ arms: [own, foreign] })).toEqual(["body.arms.1"]);
    expect(await refusalsOf({ arms: [own, NOBODY] })).toEqual(["body.arms.1"]);
    expect(await refusalsOf({ arms: [own, three] }), "it was retired").toEqual(["body.arms.1"]);
    expect(await refusalsOf({ arms: [one, two] })).toEqual(["body.arms"]);
    expect(await refusalsOf({ arms: [own, own] })).toEqual(["body.arms"]);
    expect(await refusalsOf({ arms: [] })).toEqual(["body.arms"]);
    expect(await refusalsOf({ paused: [{ creativeId: own, reason: "r" }] })).toEqual(["body.paused.0.creativeId"]);
    expect(await refusalsOf({ paused: [{ creativeId: foreign, reason: "r" }] })).toEqual(["body.paused.0.creativeId"]);
    expect(await refusalsOf({ settings: { mode: "fixed" } })).toEqual(["body.settings.shares"]);
    const fixed = (...shares: object[]) => ({ settings: { mode: "fixed", shares } });
    expect(await refusalsOf(fixed(share(own, 0.5), share(one, 0.4)))).toEqual(["body.settings.shares"]);
    expect(await refusalsOf(fixed(share(own, 0.5), share(own, 0.5)))).toEqual(["body.settings.shares"]);
    expect(await refusalsOf(fixed(share(own, 0.5), share(foreign, 0.5)))).toEqual([
      "body.settings.shares.1.creativeId",
    ]);
    expect(await refusalsOf({ arms: [own, two], ...fixed(share(own, 0.5), share(one, 0.5)) })).toEqual([
      "body.settings.shares.1.creativeId",
    ]);
    expect(await refusalsOf(fixed(share(own, 0), share(one, 1)))).toEqual(["body.settings.shares.0.probability"]);
    expect(await refusalsOf({ settings: { exploration: 0 } })).toEqual(["body.settings.exploration"]);
    expect(await refusalsOf({ settings: { mood: "dark" } })).toEqual(["body.settings.mood"]);
    expect(await refusalsOf({ settings: { context: ["weather"] } })).toEqual(["body.settings.context.0"]);

    // Arms, but nothing made for nobody in particular.
    await client.call("POST /v1/creatives/reviews", { body: { creatives: clustered, verdict: "approve" } });
    expect(await refusalsOf({ state: "open" }, "woyzeck")).toEqual(["path.title"]);
  });
});

describe("a workspace", () => {
  const path = { workspace: "default" };
  const change = (deciding: object) => client.call("POST /v1/workspaces/{workspace}", { path, body: { deciding } });

  it("says how it decides, and changes what is named", async () => {
    expect((await client.call("GET /v1/workspaces/{workspace}", { path })).deciding).toEqual(DEFAULT_DECIDING);
    expect((await change({ holdout: 0.1 })).deciding).toEqual({ ...DEFAULT_DECIDING, holdout: 0.1 });
    expect((await change({ lockAfterPlay: false })).deciding).toEqual({
      ...DEFAULT_DECIDING,
      holdout: 0.1,
      lockAfterPlay: false,
    });
    expect((await change({ holdout: 0.05, lockAfterPlay: true })).deciding).toEqual(DEFAULT_DECIDING);
  });

  it.each([
    [{ holdout: 0.6 }, "body.deciding.holdout"],
    [{ changesAMonth: -1 }, "body.deciding.changesAMonth"],
    [{ novelty: 0.5 }, "body.deciding.novelty"],
    [{ policy: "thompson" }, "body.deciding.policy"],
  ])("refuses %j", async (deciding, field) => {
    const response = await world.post("/v1/workspaces/default", { deciding });
    const { error } = (await response.json()) as { error: { issues: { field: string }[] } };
    expect([response.status, error.issues.map((issue) => issue.field)]).toEqual([422, [field]]);
  });
});

describe("what it is worth", () => {
  it("is told of all clusters or of one that is there, and is nothing while nobody saw anything", async () => {
    const effects = (query: { cluster?: string }) => client.call("GET /v1/effects", { query });
    expect(await effects({})).toEqual({ items: [] });
    expect(await effects({ cluster: "doubters" })).toEqual({ items: [] });
    await expect(effects({ cluster: "nobody" })).rejects.toThrow("cluster_not_found");
    expect(await client.call("GET /v1/lifts", {})).toEqual({ workspace: null, clusters: [], titles: [] });
  });
});
