import type { Body } from "../../client/client.ts";
import type { World } from "./world.ts";

/** Small valid requests; each call makes a new value. */

export const title = (id = "nosferatu", over: object = {}): Body<"POST /v1/titles"> => ({
  id,
  year: 1922,
  genres: ["horror"],
  concepts: ["castle", "sea"],
  texts: { en: { name: "Nosferatu", synopsis: "A clerk sells a house to a count who does not age." } },
  ...over,
});

export const cluster = (id = "night-owls", over: object = {}): Body<"POST /v1/clusters"> => ({
  id,
  name: "Night owls",
  locale: "en",
  allowed: { mood: ["dark", "tense"] },
  ...over,
});

/** One title with all its creatives made and approved, and its experiment open; the decider knows of it. */
export async function openExperiment(
  world: World,
  options: { titleId: string; clusterIds: readonly string[]; armsPerCluster: number },
): Promise<{ controlId: string; creativeIds: readonly string[] }> {
  const { client } = world;
  const { titleId, clusterIds, armsPerCluster } = options;
  await client.call("POST /v1/titles", { body: title(titleId) });
  for (const id of clusterIds) await client.call("POST /v1/clusters", { body: cluster(id) });
  const body = { titles: [titleId], clusters: clusterIds, armsPerCluster };
  await client.call("POST /v1/jobs", { body, idempotencyKey: `order-${titleId}` });
  await world.makeAll();
  const { items } = await client.call("GET /v1/creatives", { query: { title: titleId, limit: 200 } });
  const creativeIds = items.map(({ id }) => id);
  await client.call("POST /v1/creatives/reviews", { body: { creatives: creativeIds, verdict: "approve" } });
  const { controlId } = await client.call("POST /v1/experiments/{title}", {
    path: { title: titleId },
    body: { state: "open" },
  });
  await world.reload();
  return { controlId, creativeIds };
}
