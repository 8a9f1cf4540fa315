import { mkdir, readFile, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { ZodError } from "zod";
import { issuesOf, Manifest } from "../papers/manifest.ts";
import { download } from "./download.ts";
import { named } from "./errors.ts";
import type { Hashes } from "./hash.ts";
import { filePath, type HubFile, type HubRepo } from "./hub.ts";
import { guessMemoryMb, type Layout, layoutOf } from "./layouts.ts";
import { publish } from "./publish.ts";
import { forgetPulls, pullFolder } from "./remove.ts";
import type { PullOptions, PullRequest } from "./request.ts";

/** Fetches what a repository holds of a model, and puts it into the store with papers. */
export async function fetchAll(
  id: string,
  repo: HubRepo,
  request: PullRequest,
  options: PullOptions,
): Promise<Manifest> {
  const { shelves, signal } = options;
  await forgetPulls(shelves.added, id, repo.commit);
  const folder = pullFolder(shelves.added, id, repo.commit);
  await mkdir(folder, { recursive: true });
  const fetcher = new Fetcher({ id, commit: repo.commit, folder, request, options });
  const { theirs, layout, files, licence } = await named(`model ${id}:`, signal, async () => {
    const plan = await planOf(fetcher, repo, request);
    await checkRoom(plan.files, folder, request.mostBytes);
    return plan;
  });
  const fetched = await fetcher.all(files);
  const manifest = Manifest.parse({
    version: repo.commit.slice(0, 12),
    kind: layout?.kind,
    ...theirs,
    memoryMb: request.memoryMb ?? theirs?.memoryMb ?? guessMemoryMb(fetched.reduce((sum, { bytes }) => sum + bytes, 0)),
    id,
    licence,
    source: `${request.repo} at commit ${repo.commit}`,
    files: fetched,
    hub: { repo: request.repo, revision: request.revision, commit: repo.commit },
  });
  await publish(shelves.added, join(folder, "files"), manifest, { signal });
  await rm(folder, { recursive: true, force: true });
  return manifest;
}

type Plan = {
  /** The manifest that the repository itself holds. */
  readonly theirs: Manifest | null;
  /** Where it holds none. */
  readonly layout: Layout | null;
  readonly licence: string;
  readonly files: readonly HubFile[];
};

async function planOf(fetcher: Fetcher, repo: HubRepo, { globs, licence: given }: PullRequest): Promise<Plan> {
  const listed = new Map(repo.files.map((file) => [file.path, file]));
  const theirs = listed.has("manifest.json") ? parse(await fetcher.readJson(listed, "manifest.json")) : null;
  const layout = theirs
    ? null
    : await layoutOf([...listed.keys()].sort(), globs, (path) => fetcher.readJson(listed, path));
  const licence = given ?? theirs?.licence ?? repo.licence;
  if (!licence) throw new Error("the hub names no licence; read the model's page and say which it is with --licence");
  const files = theirs ? ofManifest(theirs, listed) : (layout as Layout).files.map((path) => lookUp(listed, path));
  return { theirs, layout, licence, files };
}

function parse(value: unknown): Manifest {
  try {
    return Manifest.parse(value);
  } catch (error) {
    throw new Error(`its manifest.json cannot be read: ${issuesOf(error as ZodError)}`, { cause: error });
  }
}

const lookUp = (listed: ReadonlyMap<string, HubFile>, path: string): HubFile => {
  const file = listed.get(path);
  if (!file) throw new Error(`${path} is in its manifest and not on the hub`);
  return file;
};

/** What the manifest says must hold beside what the hub and the pins say. */
const ofManifest = (theirs: Manifest, listed: ReadonlyMap<string, HubFile>): readonly HubFile[] =>
  theirs.files.map(({ path, bytes, sha256 }) => {
    const file = lookUp(listed, path);
    if (file.sha256 !== null && file.sha256 !== sha256)
      throw new Error(`${path} should have sha256 ${file.sha256}, its manifest says ${sha256}`);
    return { ...file, bytes, sha256 };
  });

const SPARE_BYTES = 64 * 1024 * 1024;

/** Before the first byte, not after the last that fits. */
async function checkRoom(files: readonly HubFile[], folder: string, mostBytes: number): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  if (bytes > mostBytes) throw new Error(`it has ${bytes} bytes; ${mostBytes} are allowed (--max-gb)`);
  const here = await Promise.all(
    files.flatMap(({ path }) => ["files", "parts/files"].map((where) => sizeOf(join(folder, where, path)))),
  );
  const missing = bytes - here.reduce((sum, size) => sum + size, 0);
  const { bavail, bsize } = await statfs(folder);
  if (missing + SPARE_BYTES > bavail * bsize)
    throw new Error(`it needs ${missing} bytes more and the disk has ${bavail * bsize} free`);
}

const sizeOf = (place: string): Promise<number> =>
  stat(place).then(
    ({ size }) => size,
    () => 0,
  );

type Errand = {
  readonly id: string;
  readonly commit: string;
  /** Holds `files`, which are whole, `parts`, which are not, and `head`, what says what the model is. */
  readonly folder: string;
  readonly request: PullRequest;
  readonly options: PullOptions;
};

class Fetcher {
  readonly #errand: Errand;
  /** Bytes that are here, of the files before the present one. */
  #done = 0;
  #total: number | null = null;

  constructor(errand: Errand) {
    this.#errand = errand;
  }

  /** Small files first: what is wrong with a model shows before its gigabytes come. */
  async all(files: readonly HubFile[]): Promise<Manifest["files"]> {
    const known = files.every(({ bytes }) => bytes !== null);
    this.#total = known ? files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) : null;
    const fetched = new Map<string, Manifest["files"][number]>();
    for (const file of files.toSorted((a, b) => (a.bytes ?? 0) - (b.bytes ?? 0))) {
      const { bytes, sha256 } = await this.#fetch(file, "files");
      fetched.set(file.path, { path: file.path, sha256, bytes });
      this.#done += bytes;
    }
    return files.flatMap(({ path }) => fetched.get(path) ?? []);
  }

  /** Fetches a file that says what the model is, apart from the model: it may not be one of its files. */
  async readJson(listed: ReadonlyMap<string, HubFile>, path: string): Promise<unknown> {
    await this.#fetch(lookUp(listed, path), "head");
    const text = await readFile(join(this.#errand.folder, "head", path), "utf8");
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
    }
  }

  async #fetch(file: HubFile, where: "files" | "head"): Promise<Hashes> {
    const { id, commit, folder, request, options } = this.#errand;
    const { hub, retries, signal, tell } = options;
    const { path } = file;
    const prefix = where === "files" ? `model ${id}: ${path}` : path;
    return named(prefix, signal, () =>
      download({
        hub,
        retries,
        signal,
        from: filePath(request.repo, commit, path),
        file,
        place: join(folder, where, path),
        part: join(folder, "parts", where, path),
        mostBytes: where === "head" ? MOST_HEAD_BYTES : request.mostBytes - this.#done,
        onBytes: (bytes) => where === "files" && tell?.({ path, done: this.#done + bytes, total: this.#total }),
      }),
    );
  }
}

const MOST_HEAD_BYTES = 4 * 1024 * 1024;
