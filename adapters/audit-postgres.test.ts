import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { verifyAudit } from "./audit-postgres.ts";
import { connectPostgres, migrate } from "./database-postgres.ts";
import { openQueue } from "./queue-bullmq.ts";
import { audit } from "./records.ts";
import { grantToApplication, risksToAudit, userOf } from "./roles-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";

const { database: owner, appUrl } = await freshDatabase();
const app = connectPostgres({ url: appUrl, maxConnections: 4 });
afterAll(() => app.close());

const write = (subject: string, detail: unknown = {}) =>
  audit(app.query, { workspace: DEFAULT_WORKSPACE, actor: "ann", action: "test", subject, detail });

const rows = () => owner.query("SELECT * FROM audit ORDER BY id");

describe("the application's own user", () => {
  it.each([
    "UPDATE audit SET actor = 'bob'",
    "UPDATE audit SET hash = hash WHERE false",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "DROP TABLE audit",
    "DROP TRIGGER audit_append_only ON audit",
    "DROP TRIGGER audit_chain ON audit",
    "ALTER TABLE audit DISABLE TRIGGER ALL",
    "ALTER TABLE audit DISABLE TRIGGER audit_append_only",
    "ALTER TABLE audit ADD COLUMN note text",
    "ALTER TABLE audit OWNER TO CURRENT_USER",
    "ALTER TABLE audit RENAME TO audit_old",
    "SET session_replication_role = replica",
    "CREATE TRIGGER mine BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO audit DO INSTEAD NOTHING",
    "CREATE INDEX mine ON audit (id)",
    "CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE OR REPLACE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
    "ALTER FUNCTION audit_chain() SECURITY INVOKER",
    "DROP FUNCTION audit_chain() CASCADE",
    "DROP SCHEMA public CASCADE",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "INSERT INTO audit (id, at, workspace_id, actor, action, subject, hash) VALUES (1, now(), 'default', 'a', 'b', 'c', 'd')",
    "INSERT INTO audit (at, workspace_id, actor, action, subject) VALUES ('1999-01-01', 'default', 'a', 'b', 'c')",
    "UPDATE audit_head SET id = 0",
    "DELETE FROM audit_head",
    "DELETE FROM schema_migrations",
    "COPY audit FROM PROGRAM 'echo'",
  ])("may not: %s", async (sql) => {
    await write("kept");
    const before = await rows();
    await expect(app.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|0LP01)$/) });
    expect(await rows()).toEqual(before);
  });

  it("has no risk to tell of, as its owner and a superuser have", async () => {
    expect(await risksToAudit(app)).toEqual([]);
    expect(await risksToAudit(owner)).toEqual(["is a superuser"]);
    await owner.query(`GRANT DELETE ON audit TO ${await userOf(app)}`);
    expect(await risksToAudit(app)).toEqual(["has the right DELETE on the table audit"]);
    await grantToApplication(owner, await userOf(app));
    // To itself it may grant what it may grant: nothing, which PostgreSQL says in a warning.
    await app.query("GRANT UPDATE, DELETE, TRUNCATE, TRIGGER ON audit TO CURRENT_USER");
    expect(await risksToAudit(app)).toEqual([]);
  });

  it("cannot lead the trigger astray with temporary tables of the same names", async () => {
    const mine = connectPostgres({ url: appUrl, maxConnections: 1 });
    onTestFinished(() => mine.close());
    await mine.query("CREATE TEMPORARY TABLE audit_head (single boolean, id bigint, hash text)");
    await mine.query("INSERT INTO audit_head VALUES (true, 900, 'aa')");
    await audit(mine.query, { workspace: DEFAULT_WORKSPACE, actor: "eve", action: "test", subject: "astray" });
    expect(await verifyAudit(owner)).toMatchObject({ broken: null });
    expect(await mine.query("SELECT id FROM pg_temp.audit_head")).toEqual([{ id: "900" }]);
  });

  it("makes and runs BullMQ's queue, in a schema of its own", async () => {
    const queue = await openQueue({ databaseUrl: appUrl, prefix: "of-the-app" });
    onTestFinished(() => queue.close());
    await queue.learnEvery(86_400_000);
    expect(await queue.oldestWaitMs()).toBeTypeOf("number");
  });

  it("takes over a queue that was made when there was one user only", async () => {
    const { database, url, appUrl } = await freshDatabase();
    await (await openQueue({ databaseUrl: url, prefix: "old" })).close();
    await expect(openQueue({ databaseUrl: appUrl, prefix: "old" })).rejects.toMatchObject({ code: "queue_away" });
    await grantToApplication(database, new URL(appUrl).username);
    const queue = await openQueue({ databaseUrl: appUrl, prefix: "old" });
    await queue.learnEvery(86_400_000);
    await queue.close();
  });
});

