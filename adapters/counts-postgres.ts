import { z } from "zod";
import { DRAWN, type EventKind } from "../core/event.ts";
import { Sights, SliceCell, Stratum, Tally } from "../core/experiment.ts";
import type { EventStore } from "../core/ports.ts";
import type { Guard, Reward } from "../core/reward.ts";
import type { TitleId } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Database } from "./database-postgres.ts";

/**
 * Counts what came of exposures. An exposure's time is when it was received, by the database's clock, and so is an
 * event's: hosts whose clocks disagree count alike. It is counted once its window is over, and rewarded when the event
 * came before that; an event may come before its exposure.
 *
 * Events of one decision are joined by the decision alone, which is one workspace's: with the workspace in the join, a
 * table that nobody has analysed yet is searched by workspace, all of it once a click. Counts are added up by UNION and
 * GROUP BY, never joined: without statistics a join of two large counts is a nested loop.
 */

const OUTCOME: Readonly<Record<Reward["kind"], EventKind>> = {
  click: "click",
  engaged: "view",
  conversion: "conversion",
};

/** Kind, window in seconds, and the two thresholds of a view; `null` where there is none. */
type Asked = readonly [kind: EventKind, withinS: number, leastSeconds: number | null, leastCompletion: number | null];

export const asked = (reward: Reward): Asked =>
  reward.kind === "engaged"
    ? [OUTCOME.engaged, reward.withinS, reward.leastSeconds ?? null, reward.leastCompletion ?? null]
    : [OUTCOME[reward.kind], reward.withinS, null, null];

/** Whether `event` brought what the four parameters from number `first` on ask of `exposure`. */
const brought = (event: string, [kind]: Asked, first: number): string => {
  const deadline = `exposure.received_at + make_interval(secs => $${first + 1}::float8)`;
  const least = `$${first + 2}::float8, $${first + 3}::float8`;
  // The types of parameters that one kind has no use for must be told all the same.
  return kind === "view"
    ? `engaged_by(${deadline}, ${event}.received_at, ${event}.seconds, ${event}.completion, ${event}.steps, ${least})`
    : `${event}.received_at <= ${deadline} AND coalesce(${least}) IS NULL`;
};

const guardedBy = (guard: Guard | undefined): Asked =>
  guard ? ["view", guard.withinS, guard.leastSeconds, guard.leastCompletion ?? null] : ["view", 0, null, null];

/** The types of parameters that nothing asks for must be told all the same. */
const NOT_ASKED = "num_nulls($11::text, $12::float8, $13::float8, $14::float8) < 0";

