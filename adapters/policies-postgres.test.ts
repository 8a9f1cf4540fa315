import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import type { Policy } from "../core/experiment.ts";
import type { PolicyTable } from "../core/policy-table.ts";
import { randomFrom } from "../core/random.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../core/workspace.ts";
import { connectPostgres, type Database, migrate } from "./database-postgres.ts";
import { loadPolicies } from "./policies-load.ts";
import { changePolicies, policiesOnPostgres } from "./policies-postgres.ts";
import { grantToApplication, userOf } from "./roles-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { workspacesOnPostgres } from "./workspaces-postgres.ts";

const { database: owner, appUrl } = await freshDatabase();
const database = connectPostgres({ url: appUrl, maxConnections: 3 });
afterAll(() => database.close());

/** A workspace of its own for each test. */
async function fresh(name: string) {
  const workspace = WorkspaceId.parse(name);
  await workspacesOnPostgres(database).add(
    { id: workspace, name, brand: {}, autoApprove: [], deciding: {} } as never,
    "ann",
  );
  const load = (held: PolicyTable | null = null) =>
    database.transaction((query, copy) => loadPolicies({ query, copy }, workspace, held), "read snapshot");
  return { workspace, store: policiesOnPostgres(database, workspace), load };
}

const policy = (cell: string, share: number, over: Partial<Policy> = {}): Policy => {
  const [title, cluster] = cell.split(" ") as [string, string];
  return {
    titleId: sample.titleId(title),
    clusterId: sample.clusterId(cluster),
    arms: [
      { creativeId: sample.creativeId("a"), probability: share },
      { creativeId: sample.creativeId("b"), probability: 1 - share },
    ],
    ...over,
  };
};
const cut = (share: number): Partial<Policy> => ({
  stretches: { ends: [share / 2, share / 2 + (1 - share), 1], of: [0, 1, 0] },
});
const keyOf = ({ titleId, clusterId, context }: Policy) => `${titleId} ${clusterId} ${context ?? ""}`;
const sorted = (policies: Iterable<Policy>) => [...policies].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
const rowsOf = async (workspace: WorkspaceId): Promise<readonly number[]> => {
  const [row] = await database.query<{ now: number; before: number }>(
    `SELECT (SELECT count(*)::int FROM policies WHERE workspace_id = $1) AS now,
       (SELECT count(*)::int FROM policy_history WHERE workspace_id = $1) AS before`,
    [workspace],
  );
  return [row?.now ?? -1, row?.before ?? -1];
};

