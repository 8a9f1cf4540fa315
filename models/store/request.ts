import type { Manifest } from "../papers.ts";
import type { Shelves } from "../registry.ts";
import type { Hub } from "./http.ts";
import type { Retries } from "./retry.ts";

export type PullRequest = {
  /** `owner/name` on the hub. */
  readonly repo: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  readonly id?: string | undefined;
  readonly licence?: string | undefined;
  readonly memoryMb?: number | undefined;
  /** What to fetch, where not the usual. */
  readonly globs: readonly string[];
  /** Hashes that somebody vouches for, by path. */
  readonly pins: ReadonlyMap<string, string>;
  /** Of all its files together. */
  readonly mostBytes: number;
};

export type PullOptions = {
  readonly shelves: Shelves;
  readonly hub: Hub;
  readonly retries: Retries;
  readonly signal: AbortSignal;
  /** Told how far it is, in bytes; `total` is null where the hub does not say. */
  readonly tell?: (progress: {
    readonly path: string;
    readonly done: number;
    readonly total: number | null;
  }) => unknown;
};

export type Pulled = { readonly manifest: Manifest; readonly outcome: "pulled" | "already-here" };
