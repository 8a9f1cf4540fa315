import { createHash, randomBytes } from "node:crypto";
import { keysOnPostgres } from "../../adapters/keys-postgres.ts";
import { workspacesOnPostgres } from "../../adapters/workspaces-postgres.ts";
import { Scope } from "../../core/key.ts";
import type { KeyStore } from "../../core/ports.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../../core/workspace.ts";
import type { Flags } from "../main.ts";
import { withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";

export async function run(settings: Settings, flags: Flags): Promise<void> {
  await withDatabase(settings, async (database) => {
    const keys = keysOnPostgres(database);
    if (flags.revoke) {
      await keys.revoke(flags.revoke);
      return console.log(`Revoked ${flags.revoke}; it stops working within 10 seconds.`);
    }
    const scopes = (flags.scopes ?? "").split(",").filter(Boolean);
    const unknown = scopes.filter((scope) => !Scope.safeParse(scope).success);
    if (!flags.name || scopes.length === 0 || unknown.length > 0)
      throw new Error(
        `${unknown.length > 0 ? `Unknown scope ${unknown.join(", ")}. ` : ""}` +
          `Give --name NAME and --scopes with one or more of ${Scope.options.join(",")}; or --revoke ID.`,
      );
    const workspace = WorkspaceId.safeParse(flags.workspace ?? DEFAULT_WORKSPACE);
    if (!workspace.success || !(await workspacesOnPostgres(database).get(workspace.data)))
      throw new Error(
        `There is no workspace ${flags.workspace}. \`npm run workspaces -- list\` names those there are.`,
      );
    const { id, secret } = await makeKey(
      keys,
      flags.name,
      scopes.map((scope) => Scope.parse(scope)),
      workspace.data,
    );
    console.log(
      `${secret}\n\nThis is key ${id} of the workspace ${workspace.data}. It is shown this once: only its hash is kept.`,
    );
  });
}

/** Adds a key and returns its secret, which is not stored anywhere. */
export async function makeKey(
  keys: KeyStore,
  name: string,
  scopes: readonly Scope[],
  workspaceId: WorkspaceId = DEFAULT_WORKSPACE,
): Promise<{ id: string; secret: string }> {
  const secret = `mq_${randomBytes(24).toString("base64url")}`;
  const id = `key_${randomBytes(8).toString("hex")}`;
  const sha256 = createHash("sha256").update(secret).digest("hex");
  await keys.add({ id, name, scopes: [...scopes], sha256, workspaceId });
  return { id, secret };
}
