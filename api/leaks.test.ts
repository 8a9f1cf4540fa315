import { describe, expect, it } from "vitest";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { cluster, openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

/** A key of another workspace, tried on every route there is, with the ids of things that are not its own. */
const world = await openWorld();
const titleId = "xyzzy-premiere";
const clusterId = "plover-fans";
const { controlId, creativeIds } = await openExperiment(world, { titleId, clusterIds: [clusterId], armsPerCluster: 2 });
const { items: jobs } = await world.client.call("GET /v1/jobs", {});
const jobId = jobs[0]?.id ?? "";
await world.client.call("POST /v1/clusters/{cluster}/members", {
  path: { cluster: clusterId },
  body: { users: ["grue-17"] },
});
await world.client.call("POST /v1/workspaces/{workspace}/brand", {
  path: { workspace: "default" },
  body: { forbiddenWords: ["frobozz"] },
});
const { token } = await world.client.call("GET /v1/artwork/{title}", {
  path: { title: titleId },
  query: { user: "grue-17" },
});
await world.client.call("POST /v1/events", { body: { events: [{ kind: "exposure", token }] } });
const creative = await world.client.call("GET /v1/creatives/{creative}", { path: { creative: controlId } });
const stranger = await world.neighbour("strangers");

/** What only we know. */
const OURS = [
  titleId,
  clusterId,
  jobId,
  ...creativeIds,
  "grue-17",
  "frobozz",
  ...creative.renditions.map(({ blob }) => blob),
  title().texts.en?.synopsis ?? "",
  `${cluster().name}`,
];

const IDS: Readonly<Record<string, string>> = {
  title: titleId,
  cluster: clusterId,
  job: jobId,
  creative: controlId,
  workspace: "default",
};

const FILTERS = new URLSearchParams({ title: titleId, cluster: clusterId, job: jobId });

const creatives = [controlId];
/** What to send to each route that takes a body, and what a stranger must be told. A new route needs a line. */
const BODIES: Readonly<Record<string, { body: unknown; status: number }>> = {
  "post /v1/titles": { body: title(titleId, { year: 1999 }), status: 201 },
  "post /v1/clusters": { body: cluster(clusterId, { name: "Others" }), status: 201 },
  "post /v1/titles/{title}/terms": { body: { spoilers: ["the ending"] }, status: 404 },
  "post /v1/clusters/{cluster}/members": { body: { users: ["grue-17"] }, status: 404 },
  "post /v1/jobs": { body: { titles: [titleId], clusters: [clusterId] }, status: 404 },
  "post /v1/jobs/{job}/resume": { body: {}, status: 404 },
  "post /v1/regenerations": { body: { selection: { titles: [titleId] }, dryRun: false }, status: 202 },
  "post /v1/plans": {
    body: { titles: [titleId], clusters: [{ id: clusterId, impressionsPerDay: 1_000 }], days: 14, baseRate: 0.05 },
    status: 404,
  },
  "post /v1/creatives/reviews": { body: { creatives, verdict: "retire" }, status: 404 },
  "post /v1/creatives/pulls": { body: { creatives, reason: "rights", note: "mine" }, status: 404 },
  "post /v1/creatives/pulls/ends": { body: { creatives, note: "mine" }, status: 404 },
  "post /v1/experiments/{title}": { body: { state: "closed" }, status: 404 },
  "post /v1/experiments/{title}/winners/{cluster}/reverse": { body: { reason: "mine" }, status: 404 },
  "post /v1/artwork": { body: { titles: [titleId], user: "grue-17" }, status: 200 },
  "post /v1/events": { body: { events: [{ kind: "click", token }] }, status: 422 },
  "post /v1/policy": { body: { policy: "uniform" }, status: 409 },
  "post /v1/assets/from-url": { body: { url: "http://127.0.0.1:1/nothing.png" }, status: 422 },
  "post /v1/workspaces/{workspace}": { body: { name: "Mine", autoApprove: ["web"] }, status: 404 },
  "post /v1/workspaces/{workspace}/brand": { body: {}, status: 404 },
};

const pathOf = (route: Route): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const id = IDS[name];
    if (!id) throw new Error(`teach this test an id of ours for {${name}} of ${route.path}`);
    return id;
  });

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; text: string; sent: string }> {
  const headers = { authorization: `Bearer ${stranger.secret}`, "idempotency-key": "mine", ...init.headers };
  const response = await fetch(`${world.baseUrl}${path}`, { ...init, headers });
  return { status: response.status, text: await response.text(), sent: `${path} ${init.body ?? ""}` };
}

