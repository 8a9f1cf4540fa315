import { createHash } from "node:crypto";
import type { Cluster, ClusterId } from "../core/cluster.ts";
import { type Brief, CreativeId } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import { JobId } from "../core/job.ts";
import type { Replacement, Selected } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { drawsFresh, type Estimate, estimateOf, type Regeneration } from "../core/regeneration.ts";
import type { Title } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { brandOf } from "./brand.ts";
import type { ApiDeps } from "./deps.ts";

/** What it takes to plan one; the command line brings the same. */
export type RegenerateDeps = Pick<
  ApiDeps,
  "titles" | "clusters" | "statistics" | "workspaces" | "regenerations" | "plan" | "generation"
>;

const TITLES_A_PAGE = 20;
/** The most arms that one plan draws. */
const MOST_ARMS = 16;

/** By what it asks, and by whom and with what it is made: another network makes another job of the same words. */
export async function regenerationId(
  workspace: WorkspaceId,
  request: Regeneration,
  { generation }: Pick<RegenerateDeps, "generation">,
): Promise<JobId> {
  return JobId.parse(`job_${digest("regeneration", workspace, request, await generation())}`);
}

/** What it would take, without planning anything: every page is looked at and forgotten. */
export async function estimateRegeneration(
  workspace: WorkspaceId,
  request: Regeneration,
  studios: number,
  deps: RegenerateDeps,
): Promise<Estimate> {
  const counts = { selected: 0, same: 0 };
  for await (const page of replacements(workspace, request, deps)) {
    const ids = page.map(({ brief }) => brief.creativeId);
    counts.selected += ids.length;
    counts.same += (await deps.regenerations.known(ids)).size;
  }
  return estimateOf(counts, await deps.regenerations.costs(), studios);
}

/** What a planned one will take from here on. */
export async function estimateOfJob(
  id: JobId,
  studios: number,
  deps: Pick<ApiDeps, "jobs" | "regenerations">,
): Promise<Estimate> {
  const report = await deps.jobs.report(id, { after: null, limit: 1 });
  if (!report) throw new AppError("job_not_found", id);
  const { made, refused, failed, same, left } = report.total;
  const done = made + refused + failed + same;
  return estimateOf({ selected: done + left, same: done }, await deps.regenerations.costs(), studios);
}

/**
 * The briefs that make the selected creatives anew, a page of titles at a time, in the order of the titles' ids.
 *
 * An id comes from what the creative is made of: its first ancestor, its choices, its title and brand as they are today,
 * the networks and stages, and the request's seed. What was made anew, and is asked for again with all of that as it
 * was, so gets the id that it has already.
 */
export async function* replacements(
  workspace: WorkspaceId,
  request: Regeneration,
  deps: RegenerateDeps,
): AsyncGenerator<readonly Replacement[]> {
  const today: Today = {
    workspace,
    request,
    generation: await deps.generation(),
    brand: await brandOf(workspace, deps),
    clusters: new Map(),
    deps,
  };
  for (let after: string | null = null, more = true; more; ) {
    const page = await deps.regenerations.page(request.selection, { after, limit: TITLES_A_PAGE });
    const planned: Replacement[] = [];
    const titles = await Promise.all(page.items.map(({ titleId }) => deps.titles.get(titleId)));
    for (const [index, { titleId, creatives }] of page.items.entries()) {
      const title = titles[index];
      if (!title) throw new AppError("title_not_found", titleId);
      planned.push(...(await ofTitle(title, await withoutWinners(title, creatives, today), today)));
    }
    yield planned;
    after = page.next;
    more = after !== null;
  }
}

type Today = {
  readonly workspace: WorkspaceId;
  readonly request: Regeneration;
  readonly generation: string;
  readonly brand: Awaited<ReturnType<typeof brandOf>>;
  readonly clusters: Map<ClusterId, Cluster>;
  readonly deps: RegenerateDeps;
};

/** All of them, unless losers are asked for. */
async function withoutWinners(
  { id }: Title,
  creatives: readonly Selected[],
  { request, deps }: Today,
): Promise<readonly Selected[]> {
  if (!request.selection.losers) return creatives;
  const losers = await deps.statistics("losers", { titleId: id, arms: await armsOf(id, deps) });
  return creatives.filter((creative) => losers.has(creative.id));
}

