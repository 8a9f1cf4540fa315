import { describe, expect, it } from "vitest";
import { openExperiment } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

describe("POST /v1/artwork", async () => {
  const world = await openWorld();
  const { creativeIds } = await openExperiment(world, {
    titleId: "metropolis",
    clusterIds: ["crowd"],
    armsPerCluster: 2,
  });
  const post = (body: object) => world.client.call("POST /v1/artwork", { body: body as never });

  it("answers one item a title, each with its own error, and tokens that events take", async () => {
    const { items } = await post({ titles: ["nobody", "metropolis"], cluster: "crowd", device: "tv", hour: 20 });
    expect(items.map(({ titleId }) => titleId)).toEqual(["nobody", "metropolis"]);
    expect(items[0]).toMatchObject({ artwork: null, error: { code: "no_artwork" } });
    expect(items[1]?.error).toBeNull();
    expect(new Set(items[1]?.artwork?.eligible)).toEqual(new Set(creativeIds));
    const token = items[1]?.artwork?.token ?? "";
    expect(world.tokens.verify(token, world.now())).toMatchObject({ device: "tv", context: "", titleId: "metropolis" });
    const body = { events: [{ kind: "exposure" as const, token }] };
    expect(await world.client.call("POST /v1/events", { body })).toEqual({ accepted: 1, duplicates: 0 });
  });

  it("gives a user in a row what GET gives alone, where the row turns nothing", async () => {
    const { items } = await post({ titles: ["metropolis"], user: "u1" });
    const alone = await world.client.call("GET /v1/artwork/{title}", {
      path: { title: "metropolis" },
      query: { user: "u1" },
    });
    expect(items[0]?.artwork).toMatchObject({
      creativeId: alone.creativeId,
      propensity: alone.propensity,
      basis: alone.basis,
    });
  });

  it("locks what was played", async () => {
    await world.client.call("POST /v1/clusters/{cluster}/members", {
      path: { cluster: "crowd" },
      body: { users: ["u2"] },
    });
    await world.workspaces.change(
      "default" as never,
      { deciding: { ...(await world.workspaces.get("default" as never))?.deciding, holdout: 0 } as never },
      "the tests",
    );
    await world.reload();
    const ask = () =>
      world.client.call("GET /v1/artwork/{title}", { path: { title: "metropolis" }, query: { user: "u2" } });
    const { token, creativeId } = await ask();
    await world.client.call("POST /v1/events", { body: { events: [{ kind: "play", token }] } });
    expect(await ask()).toMatchObject({ creativeId, basis: "locked", propensity: 1, eligible: [creativeId] });
  });

  it.each([
    [{ titles: [], user: "u" }, "body.titles"],
    [{ titles: ["a", "a"], user: "u" }, "body.titles"],
    [{ titles: Array.from({ length: 101 }, (_, i) => `t${i}`), user: "u" }, "body.titles"],
    [{ titles: ["a"] }, "body.user"],
    [{ titles: ["a"], user: "u", hour: 24 }, "body.hour"],
    [{ titles: ["a"], user: "u", hour: 8, daypart: "morning" }, "body.daypart"],
    [{ titles: ["a"], user: "u", novelty: -0.1 }, "body.novelty"],
    [{ titles: ["a"], user: "u", diverse: "no" }, "body.diverse"],
    [{ titles: ["a"], user: "u", device: "radio" }, "body.device"],
  ])("refuses %j", async (body, field) => {
    const response = await world.post("/v1/artwork", body);
    const { error } = (await response.json()) as { error: { issues: { field: string }[] } };
    expect([response.status, error.issues.map((issue) => issue.field)]).toEqual([422, [field]]);
  });

  it("knows no cluster that nobody made", async () => {
    expect((await world.post("/v1/artwork", { titles: ["metropolis"], cluster: "nobody" })).status).toBe(404);
  });
});
