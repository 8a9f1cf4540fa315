import { z } from "zod";
import { WorkspaceId } from "./workspace.ts";

/** What an API key may do. */
export const Scope = z.enum([
  "catalogue:read",
  "catalogue:write",
  "jobs:write",
  "creatives:review",
  "artwork:read",
  "events:write",
  "experiments:write",
  "workspace:admin",
]);
export type Scope = z.infer<typeof Scope>;

/** A key as stored: the secret itself is shown once, when it is made, and only its sha256 is kept. */
export const ApiKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  scopes: z.array(Scope),
  /** Whoever holds it sees this workspace, and nothing of the others. */
  workspaceId: WorkspaceId,
});
export type ApiKey = z.infer<typeof ApiKey>;
