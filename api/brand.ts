import { isDeepStrictEqual } from "node:util";
import { type Brand, NO_BRAND } from "../core/brand.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { ApiDeps } from "./deps.ts";

/** What every brief of the workspace keeps to; nothing where it has no brand kit. */
export async function brandOf(
  workspace: WorkspaceId,
  { workspaces }: Pick<ApiDeps, "workspaces">,
): Promise<{ brand?: Brand }> {
  const brand = (await workspaces.get(workspace))?.brand;
  return brand && !isDeepStrictEqual(brand, NO_BRAND) ? { brand } : {};
}
