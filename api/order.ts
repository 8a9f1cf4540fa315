import type { Brief } from "../core/creative.ts";
import { AppError, type FieldIssue } from "../core/errors.ts";
import type { JobRequest } from "../core/job.ts";
import type { Title } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { brandOf } from "./brand.ts";
import type { ApiDeps } from "./deps.ts";
import { provenFor } from "./proven.ts";

// Planning a title takes milliseconds, in which nobody else is answered: between pages the others have their turn.
const TITLES_A_PAGE = 20;

/** The order's briefs, a page of titles at a time. @throws AppError that lists every unknown title */
export async function* briefsOf(
  request: JobRequest,
  workspace: WorkspaceId,
  deps: Pick<ApiDeps, "titles" | "clusters" | "workspaces" | "plan" | "statistics" | "log">,
): AsyncGenerator<readonly Brief[]> {
  const { armsPerCluster, channels, formats, seed } = request;
  const brand = await brandOf(workspace, deps);
  const clusters = await all("clusters", request.clusters, (id) => deps.clusters.get(id), "cluster_not_found");
  const proven = request.lean ? await provenFor(request.clusters, deps) : [];
  const unknown: AppError[] = [];
  const ids = [...new Set(request.titles)].sort();
  for (let at = 0; at < ids.length; at += TITLES_A_PAGE) {
    const titles = await all(
      "titles",
      ids.slice(at, at + TITLES_A_PAGE),
      (id) => deps.titles.get(id),
      "title_not_found",
      request.titles,
    ).catch((error: unknown): Title[] => {
      if (!(error instanceof AppError) || error.code !== "title_not_found") throw error;
      unknown.push(error);
      return [];
    });
    if (unknown.length === 0)
      yield titles.flatMap((title) =>
        deps.plan({ title, clusters, armsPerCluster, channels, formats, seed, proven, ...brand }),
      );
  }
  const issues = unknown.flatMap((error) => error.issues);
  if (issues.length > 0)
    throw new AppError("title_not_found", issues.map(({ reason }) => reason).join("; "), { issues });
}

/** Every row that the ids name, or one error that lists all unknown ids. */
async function all<Id extends string, Row>(
  field: string,
  ids: readonly Id[],
  get: (id: Id) => Promise<Row | null>,
  notFound: "title_not_found" | "cluster_not_found",
  given: readonly Id[] = ids,
): Promise<Row[]> {
  const rows = await Promise.all([...new Set(ids)].map(async (id) => ({ id, row: await get(id) })));
  const issues: FieldIssue[] = rows
    .filter(({ row }) => row === null)
    .map(({ id }) => ({ field: `body.${field}.${given.indexOf(id)}`, reason: `there is no ${id}` }));
  if (issues.length > 0) throw new AppError(notFound, issues.map((issue) => issue.reason).join("; "), { issues });
  return rows.flatMap(({ row }) => (row === null ? [] : [row]));
}
