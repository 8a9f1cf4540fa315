import { expect, it } from "vitest";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { TitleId } from "../core/title.ts";
import { openExperiment } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;
const path = { title: "nosferatu" };
const cell = { titleId: TitleId.parse("nosferatu"), clusterId: ClusterId.parse("owls") };
const list = () => client.call("GET /v1/experiments/{title}/winners", { path });
const reverse = (clusterId: string, reason = "a beacon was lost") =>
  client.call("POST /v1/experiments/{title}/winners/{cluster}/reverse", {
    path: { ...path, cluster: clusterId },
    body: { reason },
  });

it("lists winners, takes one back, and tells who did and why", async () => {
  await expect(list()).rejects.toMatchObject({ code: "experiment_not_found" });
  await expect(reverse("owls")).rejects.toMatchObject({ code: "experiment_not_found" });
  const { controlId } = await openExperiment(world, { titleId: "nosferatu", clusterIds: ["owls"], armsPerCluster: 1 });
  expect(await list()).toEqual({ winners: [] });
  await expect(reverse("owls")).rejects.toMatchObject({ code: "winner_not_found" });

  const creativeId = CreativeId.parse(controlId);
  await world.winners.declare([{ ...cell, creativeId, policyVersion: 1, evidence: { exposures: 9_000 } }]);
  const report = () => client.call("GET /v1/experiments/{title}", { path });
  const { winners } = await list();
  expect(winners).toMatchObject([{ ...cell, creativeId, evidence: { exposures: 9_000 }, reversedAt: null }]);

  const row = await reverse("owls");
  expect(row.reversal).toMatchObject({ reason: "a beacon was lost", by: expect.any(String) });
  expect(await list()).toEqual({ winners: [row] });
  for (const { winner } of (await report()).clusters) expect(winner).toBeNull();
  await expect(reverse("owls")).rejects.toMatchObject({ code: "winner_not_found" });
});

it("wants a reason", async () => {
  expect((await world.post("/v1/experiments/nosferatu/winners/owls/reverse", { reason: "" })).status).toBe(422);
  expect((await world.post("/v1/experiments/nosferatu/winners/owls/reverse", {})).status).toBe(422);
});
