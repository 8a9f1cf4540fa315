import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, readManifest, readPapers } from "../papers.ts";
import { findModel, type ModelEntry } from "../registry.ts";
import { checkId, idFrom } from "./add.ts";
import { hashObjection } from "./download.ts";
import { named } from "./errors.ts";
import { fetchAll } from "./fetch.ts";
import { type HubRepo, isRepo, listRepo } from "./hub.ts";
import { matchesGlob } from "./layouts.ts";
import { withLock } from "./lock.ts";
import { pullsIn } from "./remove.ts";
import type { Pulled, PullOptions, PullRequest } from "./request.ts";
import { tryAgain } from "./retry.ts";

/**
 * Fetches a model from a hub into the store, verifies it and writes its papers, which pin every file and the commit.
 * Broken off, it leaves what it has for the next pull to go on from, and nothing that a list shows. A model that is in the
 * store at this commit is verified instead.
 *
 * @throws Error `model <id>: <file> <reason>`
 */
export async function pullModel(request: PullRequest, options: PullOptions): Promise<Pulled> {
  const { repo, revision } = request;
  if (!isRepo(repo)) throw new Error(`${repo} is no repository of a hub; write owner/name`);
  const id = checkId(request.id ?? idFrom(repo.split("/").at(-1) as string));
  const store = options.shelves.added;
  await mkdir(pullsIn(store), { recursive: true, mode: 0o700 });
  return withLock(join(pullsIn(store), `${id}.lock`), `model ${id}`, async () => {
    const here = await findModel(options.shelves, id).catch(() => null);
    if (here?.origin === "shipped") throw new Error(`model ${id}: it ships with Marquee; give another --id`);
    const found = await named(`model ${id}: ${repo} at ${revision}:`, options.signal, () =>
      tryAgain(options.retries, options.signal, () => listRepo(options.hub, repo, revision, options.signal)),
    );
    const listing = await named(`model ${id}:`, options.signal, async () => pinned(found, request.pins));
    if (here) return { manifest: await verifyHere(here, listing, request, options.signal), outcome: "already-here" };
    return { manifest: await fetchAll(id, listing, request, options), outcome: "pulled" };
  });
}

/** Paths that would leave the model's folder on some system: nobody lists them by mistake. */
const isHostile = (path: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  path.split(/[/\\]/).includes("..") || /^\/|^[a-z]:|[\\\x00-\x1f]/i.test(path);

/** The listing with the caller's hashes in it. */
function pinned(listing: HubRepo, pins: ReadonlyMap<string, string>): HubRepo {
  const hostile = listing.files.find(({ path }) => isHostile(path));
  if (hostile) throw new Error(`the hub lists ${JSON.stringify(hostile.path)}, which lies outside the model's folder`);
  for (const [path, pin] of pins) {
    const file = listing.files.find((one) => one.path === path);
    if (!file) throw new Error(`${path} is pinned and not on the hub`);
    if (file.sha256 !== null && file.sha256 !== pin)
      throw new Error(`${path} is pinned to ${pin}, the hub's list says ${file.sha256}`);
  }
  return { ...listing, files: listing.files.map((file) => ({ ...file, sha256: pins.get(file.path) ?? file.sha256 })) };
}

/** A second pull of what is here already: its files must be what they were, and what the hub says now. */
async function verifyHere(
  { id, folder }: ModelEntry,
  { commit, files }: HubRepo,
  { repo, globs }: PullRequest,
  signal: AbortSignal,
): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const instead = `remove it first (models remove ${id}), or give --id`;
  if (manifest.hub?.repo !== repo)
    throw new Error(`model ${id}: there is one already, from ${manifest.hub?.repo ?? manifest.source}; ${instead}`);
  if (manifest.hub.commit !== commit)
    throw new Error(`model ${id}: it is here at commit ${manifest.hub.commit}, the hub has ${commit}; ${instead}`);
  const here = new Map(manifest.files.map((file) => [file.path, file]));
  const other = files.find(({ path }) => globs.some((glob) => matchesGlob(path, glob)) && !here.has(path));
  if (other) throw new Error(`model ${id}: it is here without ${other.path}; ${instead}`);
  for (const said of files) {
    const pin = here.get(said.path);
    const objection = pin && hashObjection({ ...said, gitSha1: null }, { ...pin, gitSha1: "" });
    if (objection) throw new Error(`model ${id}: ${said.path} ${objection}, though the commit is the same`);
  }
  await readPapers(folder, { keepBytes: 0, signal });
  return manifest;
}