describe("published policies", () => {
  it("come back as they were, with context and stretches", async () => {
    const { store, load } = await fresh("as-they-were");
    expect(await store.current()).toEqual({ version: 0, policies: [] });
    expect((await load()).policies.size).toBe(0);
    const policies = [policy("sea owls", 0.3), policy("sea owls", 0.1, { context: "device=tv", ...cut(0.1) })];
    const version = await store.publish(policies);
    expect(await store.current()).toEqual({ version, policies });
    const table = (await load()).policies;
    expect([table.version, sorted(table.all())]).toEqual([version, policies]);
  });

  it("are written where they differ, and stand where they do not", async () => {
    const { store, workspace } = await fresh("differ");
    const many = Array.from({ length: 40 }, (_, i) => policy(`t-${i} owls`, 0.4));
    await store.publish(many);
    expect(await rowsOf(workspace)).toEqual([40, 0]);
    const version = await store.publish(many.map((one, i) => (i === 7 ? policy("t-7 owls", 0.5) : one)));
    expect(await rowsOf(workspace)).toEqual([40, 1]);
    expect(await store.publish([])).toBe(version + 1);
    expect(await rowsOf(workspace)).toEqual([40, 41]);
    expect(await store.current()).toEqual({ version: version + 1, policies: [] });
    expect((await store.ofTitle(sample.titleId("t-7"), version)).policies).toEqual([policy("t-7 owls", 0.5)]);
  });

  it("leave the others where only some are named, when a run keeps what it changed", async () => {
    const { store, workspace, load } = await fresh("some");
    await store.publish([policy("sea owls", 0.3), policy("sun owls", 0.3)]);
    const held = (await load()).policies;
    const version = await database.transaction((query) => changePolicies(query, workspace, [policy("sun owls", 0.9)]));
    const expected = [policy("sea owls", 0.3), policy("sun owls", 0.9)];
    expect(await store.current()).toEqual({ version, policies: expected });
    expect(sorted((await load(held)).policies.all())).toEqual(expected);
  });

  it("can be read at every version, and loaded from any to the newest", async () => {
    const { store, load } = await fresh("any-version");
    const random = randomFrom(6);
    const runs: { version: number; policies: Policy[]; table: PolicyTable }[] = [];
    for (let run = 0; run < 7; run++) {
      const policies = new Map<string, Policy>();
      for (let i = 0; i < 12; i++) {
        const share = Math.ceil(random() * 3) / 4;
        const one = policy(`t-${i % 4} c-${i % 3}`, share, i % 5 === 0 ? cut(share) : {});
        if (random() < 0.8) policies.set(keyOf(one), one);
      }
      const version = await store.publish([...policies.values()]);
      runs.push({ version, policies: sorted(policies.values()), table: (await load(runs.at(-1)?.table)).policies });
    }
    for (const { version, policies, table } of runs) {
      expect([table.version, sorted(table.all())]).toEqual([version, policies]);
      for (const title of ["t-0", "t-1", "t-2", "t-3", "t-9"]) {
        const found = await store.ofTitle(sample.titleId(title), version);
        expect(sorted(found.policies)).toEqual(policies.filter(({ titleId }) => titleId === title));
      }
      expect(sorted((await load(table)).policies.all())).toEqual(runs.at(-1)?.policies);
    }
  });

  it("can be read in SQL, share by share and to the last bit", async () => {
    const { store, workspace } = await fresh("in-sql");
    for (const share of [0.3, 1 / 3, 0.1 + 0.2, 1e-9, 0.5]) {
      await store.publish([policy("sea owls", share, cut(share))]);
      const rows = await database.query<{ id: string; probability: number }>(
        `SELECT creative_id AS id, probability FROM policy_rows, packed_shares(packed)
         WHERE workspace_id = $1 AND until IS NULL`,
        [workspace],
      );
      expect(rows).toEqual([
        { id: sample.creativeId("a"), probability: share },
        { id: sample.creativeId("b"), probability: 1 - share },
      ]);
    }
  });

  it("are refused when nobody could load them, and the version with them", async () => {
    const { store } = await fresh("refused");
    const version = await store.publish([policy("sea owls", 0.3)]);
    const bad = { ...policy("sun owls", 0.3), arms: [{ creativeId: sample.creativeId("a"), probability: 0.9 }] };
    await expect(store.publish([policy("sea owls", 0.5), bad])).rejects.toThrow(
      "sun for owls: its probabilities sum to 0.9",
    );
    expect(await store.current()).toEqual({ version, policies: [policy("sea owls", 0.3)] });
  });

  it("stay readable for ninety days, and a reader from before loads all of them", async () => {
    const { store, workspace, load } = await fresh("ninety-days");
    const age = (version: number, days: number) =>
      owner.query(`UPDATE policy_versions SET computed_at = now() - make_interval(days => $2) WHERE version = $1`, [
        version,
        days,
      ]);
    const first = await store.publish([policy("sea owls", 0.1), policy("sun owls", 0.1)]);
    const held = (await load()).policies;
    const second = await store.publish([policy("sea owls", 0.2)]);
    const third = await store.publish([policy("sea owls", 0.3)]);
    await age(first, 200);
    await age(second, 89);
    await store.publish([policy("sea owls", 0.4)]);
    expect((await store.ofTitle(sample.titleId("sea"), second)).policies).toEqual([policy("sea owls", 0.2)]);
    // The first is the newest of ninety days ago: what was served then may still be asked for.
    expect((await store.ofTitle(sample.titleId("sea"), first)).policies).toEqual([policy("sea owls", 0.1)]);
    await age(second, 91);
    await age(third, 91);
    await store.publish([policy("sea owls", 0.5)]);
    expect((await store.ofTitle(sample.titleId("sea"), second)).policies).toEqual([]);
    expect((await store.ofTitle(sample.titleId("sea"), third)).policies).toEqual([policy("sea owls", 0.3)]);
    expect(await rowsOf(workspace)).toEqual([1, 2]);
    expect(sorted((await load(held)).policies.all())).toEqual([policy("sea owls", 0.5)]);
  });
});