describe("the chain", async () => {
  const fresh = await freshDatabase();

  it("holds over writers at once, odd texts, rolled back rows and none at all", async () => {
    expect(await verifyAudit(fresh.database)).toMatchObject({ rows: 0, broken: null });
    const many = connectPostgres({ url: fresh.appUrl, maxConnections: 8 });
    onTestFinished(() => many.close());
    const odd = ["", ":", "1:2", "Тіні 🌊", '"\\', "a\u001fb", "%s"];
    const writes = odd.concat(odd).map((text, i) =>
      many
        .transaction(async (query) => {
          await audit(query, {
            workspace: DEFAULT_WORKSPACE,
            actor: text,
            action: text,
            subject: text,
            detail: { text, n: 1.5e300 },
          });
          if (i % 5 === 4) throw new Error("taken back");
        })
        .catch(() => {}),
    );
    await Promise.all(writes);
    const { rows, head, broken } = await verifyAudit(many);
    expect({ rows, broken }).toEqual({ rows: 12, broken: null });
    expect(await verifyAudit(many, head)).toMatchObject({ broken: null });
  });

  it("is made for rows that are older than it", async () => {
    const { database } = await freshDatabase({ migrated: false });
    const here = new URL("./migrations/", import.meta.url);
    const folder = await mkdtemp(join(tmpdir(), "marquee-migrations-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const name of await readdir(here)) if (name < "0010") await copyFile(new URL(name, here), join(folder, name));
    await migrate(database, pathToFileURL(`${folder}/`));
    await database.query(`INSERT INTO audit (workspace_id, actor, action, subject) SELECT 'default', 'ann', 'old', i::text
                          FROM generate_series(1, 20) AS i`);
    await database.query(
      "SELECT nextval(pg_get_serial_sequence('audit', 'id')), setval(pg_get_serial_sequence('audit', 'id'), 500)",
    );
    await database.query(
      "INSERT INTO audit (workspace_id, actor, action, subject) VALUES ('default', 'bob', 'old', 'last')",
    );
    await migrate(database);
    await audit(database.query, { workspace: DEFAULT_WORKSPACE, actor: "eve", action: "new", subject: "x" });
    expect(await verifyAudit(database)).toMatchObject({ rows: 22, broken: null });
    const subjects = await database.query<{ subject: string }>("SELECT subject FROM audit ORDER BY id");
    expect(subjects.map(({ subject }) => subject).slice(-3)).toEqual(["20", "last", "x"]);
  });

  describe("tells of an administrator who", () => {
    const { database } = fresh;
    const line = (subject: string) =>
      audit(database.query, { workspace: DEFAULT_WORKSPACE, actor: "ann", action: "test", subject });
    let noted = { id: 0, hash: "" };
    /** With the trigger off, as only the owner can; the chain is whole before each. */
    const tamper = async (sql: string) => {
      await database.query("ALTER TABLE audit DISABLE TRIGGER audit_append_only");
      await database.query(sql);
      await database.query("ALTER TABLE audit ENABLE TRIGGER audit_append_only");
    };
    beforeEach(async () => {
      await tamper("TRUNCATE audit");
      await database.query("UPDATE audit_head SET id = 0, hash = repeat('0', 64)");
      for (const subject of ["1", "2", "3", "4", "5"]) await line(subject);
      const { head, broken } = await verifyAudit(database);
      expect(broken).toBeNull();
      noted = head;
    });

    it.each([
      ["changes a row", "UPDATE audit SET actor = 'bob' WHERE id = 3", 3],
      ["moves a time", "UPDATE audit SET at = at - interval '1 microsecond' WHERE id = 2", 2],
      ["changes a detail", "UPDATE audit SET detail = '{\"a\": 1}' WHERE id = 1", 1],
      ["removes a row", "DELETE FROM audit WHERE id = 4", 4],
      ["removes the first", "DELETE FROM audit WHERE id = 1", 1],
      ["removes the last", "DELETE FROM audit WHERE id = 5", 5],
      ["removes all", "DELETE FROM audit", 1],
      [
        "closes the gap of a removed row",
        "DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3",
        3,
      ],
      [
        "changes a row and its hash",
        "UPDATE audit SET actor = 'bob' WHERE id = 3; UPDATE audit AS a SET hash = audit_hash(b.hash, a) FROM audit AS b WHERE a.id = 3 AND b.id = 2",
        4,
      ],
      [
        "swaps two rows",
        "UPDATE audit SET id = CASE id WHEN 2 THEN -3 ELSE -2 END WHERE id IN (2, 3); UPDATE audit SET id = -id WHERE id < 0",
        2,
      ],
    ])("%s", async (_what, sql, at) => {
      await tamper(sql);
      expect((await verifyAudit(database)).broken?.id).toBe(at);
    });

    it("cuts off the end and its mark, to whoever noted the head", async () => {
      await tamper("DELETE FROM audit WHERE id > 3");
      await database.query("UPDATE audit_head SET (id, hash) = (SELECT id, hash FROM audit WHERE id = 3)");
      expect(await verifyAudit(database)).toMatchObject({ rows: 3, broken: null });
      expect((await verifyAudit(database, noted)).broken?.id).toBe(4);
      for (const subject of ["4", "5", "6"]) await line(subject);
      expect(await verifyAudit(database)).toMatchObject({ rows: 6, broken: null });
      expect((await verifyAudit(database, noted)).broken).toEqual({ id: 5, why: "is not the one that was noted" });
    });
  });
});