/** The rivals are all approved arms, whatever else the selection names. */
async function armsOf(titleId: Title["id"], { regenerations }: RegenerateDeps): Promise<CreativeId[]> {
  const { items } = await regenerations.page({ titles: [titleId], losers: true }, { after: null, limit: 1 });
  return items.flatMap(({ creatives }) => creatives.map(({ id }) => id));
}

async function ofTitle(title: Title, creatives: readonly Selected[], today: Today): Promise<Replacement[]> {
  const briefs = drawsFresh(today.request)
    ? await freshBriefs(title, creatives, today)
    : keptBriefs(title, creatives, today);
  // A row of replacements leads to one new creative; it takes the place of the one that is shown, where one is.
  const byId = new Map<CreativeId, Replacement>();
  for (const { old, brief } of briefs.toSorted(
    (a, b) => Number(a.old.status === "approved") - Number(b.old.status === "approved"),
  )) {
    if (old.id !== brief.creativeId) byId.set(brief.creativeId, { brief, replaces: old.id, root: old.root });
  }
  return [...byId.values()];
}

/** The title's own part of a brief as an order of today would plan it, with the choices as they were. */
function keptBriefs(title: Title, creatives: readonly Selected[], today: Today) {
  const { request, brand, deps } = today;
  return [...Map.groupBy(creatives, ({ brief }) => brief.channels.join()).values()].flatMap((alike) => {
    const channels = alike[0]?.brief.channels ?? [];
    const [control] = deps.plan({ title, clusters: [], armsPerCluster: 1, channels, seed: request.seed, ...brand });
    const { creativeId: _, seed: __, ...base } = control as Brief;
    return alike.map((old) => {
      const { attributes, probabilities } = old.brief;
      const kept = { ...base, ...shownIn(old), clusterId: old.clusterId, attributes, probabilities };
      return { old, brief: named(kept, old.root, today) };
    });
  });
}

/** Where it is shown, and in which files, stays as it was ordered. */
const shownIn = ({ brief: { channels, formats } }: Selected): Pick<Brief, "channels" | "formats"> =>
  formats ? { channels, formats } : { channels };

/** As many as before for each cluster, drawn together, so that they are balanced among themselves. */
async function freshBriefs(title: Title, creatives: readonly Selected[], today: Today) {
  const { request, brand, deps } = today;
  const briefs: { old: Selected; brief: Brief }[] = [];
  for (const [clusterId, all] of Map.groupBy(creatives, (old) => old.clusterId)) {
    for (let at = 0; at < all.length; at += MOST_ARMS) {
      const some = all.slice(at, at + MOST_ARMS);
      const seed = seedOf("fresh", request.seed, ...some.map(({ id }) => id));
      const clusters = clusterId === null ? [] : [await clusterOf(clusterId, today)];
      const channels = some[0]?.brief.channels ?? [];
      const drawn = deps.plan({ title, clusters, armsPerCluster: some.length, channels, seed, ...brand });
      for (const [index, old] of some.entries()) {
        // The first of a plan is its control. A title has one control; several are those of several orders.
        const { creativeId: _, seed: __, ...brief } = drawn[clusterId === null ? 0 : index + 1] as Brief;
        briefs.push({ old, brief: named({ ...brief, ...shownIn(old) }, old.id, today, "fresh") });
      }
    }
  }
  return briefs;
}

async function clusterOf(id: ClusterId, { clusters, deps }: Today): Promise<Cluster> {
  const cluster = clusters.get(id) ?? (await deps.clusters.get(id));
  if (!cluster) throw new AppError("cluster_not_found", id);
  clusters.set(id, cluster);
  return cluster;
}

/** Gives a brief its id and seed. Fresh choices are not part of the id: who replaces whom decides. */
function named(brief: Omit<Brief, "creativeId" | "seed">, of: CreativeId, today: Today, fresh?: "fresh"): Brief {
  const { attributes, probabilities, ...rest } = brief;
  const made = fresh ? rest : { ...rest, attributes };
  const id = digest("replacement", today.workspace, of, made, today.generation, today.request.seed);
  const creativeId = CreativeId.parse(`crv_${id}`);
  return { ...rest, attributes, probabilities, creativeId, seed: seedOf("replacement", creativeId) };
}

const digest = (...parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