describe("loading", () => {
  it("refuses a row that is no policy, and keeps what its cell had", async () => {
    const { store, workspace, load } = await fresh("spoiled");
    await store.publish([policy("sea owls", 0.3), policy("sun owls", 0.3)]);
    const held = (await load()).policies;
    await store.publish([policy("sea owls", 0.6), policy("sun owls", 0.6)]);
    await database.query(
      "UPDATE policies SET packed = set_byte(packed, 20, 255) WHERE workspace_id = $1 AND title_id = 'sea'",
      [workspace],
    );
    const { policies, refused } = await load(held);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain("sea for owls: ");
    expect(sorted(policies.all())).toEqual([policy("sea owls", 0.3), policy("sun owls", 0.6)]);
    expect(sorted((await load()).policies.all())).toEqual([policy("sun owls", 0.6)]);
  });

  it("that breaks half-way changes nothing, and the next one goes on from the same", async () => {
    const { store, workspace, load } = await fresh("half-way");
    await store.publish([policy("t-0 owls", 0.3)]);
    const held = (await load()).policies;
    const many = Array.from({ length: 3_000 }, (_, i) => policy(`t-${i} owls`, 0.7));
    await store.publish(many);
    const broken = database.transaction(
      (query, copy) =>
        loadPolicies(
          {
            query,
            copy: async (select, onRow) => {
              let rows = 0;
              const [me] = await query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
              await copy(`${select} ORDER BY title_id`, (fields) => {
                onRow(fields);
                if (++rows === 50) void owner.query("SELECT pg_terminate_backend($1)", [me?.pid]);
                for (const until = performance.now() + 0.2; performance.now() < until; );
              });
              // Where the server was quicker than its own end, the next statement finds it gone.
              await query("SELECT pg_sleep(5)");
            },
          },
          workspace,
          held,
        ),
      "read snapshot",
    );
    await expect(broken).rejects.toMatchObject({ code: "database_away" });
    expect(sorted(held.all())).toEqual([policy("t-0 owls", 0.3)]);
    expect(sorted((await load(held)).policies.all())).toEqual(sorted(many));
  });

  it("passes on what goes wrong with a row, and the connection can be used again", async () => {
    const { store, load } = await fresh("passes-on");
    await store.publish([policy("sea owls", 0.3), policy("sun owls", 0.3)]);
    const one = connectPostgres({ url: appUrl, maxConnections: 1 });
    onTestFinished(() => one.close());
    const copied = one.transaction((_, copy) =>
      copy("SELECT 1", () => {
        throw new Error("of the row");
      }),
    );
    await expect(copied).rejects.toThrow("of the row");
    await expect(one.transaction((_, copy) => copy("SELECT no_such_column", () => {}))).rejects.toThrow(
      "no_such_column",
    );
    const nulls: unknown[] = [];
    await one.transaction((_, copy) =>
      copy("SELECT NULL::text, 'ab', ''", (row) => {
        nulls.push(...[0, 1, 2].map((field) => (row.isNull(field) ? null : row.text(field))));
      }),
    );
    expect(nulls).toEqual([null, "ab", ""]);
    expect((await load()).policies.size).toBe(2);
  });
});

describe("policies from before they were kept by cell", () => {
  it("stand from the version that first had them to the one that did not", async () => {
    const { database: old } = await freshDatabase({ migrated: false });
    const here = new URL("./migrations/", import.meta.url);
    const folder = await mkdtemp(join(tmpdir(), "marquee-migrations-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const name of await readdir(here)) if (name < "0020") await copyFile(new URL(name, here), join(folder, name));
    await migrate(old, pathToFileURL(`${folder}/`));
    await old.query("INSERT INTO workspaces (id, name) VALUES ('other', 'Other')");
    const runs: Record<number, Policy[]> = {
      1: [policy("sea owls", 0.3), policy("sea owls", 0.2, { context: "device=tv", ...cut(0.2) })],
      3: [policy("sea owls", 0.3)],
      4: [policy("sea owls", 0.4), policy("sun owls", 1 / 3)],
      6: [policy("sea owls", 0.3)],
    };
    const insertRun = async (version: number, workspace: string, policies: readonly Policy[]) => {
      await old.query("INSERT INTO policy_versions (version, workspace_id) VALUES ($1, $2)", [version, workspace]);
      for (const { titleId, clusterId, context, arms, stretches } of policies)
        await old.query(
          "INSERT INTO policies (version, title_id, cluster_id, context, arms, stretches) VALUES ($1, $2, $3, $4, $5, $6)",
          [
            version,
            titleId,
            clusterId,
            context ?? "",
            JSON.stringify(arms),
            stretches ? JSON.stringify(stretches) : null,
          ],
        );
    };
    for (const [version, policies] of Object.entries(runs)) await insertRun(Number(version), "default", policies);
    await insertRun(2, "other", [policy("sea owls", 0.9)]);
    await insertRun(5, "other", []);
    await migrateAll(old);

    const store = policiesOnPostgres(old, DEFAULT_WORKSPACE);
    expect(await store.current()).toEqual({ version: 6, policies: runs[6] });
    for (const [version, policies] of Object.entries(runs)) {
      const titles = await Promise.all(
        ["sea", "sun"].map((title) => store.ofTitle(sample.titleId(title), Number(version))),
      );
      expect(titles.flatMap(({ policies }) => policies)).toEqual(policies);
    }
    const other = policiesOnPostgres(old, WorkspaceId.parse("other"));
    expect(await other.current()).toEqual({ version: 5, policies: [] });
    expect((await other.ofTitle(sample.titleId("sea"), 2)).policies).toEqual([policy("sea owls", 0.9)]);
    const [rows] = await old.query<{ now: number; before: number }>(
      "SELECT (SELECT count(*)::int FROM policies) AS now, (SELECT count(*)::int FROM policy_history) AS before",
    );
    expect(rows).toEqual({ now: 4, before: 5 });
  });
});

async function migrateAll(database: Database): Promise<void> {
  await migrate(database);
  await grantToApplication(database, await userOf(database));
}
