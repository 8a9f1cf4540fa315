import { z } from "zod";
import { Attributes } from "../core/attributes.ts";
import type { ClusterId, UserId } from "../core/cluster.ts";
import { Creative } from "../core/creative.ts";
import { digitalSourceOf } from "../core/digital-source.ts";
import type { SnapshotStore } from "../core/ports.ts";
import type { Servable, Settled, SnapshotRows } from "../core/snapshot.ts";
import { Deciding, type WorkspaceId } from "../core/workspace.ts";
import { IN_ITS_CHANNELS, renditions, SHOWN } from "./creatives-postgres.ts";
import type { Database, Query } from "./database-postgres.ts";
import { EXPERIMENTS, toExperiment } from "./experiments-postgres.ts";
import { loadPolicies } from "./policies-load.ts";

const Approved = Creative.pick({ id: true, titleId: true, clusterId: true, copy: true, renditions: true })
  .extend({ attributes: Attributes, keyArt: z.unknown() })
  .transform(({ keyArt, ...servable }) => ({ ...servable, digitalSourceType: digitalSourceOf({ keyArt }) }));

type Revision = { readonly revision: number; readonly catalogue: number };

const readRevision = async (query: Query, workspace: WorkspaceId): Promise<Revision> => {
  const [row] = await query<Revision>(
    "SELECT revision::float8 AS revision, catalogue::float8 AS catalogue FROM snapshot_revision WHERE workspace_id = $1",
    [workspace],
  );
  if (!row) throw new Error(`snapshot_revision has no row of ${workspace}`);
  return row;
};

const readDeciding = async (query: Query, workspace: WorkspaceId): Promise<Deciding> => {
  const [row] = await query<{ deciding: unknown }>("SELECT deciding FROM workspaces WHERE id = $1", [workspace]);
  return Deciding.parse(row?.deciding ?? {});
};

type Catalogue = Omit<SnapshotRows, "revision" | "catalogue" | "policies" | "refused">;

/** All but the policies. */
async function readCatalogue(query: Query, workspace: WorkspaceId): Promise<Catalogue> {
  const deciding = await readDeciding(query, workspace);
  const experiments = await query<Parameters<typeof toExperiment>[0]>(
    `${EXPERIMENTS} WHERE workspace_id = $1 ORDER BY title_id`,
    [workspace],
  );
  const winners = await query<Settled>(
    `SELECT title_id AS "titleId", cluster_id AS "clusterId", creative_id AS "creativeId" FROM winners
     WHERE workspace_id = $1 AND reversed_at IS NULL ORDER BY 1, 2`,
    [workspace],
  );
  const clusters = await query<{ id: ClusterId }>("SELECT id FROM clusters WHERE workspace_id = $1 ORDER BY id", [
    workspace,
  ]);
  // Ids were parsed on their way in; there may be a million members, so they are not parsed again.
  const members = await query<{ user_id: UserId; cluster_id: ClusterId }>(
    "SELECT user_id, cluster_id FROM memberships WHERE workspace_id = $1",
    [workspace],
  );
  return {
    deciding,
    experiments: await inSlices(experiments, toExperiment),
    winners,
    approved: await readApproved(query, workspace),
    clusters: clusters.map(({ id }) => id),
    members: new Map(await inSlices(members, ({ user_id, cluster_id }) => [user_id, cluster_id] as const)),
  };
}

/** A page's worth of rows is some 10 MB as they come, and is forgotten once they are parsed. */
const PAGE = 1_000;

async function readApproved(query: Query, workspace: WorkspaceId): Promise<Servable[]> {
  const approved: Servable[] = [];
  for (let after = "", more = true; more; ) {
    const rows = await query<{ id: string }>(
      `SELECT id, title_id AS "titleId", cluster_id AS "clusterId", copy, brief->'keyArt' AS "keyArt",
         brief->'attributes' AS attributes,
         ${renditions(IN_ITS_CHANNELS)} AS renditions
       FROM creatives WHERE workspace_id = $1 AND id > $2 AND ${SHOWN} ORDER BY id LIMIT ${PAGE}`,
      [workspace, after],
    );
    for (const one of await inSlices(rows, (row) => Approved.parse(row))) approved.push(one);
    more = rows.length === PAGE;
    after = rows.at(-1)?.id ?? "";
  }
  return approved;
}

const SLICE_MS = 5;

/** Works through many rows without keeping requests waiting. */
async function inSlices<Row, Item>(rows: readonly Row[], work: (row: Row) => Item): Promise<Item[]> {
  const items: Item[] = [];
  let began = performance.now();
  for (const row of rows) {
    items.push(work(row));
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise(setImmediate);
    began = performance.now();
  }
  return items;
}

export function snapshotOnPostgres(database: Database): SnapshotStore {
  return {
    revisions: async () => {
      const rows = await database.query<{ id: WorkspaceId; revision: number }>(
        "SELECT workspace_id AS id, revision::float8 AS revision FROM snapshot_revision",
      );
      return new Map(rows.map(({ id, revision }) => [id, revision]));
    },

    load: (workspace, held) =>
      database.transaction(async (query, copy) => {
        const { revision, catalogue } = await readRevision(query, workspace);
        const loaded = await loadPolicies({ query, copy }, workspace, held?.policies ?? null);
        const rest = held?.catalogue === catalogue ? held : await readCatalogue(query, workspace);
        return { ...rest, revision, catalogue, ...loaded };
      }, "read snapshot"),

    withheld: async () => {
      // A picture that another creative shows too, byte for byte, is that one's as well.
      const rows = await database.query<{ blob: string }>(
        `SELECT DISTINCT blob FROM renditions JOIN pulls USING (creative_id)
         WHERE NOT EXISTS (SELECT FROM renditions AS other WHERE other.blob = renditions.blob
           AND NOT EXISTS (SELECT FROM pulls WHERE pulls.creative_id = other.creative_id))`,
      );
      return new Set(rows.map(({ blob }) => blob));
    },
  };
}
