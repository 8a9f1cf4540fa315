import { expect, it } from "vitest";
import { cluster, openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;
await client.call("POST /v1/titles", { body: title("nosferatu") });
for (const id of ["owls", "larks", "few"]) await client.call("POST /v1/clusters", { body: cluster(id) });

it("plans an order that can be sent as it is, and names who must share", async () => {
  const plan = await client.call("POST /v1/plans", {
    body: {
      titles: ["nosferatu"],
      clusters: [
        { id: "owls", impressionsPerDay: 20_000 },
        { id: "larks", impressionsPerDay: 15_000 },
        { id: "few", impressionsPerDay: 30 },
      ],
      baseRate: 0.05,
    },
  });
  expect(plan.order).toMatchObject({ titles: ["nosferatu"], clusters: ["owls", "larks"] });
  expect(plan.order.armsPerCluster).toBe(plan.armsPerCluster);
  expect(plan.pool).toBe(1 + 2 * plan.armsPerCluster);
  expect(Object.keys(plan.merged)).toEqual(["few"]);
  expect(plan.warnings.join()).toContain("few");
  const job = await client.call("POST /v1/jobs", { body: plan.order, idempotencyKey: "planned" });
  expect(job.progress.planned).toBe(plan.pool);
});

it("refuses a cluster that is not there, by its field, and no traffic", async () => {
  const body = { titles: ["nosferatu"], clusters: [{ id: "nobody", impressionsPerDay: 10 }], baseRate: 0.05 };
  await expect(client.call("POST /v1/plans", { body })).rejects.toMatchObject({
    code: "cluster_not_found",
    issues: [{ field: "body.clusters.0.id" }],
  });
  expect((await world.post("/v1/plans", { ...body, clusters: [{ id: "owls", impressionsPerDay: 0 }] })).status).toBe(
    422,
  );
  expect((await world.post("/v1/plans", { ...body, clusters: [] })).status).toBe(422);
});

it("decides for a cluster that shares as for the one that it shares with", async () => {
  await openExperiment(world, { titleId: "golem", clusterIds: ["big", "small"], armsPerCluster: 1 });
  const open = (merged: Record<string, string>) =>
    client.call("POST /v1/experiments/{title}", { path: { title: "golem" }, body: { state: "open", merged } });
  expect((await open({ small: "big" })).merged).toEqual({ small: "big" });
  const ask = (of: string) =>
    client.call("GET /v1/artwork/{title}", { path: { title: "golem" }, query: { cluster: of, user: "u1" } });
  expect(await ask("small")).toMatchObject({ clusterId: "big", creativeId: (await ask("big")).creativeId });
  // What is not said again stays.
  const again = await client.call("POST /v1/experiments/{title}", {
    path: { title: "golem" },
    body: { state: "open" },
  });
  expect(again.merged).toEqual({ small: "big" });
  expect((await open({})).merged).toEqual({});
  expect(await ask("small")).toMatchObject({ clusterId: "small" });
  await expect(open({ small: "nobody" })).rejects.toMatchObject({ code: "cluster_not_found" });
  const circle = await world.post("/v1/experiments/golem", { state: "open", merged: { small: "big", big: "small" } });
  expect(circle.status).toBe(422);
});
