import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { freshDatabase } from "../../adapters/testing/postgres.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const { database, appUrl } = await freshDatabase();
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MARQUEE_|VITEST)/.test(name))),
  DATABASE_URL: appUrl,
};

/** What the operator types, as the application's own database user. */
async function marquee(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...words], { env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

it("makes workspaces and keys of theirs, once, and refuses keys of others", async () => {
  const added = await marquee("workspaces", "add", "--id", "acme", "--name", "Acme Films");
  expect(added).toMatchObject({ code: 0, out: expect.stringContaining("Added the workspace acme") });
  const [again, other, bad, list, key, lost] = await Promise.all([
    marquee("workspaces", "add", "--id", "acme", "--name", "Acme Films"),
    marquee("workspaces", "add", "--id", "acme", "--name", "Another"),
    marquee("workspaces", "add", "--id", "Not An Id"),
    marquee("workspaces", "list"),
    marquee("keys", "--workspace", "acme", "--name", "editor", "--scopes", "catalogue:read,workspace:admin"),
    marquee("keys", "--workspace", "nowhere", "--name", "editor", "--scopes", "catalogue:read"),
  ]);
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining("There is the workspace acme") });
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining("is there already") });
  expect(bad).toMatchObject({ code: 2, err: expect.stringContaining("--id must be lower-case") });
  expect(list.out).toContain("acme\tAcme Films");
  expect(list.out).toContain("default\tDefault");
  expect(key.out).toMatch(/^mq_\S+\n\nThis is key key_\w+ of the workspace acme\./);
  expect(lost).toMatchObject({ code: 1, err: expect.stringContaining("There is no workspace nowhere") });
  expect(await database.query("SELECT name, workspace_id FROM api_keys")).toEqual([
    { name: "editor", workspace_id: "acme" },
  ]);
});

it("verifies the audit, and says which row was changed", async () => {
  const whole = await marquee("audit", "verify");
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining("The audit holds: 1 rows.") });
  const head = whole.out.trim().split("\n").at(-1) ?? "";
  await database.query("ALTER TABLE audit DISABLE TRIGGER audit_append_only");
  await database.query("UPDATE audit SET actor = 'somebody else'");
  const [broken, noted, bad] = await Promise.all([
    marquee("audit", "verify"),
    marquee("audit", "verify", "--head", head),
    marquee("audit", "verify", "--head", "1:ab"),
  ]);
  expect(broken).toMatchObject({ code: 1, err: expect.stringContaining("row 1 does not say what it said") });
  expect(noted.code).toBe(1);
  expect(bad).toMatchObject({ code: 2, err: expect.stringContaining("--head must be") });
});
