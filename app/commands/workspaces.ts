import { workspacesOnPostgres } from "../../adapters/workspaces-postgres.ts";
import type { WorkspaceStore } from "../../core/ports.ts";
import { Workspace } from "../../core/workspace.ts";
import type { Flags } from "../main.ts";
import { withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

/** For the operator: an API key belongs to one workspace, so that none can make another. */
export async function run(settings: Settings, flags: Flags, words: readonly string[]): Promise<void> {
  const [verb = "list"] = words;
  await withDatabase(settings, async (database) => {
    const workspaces = workspacesOnPostgres(database);
    if (verb === "list") return list(workspaces);
    if (verb === "add") return add(workspaces, flags);
    throw new UsageError("Say `workspaces list`, or `workspaces add --id ID --name NAME`.");
  });
}

async function list(workspaces: WorkspaceStore): Promise<void> {
  for (let after: string | null = null, more = true; more; more = after !== null) {
    const page = await workspaces.page({ after, limit: 200 });
    for (const { id, name, autoApprove } of page.items)
      console.log(
        `${id}\t${name}\t${autoApprove.length > 0 ? `live without a person: ${autoApprove.join(", ")}` : ""}`,
      );
    after = page.next;
  }
}

async function add(workspaces: WorkspaceStore, flags: Flags): Promise<void> {
  const parsed = Workspace.safeParse({ id: flags.id, name: flags.name ?? flags.id, brand: {} });
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map((issue) => `--${issue.path.join(".")} ${issue.message}`).join("; "));
  const { id } = parsed.data;
  const added = await workspaces.add(parsed.data, "operator");
  if (added === "conflict") throw new Error(`The workspace ${id} is there already, with another name or brand.`);
  console.log(
    `${added === "added" ? "Added" : "There is"} the workspace ${id}. Give it a key: npm run keys -- --workspace ${id} --name NAME --scopes A,B`,
  );
}
