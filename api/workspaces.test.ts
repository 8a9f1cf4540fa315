import { describe, expect, it } from "vitest";
import { cluster, openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const ours = { titleId: "vampyr", clusterIds: ["sleepless"], armsPerCluster: 2 };
const { creativeIds, controlId } = await openExperiment(world, ours);
const { items: jobs } = await world.client.call("GET /v1/jobs", {});
const acme = await world.neighbour("acme");

describe("two workspaces", () => {
  it("may use the same ids for other things, and each reads its own", async () => {
    const theirs = title("vampyr", { year: 1931 });
    expect(await acme.client.call("POST /v1/titles", { body: theirs })).toEqual(theirs);
    await acme.client.call("POST /v1/clusters", { body: cluster("sleepless", { name: "Others" }) });
    expect(await acme.client.call("GET /v1/titles/{title}", { path: { title: "vampyr" } })).toEqual(theirs);
    expect(await world.client.call("GET /v1/titles/{title}", { path: { title: "vampyr" } })).toEqual(title("vampyr"));

    const order = { titles: ["vampyr"], clusters: ["sleepless"], armsPerCluster: 2 };
    const job = await acme.client.call("POST /v1/jobs", { body: order, idempotencyKey: "order-vampyr" });
    expect(job.progress).toMatchObject({ planned: 3 });
    expect(job.id).not.toBe(jobs[0]?.id);
    await world.makeAll();
    const { items } = await acme.client.call("GET /v1/creatives", { query: { title: "vampyr" } });
    expect(items).toHaveLength(3);
    for (const { id } of items) expect(creativeIds).not.toContain(id);
    const creatives = items.map(({ id }) => id);
    await acme.client.call("POST /v1/creatives/reviews", { body: { creatives, verdict: "approve" } });

    const path = { title: "vampyr" };
    await acme.client.call("POST /v1/experiments/{title}", { path, body: { state: "open" } });
    const ask = { path, query: { cluster: "sleepless" } };
    expect(new Set((await acme.client.call("GET /v1/artwork/{title}", ask)).eligible)).toEqual(new Set(creatives));
    expect(new Set((await world.client.call("GET /v1/artwork/{title}", ask)).eligible)).toEqual(new Set(creativeIds));
  });

  it("count their own events: a token of one is nothing to the other", async () => {
    const { token } = await world.client.call("GET /v1/artwork/{title}", {
      path: { title: "vampyr" },
      query: { cluster: "sleepless" },
    });
    const body = { events: [{ kind: "exposure" as const, token }] };
    await expect(acme.client.call("POST /v1/events", { body })).rejects.toMatchObject({
      code: "invalid_request",
      issues: [{ field: "body.events.0.token", reason: "was not signed by this service" }],
    });
    expect(await world.client.call("POST /v1/events", { body })).toEqual({ accepted: 1, duplicates: 0 });
  });

  it("have users of the same pseudonym in clusters of their own", async () => {
    const members = { path: { cluster: "sleepless" }, body: { users: ["u1"] } };
    await world.client.call("POST /v1/clusters/{cluster}/members", members);
    await world.reload();
    const ask = { path: { title: "vampyr" }, query: { user: "u1" } };
    expect((await world.client.call("GET /v1/artwork/{title}", ask)).clusterId).toBe("sleepless");
    expect((await acme.client.call("GET /v1/artwork/{title}", ask)).clusterId).toBe("no-cluster");
  });

  it("cannot review, open or read what is the other's", async () => {
    const body = { creatives: [controlId], verdict: "retire" as const };
    const before = await world.content();
    await expect(acme.client.call("POST /v1/creatives/reviews", { body })).rejects.toMatchObject({
      code: "creative_not_found",
    });
    await expect(
      acme.client.call("GET /v1/workspaces/{workspace}", { path: { workspace: "default" } }),
    ).rejects.toMatchObject({ code: "workspace_not_found", status: 404 });
    expect(await world.content()).toEqual(before);
  });
});
