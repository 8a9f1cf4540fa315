import { AppError, type FieldIssue } from "../core/errors.ts";
import type { Asset } from "../core/key-art.ts";
import type { ApiDeps } from "./deps.ts";

/** @throws AppError `asset_not_found` naming each field whose picture was never uploaded to this workspace */
export async function checkAssets(
  named: readonly (readonly [field: string, asset: Asset | null | undefined])[],
  { assets }: Pick<ApiDeps, "assets">,
): Promise<void> {
  const issues: FieldIssue[] = [];
  for (const [field, asset] of named)
    if (asset && !(await assets.has(asset)))
      issues.push({ field, reason: "names no picture that was uploaded, or another size than it has" });
  if (issues.length > 0) throw new AppError("asset_not_found", issues.map(({ field }) => field).join(", "), { issues });
}
