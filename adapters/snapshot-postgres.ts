import { z } from "zod";
import type { ClusterId, UserId } from "../core/cluster.ts";
import { Creative } from "../core/creative.ts";
import type { SnapshotStore } from "../core/ports.ts";
import { RENDITIONS } from "./creatives-postgres.ts";
import type { Database, Query } from "./database-postgres.ts";
import { EXPERIMENTS, toExperiment } from "./experiments-postgres.ts";
import { readPolicies } from "./policies-postgres.ts";

const Approved = z.array(Creative.pick({ id: true, titleId: true, clusterId: true, copy: true, renditions: true }));

const readRevision = async (query: Query): Promise<number> => {
  const [row] = await query<{ revision: number }>("SELECT revision::float8 AS revision FROM snapshot_revision");
  if (!row) throw new Error("snapshot_revision has lost its row");
  return row.revision;
};

export function snapshotOnPostgres(database: Database): SnapshotStore {
  return {
    revision: () => readRevision(database.query),

    load: () =>
      database.transaction(async (query) => {
        const revision = await readRevision(query);
        const policies = await readPolicies(query);
        const experiments = await query<Parameters<typeof toExperiment>[0]>(`${EXPERIMENTS} ORDER BY title_id`);
        const approved = await query(
          `SELECT id, title_id AS "titleId", cluster_id AS "clusterId", copy, ${RENDITIONS} AS renditions
           FROM creatives WHERE status = 'approved' ORDER BY id`,
        );
        const clusters = await query<{ id: ClusterId }>("SELECT id FROM clusters ORDER BY id");
        // Ids were parsed on their way in; there may be a million members, so they are not parsed again.
        const members = await query<{ user_id: UserId; cluster_id: ClusterId }>(
          "SELECT user_id, cluster_id FROM memberships",
        );
        return {
          revision,
          policies,
          experiments: experiments.map(toExperiment),
          approved: Approved.parse(approved),
          clusters: clusters.map(({ id }) => id),
          members: new Map(members.map(({ user_id, cluster_id }) => [user_id, cluster_id])),
        };
      }, "read snapshot"),
  };
}
