import { z } from "zod";
import { issuesOf, Sha256 } from "../papers/manifest.ts";
import { HubError } from "./errors.ts";
import { ask, type Hub } from "./http.ts";

/** One file as the hub lists it; what it does not say is null. */
export type HubFile = {
  readonly path: string;
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** Git's name for the content: sha1 of `blob <bytes>\0` and the bytes. Large files have a sha256 instead. */
  readonly gitSha1: string | null;
};

export type HubRepo = { readonly commit: string; readonly licence: string | null; readonly files: readonly HubFile[] };

const Listing = z.object({
  sha: z.string().regex(/^[0-9a-f]{7,64}$/, "must be a commit"),
  siblings: z
    .array(
      z.object({
        rfilename: z.string().min(1).max(1_000),
        size: z.int().nonnegative().nullish(),
        blobId: z.string().nullish(),
        lfs: z.object({ sha256: Sha256.optional(), oid: Sha256.optional(), size: z.int().optional() }).nullish(),
      }),
    )
    .max(50_000),
  cardData: z.object({ license: z.unknown().optional() }).nullish(),
  tags: z.array(z.string()).nullish(),
});

const MOST_LISTING_BYTES = 32 * 1024 * 1024;

/** `owner/name`, or `name` alone. */
export const isRepo = (repo: string): boolean => /^(?:\w[\w.-]{0,95}\/)?\w[\w.-]{0,95}$/.test(repo);

/** Asks which files a repository holds at a revision, and which commit that is. */
export async function listRepo(hub: Hub, repo: string, revision: string, signal: AbortSignal): Promise<HubRepo> {
  const path = `/api/models/${repo}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const answer = await ask(hub, path, { headers: { Accept: "application/json" }, signal });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body()) {
    bytes += chunk.length;
    if (bytes > MOST_LISTING_BYTES) throw new HubError("its list of files has no end", { retry: false });
    chunks.push(chunk);
  }
  const listing = Listing.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
  if (!listing.success)
    throw new HubError(`the hub's list of its files cannot be read: ${issuesOf(listing.error)}`, { retry: false });
  return repoOf(listing.data);
}

function repoOf({ sha, siblings, cardData, tags }: z.infer<typeof Listing>): HubRepo {
  const licence = cardData?.license ?? tags?.find((tag) => tag.startsWith("license:"))?.slice("license:".length);
  return {
    commit: sha,
    licence: typeof licence === "string" && licence ? licence : null,
    files: siblings.map(({ rfilename, size, blobId, lfs }) => ({
      path: rfilename,
      bytes: lfs?.size ?? size ?? null,
      sha256: lfs?.sha256 ?? lfs?.oid ?? null,
      gitSha1: !lfs && blobId && /^[0-9a-f]{40}$/.test(blobId) ? blobId : null,
    })),
  };
}

export function filePath(repo: string, commit: string, path: string): string {
  return `/${repo}/resolve/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HubError("the hub answered with something other than a list of its files; is it a hub?", {
      retry: false,
    });
  }
}