export async function countSlices(
  database: Database,
  workspace: WorkspaceId,
  { after, until, rewards, guards }: Parameters<EventStore["slices"]>[0],
): Promise<readonly SliceCell[]> {
  const asks = [...rewards].map(([title, reward]) => ({ title, reward, guard: guards?.get(title) }));
  const alike = Map.groupBy(asks, ({ reward, guard }) => JSON.stringify([asked(reward), guard]));
  const slices: SliceCell[] = [];
  for (const titles of alike.values()) {
    const { reward, guard } = titles[0] as (typeof asks)[number];
    const [rewarded, guarded] = [asked(reward), guardedBy(guard)];
    // By decision and kind alone, each event is one row of the primary key: looked up for a few exposures, hashed for many.
    const rows = await database.query(
      `SELECT title_id AS "titleId", cluster_id AS "clusterId", context, creative_id AS "creativeId",
         count(*)::int AS exposures, count(*) FILTER (WHERE rewarded)::int AS clicks
         ${guard ? ", count(*) FILTER (WHERE rewarded AND engaged)::int AS engaged" : ""}
       FROM (
         SELECT exposure.title_id, exposure.cluster_id, exposure.context, exposure.creative_id,
           ${brought("event", rewarded, 7)} AS rewarded, ${guard ? brought("viewed", guarded, 11) : NOT_ASKED} AS engaged
         FROM events AS exposure
         LEFT JOIN events AS event ON event.decision_id = exposure.decision_id AND event.kind = $7::text
         ${guard ? "LEFT JOIN events AS viewed ON viewed.decision_id = exposure.decision_id AND viewed.kind = $11::text" : ""}
         WHERE exposure.workspace_id = $1 AND exposure.kind = 'exposure' AND exposure.title_id = ANY ($2)
           AND exposure.basis = ANY ($3)
           AND exposure.received_at > coalesce($4::timestamptz - make_interval(secs => $6::float8), '-infinity')
           AND exposure.received_at <= $5::timestamptz - make_interval(secs => $6::float8)
       ) AS ripe GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      [
        workspace,
        titles.map(({ title }) => title),
        DRAWN,
        after,
        until,
        Math.max(reward.withinS, guarded[1]),
        ...rewarded,
        ...guarded,
      ],
    );
    slices.push(...z.array(SliceCell).parse(rows));
  }
  return slices;
}

/** Whether the exposure's decision has what is asked. */
const lookedUp = (of: Asked, first: number): string =>
  `coalesce((SELECT ${brought("event", of, first)} FROM events AS event
     WHERE event.decision_id = exposure.decision_id AND event.kind = $${first}::text), false)`;

export async function countTallies(
  database: Database,
  workspace: WorkspaceId,
  { titleId, reward }: { titleId: TitleId; reward: Reward },
): Promise<readonly Tally[]> {
  const rewarded = asked(reward);
  const rows = await database.query(
    `SELECT title_id AS "titleId", cluster_id AS "clusterId", creative_id AS "creativeId",
       sum(exposures)::int AS exposures, sum(clicks)::int AS clicks
     FROM (
       SELECT title_id, cluster_id, creative_id, count(*) AS exposures, 0 AS clicks
       FROM events WHERE workspace_id = $1 AND title_id = $2 AND kind = 'exposure' GROUP BY 1, 2, 3
       UNION ALL
       SELECT exposure.title_id, exposure.cluster_id, exposure.creative_id, 0, count(*)
       FROM events AS event
       JOIN events AS exposure ON exposure.decision_id = event.decision_id AND exposure.kind = 'exposure'
       WHERE event.workspace_id = $1 AND event.title_id = $2 AND event.kind = $3::text AND ${brought("event", rewarded, 3)}
       GROUP BY 1, 2, 3
     ) AS counted GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [workspace, titleId, ...rewarded],
  );
  return z.array(Tally).parse(rows);
}

const STRATUM = `exposure.title_id, exposure.cluster_id, exposure.context, exposure.creative_id, exposure.policy_version,
  exposure.basis, exposure.propensity`;

export async function countStrata(
  database: Database,
  workspace: WorkspaceId,
  { titleId, reward, guard }: { titleId: TitleId; reward: Reward; guard?: Guard | undefined },
): Promise<readonly Stratum[]> {
  const guarded = guardedBy(guard);
  const ripe = `exposure.received_at <= now() - make_interval(secs => $11::float8)`;
  // Exposures are counted alone, and rewards, which are few, each looked up by its decision.
  const rows = await database.query(
    `SELECT title_id AS "titleId", cluster_id AS "clusterId", context, creative_id AS "creativeId",
       policy_version AS "policyVersion", basis, propensity,
       sum(exposures)::int AS exposures, sum(clicks)::int AS clicks, sum(engaged)::int AS engaged
     FROM (
       SELECT ${STRATUM}, count(*) AS exposures, 0 AS clicks, 0 AS engaged
       FROM events AS exposure
       WHERE workspace_id = $1 AND title_id = $2 AND kind = 'exposure' AND ${ripe} GROUP BY 1, 2, 3, 4, 5, 6, 7
       UNION ALL
       SELECT ${STRATUM}, 0, count(*), count(*) FILTER (WHERE $12 AND ${lookedUp(guarded, 7)})
       FROM events AS event
       JOIN events AS exposure ON exposure.decision_id = event.decision_id AND exposure.kind = 'exposure'
       WHERE event.workspace_id = $1 AND event.title_id = $2 AND event.kind = $3::text AND ${brought("event", asked(reward), 3)} AND ${ripe}
       GROUP BY 1, 2, 3, 4, 5, 6, 7
     ) AS counted GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7`,
    [workspace, titleId, ...asked(reward), ...guarded, Math.max(reward.withinS, guarded[1]), guard !== undefined],
  );
  return z.array(Stratum).parse(rows);
}

const SIGHTS = "exposure.cluster_id, exposure.creative_id, least(exposure.repeat, 32)";

export async function countSights(
  database: Database,
  workspace: WorkspaceId,
  { titleId, reward }: { titleId: TitleId; reward: Reward },
): Promise<readonly Sights[]> {
  const ripe = `exposure.visitor IS NOT NULL AND exposure.received_at <= now() - make_interval(secs => $4::float8)`;
  const rows = await database.query(
    `SELECT cluster_id AS "clusterId", creative_id AS "creativeId", repeat, sum(exposures)::int AS exposures, sum(clicks)::int AS clicks
     FROM (
       SELECT ${SIGHTS} AS repeat, count(*) AS exposures, 0 AS clicks
       FROM events AS exposure
       WHERE workspace_id = $1 AND title_id = $2 AND kind = 'exposure' AND ${ripe} GROUP BY 1, 2, 3
       UNION ALL
       SELECT ${SIGHTS} AS repeat, 0, count(*)
       FROM events AS event
       JOIN events AS exposure ON exposure.decision_id = event.decision_id AND exposure.kind = 'exposure'
       WHERE event.workspace_id = $1 AND event.title_id = $2 AND event.kind = $3::text AND ${brought("event", asked(reward), 3)} AND ${ripe}
       GROUP BY 1, 2, 3
     ) AS counted GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [workspace, titleId, ...asked(reward)],
  );
  return z.array(Sights).parse(rows);
}
