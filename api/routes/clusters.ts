import { z } from "zod";
import { Cluster, ClusterId, UserId } from "../../core/cluster.ts";
import { AppError } from "../../core/errors.ts";
import { NO_CLUSTER } from "../decide.ts";
import { defineRoute, PageQuery, pageOf, toPage } from "../route.ts";

export const submitCluster = defineRoute({
  method: "post",
  path: "/v1/clusters",
  summary: "Add a cluster of users. Sending the same cluster again changes nothing.",
  scope: "catalogue:write",
  body: Cluster,
  reply: Cluster,
  status: 201,
  errors: ["id_taken", "storage_full"],
  handle: async ({ body, actor }, { clusters }) => {
    if (body.id === NO_CLUSTER || (await clusters.add(body, actor)) === "conflict")
      throw new AppError("id_taken", body.id, {
        issues: [{ field: "body.id", reason: `${body.id} already exists with other content` }],
      });
    return body;
  },
});

export const listClusters = defineRoute({
  method: "get",
  path: "/v1/clusters",
  summary: "All clusters, by id.",
  scope: "catalogue:read",
  query: PageQuery,
  reply: pageOf(Cluster),
  errors: [],
  handle: async ({ query }, { clusters }) => {
    const page = await clusters.page(toPage(query));
    return { items: [...page.items], next: page.next };
  },
});

export const getCluster = defineRoute({
  method: "get",
  path: "/v1/clusters/{cluster}",
  summary: "One cluster.",
  scope: "catalogue:read",
  params: z.strictObject({ cluster: ClusterId }),
  reply: Cluster,
  errors: ["cluster_not_found"],
  handle: async ({ params }, { clusters }) => {
    const cluster = await clusters.get(params.cluster);
    if (!cluster) throw new AppError("cluster_not_found", params.cluster);
    return cluster;
  },
});

export const assignMembers = defineRoute({
  method: "post",
  path: "/v1/clusters/{cluster}/members",
  summary: "Put users into a cluster. A user is in one cluster at a time: the last one named.",
  scope: "catalogue:write",
  params: z.strictObject({ cluster: ClusterId }),
  body: z.strictObject({ users: z.array(UserId).min(1).max(5_000) }),
  maxBodyBytes: 1024 * 1024,
  reply: z.object({ assigned: z.int() }),
  errors: ["cluster_not_found", "storage_full"],
  handle: async ({ params, body }, { clusters }) => {
    if (!(await clusters.get(params.cluster))) throw new AppError("cluster_not_found", params.cluster);
    const users = [...new Set(body.users)];
    await clusters.assign(params.cluster, users);
    return { assigned: users.length };
  },
});
