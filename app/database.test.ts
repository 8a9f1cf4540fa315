import { randomBytes } from "node:crypto";
import { afterAll, expect, inject, it } from "vitest";
import { verifyAudit } from "../adapters/audit-postgres.ts";
import { connectPostgres } from "../adapters/database-postgres.ts";
import { openQueue } from "../adapters/queue-bullmq.ts";
import { risksToAudit } from "../adapters/roles-postgres.ts";
import * as sample from "../adapters/testing/samples.ts";
import { DEFAULT_DECIDING, DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { prepareDatabase } from "./database.ts";
import { storesOn } from "./records.ts";

/** A database as docs/operations.md has an administrator make it: two users, neither of them a superuser. */
const name = `test_${randomBytes(6).toString("hex")}`;
const admin = connectPostgres({ url: inject("databaseUrl"), maxConnections: 1 });
await admin.query(`CREATE ROLE ${name}_owner LOGIN PASSWORD 'of-the-tests'`);
await admin.query(`CREATE ROLE ${name}_app LOGIN PASSWORD 'of-the-tests'`);
await admin.query(`CREATE DATABASE ${name} OWNER ${name}_owner`);
const urlOf = (user: string): string => {
  const url = new URL(inject("databaseUrl"));
  Object.assign(url, { pathname: `/${name}`, username: user, password: "of-the-tests" });
  return url.href;
};
const inside = new URL(inject("databaseUrl"));
inside.pathname = `/${name}`;
const schema = connectPostgres({ url: inside.href, maxConnections: 1 });
await schema.query(`ALTER SCHEMA public OWNER TO ${name}_owner`);
await schema.close();
afterAll(async () => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${name}_owner, ${name}_app`);
  await admin.close();
});

it("prepares a given database for two users, twice, and the application does all of its work as the lesser", async () => {
  const lines: string[] = [];
  const urls = { owner: urlOf(`${name}_owner`), app: urlOf(`${name}_app`) };
  for (const _start of [1, 2]) await prepareDatabase(urls, (line) => lines.push(line));
  expect(lines).toEqual([]);

  const app = connectPostgres({ url: urls.app, maxConnections: 2 });
  const stores = storesOn(app).of(DEFAULT_WORKSPACE);
  expect(await stores.titles.add(sample.title(), "ann")).toBe("added");
  expect(await storesOn(app).workspaces.add({ ...workspace, id: "acme" as never }, "ann")).toBe("added");
  expect(await verifyAudit(app)).toMatchObject({ rows: 2, broken: null });
  expect(await risksToAudit(app)).toEqual([]);
  await expect(app.query("DELETE FROM audit")).rejects.toMatchObject({ code: "42501" });
  await app.close();
  const queue = await openQueue({ databaseUrl: urls.app, prefix: "two-users" });
  await queue.close();
});

it("says at every start what one user for everything means", async () => {
  const lines: string[] = [];
  const owner = urlOf(`${name}_owner`);
  await prepareDatabase({ owner, app: owner }, (line) => lines.push(line));
  expect(lines).toEqual([expect.stringMatching(/_owner owns the table audit: .* trigger alone.*MARQUEE_MIGRATE_URL/)]);
});

const workspace = {
  name: "Acme",
  brand: { forbiddenLooks: [], forbiddenStyles: [], forbiddenWords: [] },
  autoApprove: [],
  deciding: DEFAULT_DECIDING,
};