/** Nothing of ours is in the answer but what the stranger said itself. */
function expectNothingOfOurs({ text, sent }: { text: string; sent: string }): void {
  for (const secret of OURS) if (!sent.includes(secret)) expect(text).not.toContain(secret);
}

const named = (route: Route) => `${route.method} ${route.path}`;
const keyed = ROUTES.filter((route) => route.scope !== null);
/** What makes a thing of the stranger's own, under an id of ours, comes last: then it is there. */
const posts = keyed
  .filter(({ method }) => method === "post")
  .toSorted((a, b) => Number(BODIES[named(a)]?.status === 201) - Number(BODIES[named(b)]?.status === 201));

describe("a stranger's key finds nothing of ours", () => {
  it.each(keyed.filter(({ method }) => method === "get").map((route) => [named(route), route] as const))(
    "by %s",
    async (_name, route) => {
      const before = await world.content();
      const takes = (name: string) => name in ((route.query as { shape?: object }).shape ?? {});
      const filters = new URLSearchParams([...FILTERS].filter(([name]) => takes(name)));
      if (takes("user")) filters.set("user", "grue-17");
      if (takes("status")) filters.set("status", "live");
      for (const query of new Set(["", `?${filters}`])) {
        const answer = await ask(`${pathOf(route)}${query}`);
        expectNothingOfOurs(answer);
        if (route.path.includes("{")) expect(answer.status).toBe(query === "" && takes("user") ? 422 : 404);
        // A listing of what is somebody else's is empty; a question about it is of nothing that is there.
        else expect(answer.status).toBe(query !== "" && route.errors.includes("cluster_not_found") ? 404 : 200);
      }
      expect(await world.content()).toEqual(before);
    },
  );

  it.each(posts.map((route) => [named(route), route] as const))("by %s", async (name, route) => {
    const given = route.body === null || route.body === "file" ? null : BODIES[name];
    if (given === undefined) throw new Error(`teach this test what to send to ${name} that names things of ours`);
    const ours = () =>
      world.database.query(
        `SELECT (SELECT json_agg(t ORDER BY id) FROM creatives AS t WHERE workspace_id = 'default') AS creatives,
             (SELECT json_agg(t) FROM titles AS t WHERE workspace_id = 'default') AS titles,
             (SELECT json_agg(t) FROM clusters AS t WHERE workspace_id = 'default') AS clusters,
             (SELECT json_agg(t) FROM memberships AS t WHERE workspace_id = 'default') AS memberships,
             (SELECT json_agg(t) FROM jobs AS t WHERE workspace_id = 'default') AS jobs,
             (SELECT json_agg(t) FROM experiments AS t WHERE workspace_id = 'default') AS experiments,
             (SELECT json_agg(t) FROM events AS t WHERE workspace_id = 'default') AS events,
             (SELECT json_agg(t) FROM audit AS t WHERE workspace_id = 'default') AS audit,
             (SELECT json_agg(t) FROM pulls AS t) AS pulls,
             (SELECT json_agg(t) FROM workspaces AS t WHERE id = 'default') AS workspaces`,
      );
    const before = await ours();
    const answer = await ask(pathOf(route), {
      method: "POST",
      headers: { "content-type": route.body === "file" ? "image/png" : "application/json" },
      ...(given && { body: JSON.stringify(given.body) }),
    });
    expectNothingOfOurs(answer);
    expect(answer.status, answer.text).toBe(given?.status ?? (route.body === "file" ? 415 : 404));
    expect(await ours()).toEqual(before);
  });
});

it("tries things that our own key finds", async () => {
  for (const route of keyed.filter(({ method, path }) => method === "get" && path.includes("{"))) {
    const response = await world.raw(`${pathOf(route)}${route.path.includes("artwork") ? "?user=grue-17" : ""}`);
    expect(response.status, named(route)).toBe(200);
  }
});
