import type { CopyChannel, CopyLength, Genre, Hook, Locale, PaintStyle, Tone } from "./attributes.ts";
import type { Budget } from "./batch.ts";
import type { Cluster, ClusterId, UserId } from "./cluster.ts";
import type { WrittenKind } from "./copy.ts";
import type { Brief, Creative, CreativeId, CreativeStatus, MadeCreative } from "./creative.ts";
import type { Sibling } from "./fingerprint.ts";
import type { Fed, Job, JobId, JobMove, JobOutcome, JobReport, JobTerms, QueueJobName, TitleEnd } from "./job.ts";
import type { ApiKey } from "./key.ts";
import type { Asset, DecodedPicture } from "./key-art.ts";
import type { Pixels } from "./picture.ts";
import type { HistoryLine, PullReason } from "./pull.ts";
import type { Costs, Selection } from "./regeneration.ts";
import type { Rejection, RejectionSummary, Tries } from "./rejection.ts";
import type { Verdict } from "./review.ts";
import type { SnapshotRows } from "./snapshot.ts";
import type { TermsChange, Title, TitleId } from "./title.ts";
import type { Workspace, WorkspaceId } from "./workspace.ts";

export type * from "./ports-experiments.ts";

/**
 * Five methods or fewer each: a port that grows past a screen has become a service.
 *
 * Stores of titles, clusters, jobs, creatives, experiments, events, policies and winners are made for one workspace
 * and know no other: what is somebody else's is not there.
 */

/** Which network made something; stored with what it made. */
export type ModelPapers = { readonly id: string; readonly sha256: string };

/** Told after every step of long work: `done` of `total`, 1 <= done <= total. */
export type Progress = (done: number, total: number) => void;

export type PaintRequest = {
  readonly storyboard: Pixels;
  /** Shares of the illustration styles, each 0..1, not all 0; they are divided by their sum. One style: `{ oil: 1 }`. */
  readonly styles: Readonly<Partial<Record<PaintStyle, number>>>;
  /** How far from the storyboard, 0 (as it is) .. 1 (as far as the network goes); left out: what suits the network. */
  readonly strength?: number;
  /** `draft` may be coarser where that is faster. */
  readonly quality: "full" | "draft";
  /** What the picture shows, in words, for networks that read. */
  readonly prompt: string;
  /** Whole number in 0..2^32-1. */
  readonly seed: number;
};

export interface ImageModel {
  readonly papers: ModelPapers;
  /** Paints over a storyboard, same size. Same request, same bytes. */
  paint(request: PaintRequest, signal: AbortSignal, progress?: Progress): Promise<Pixels>;
  close(): Promise<void>;
}

/** One picture in, one picture out: neural style, super-resolution, background removal. */
export interface PictureModel {
  readonly papers: ModelPapers;
  /** The size of the result is the model's own; background removal gives an `alpha` of one byte a pixel. */
  apply(
    request: { readonly picture: Pixels },
    signal: AbortSignal,
    progress?: Progress,
  ): Promise<{ picture: Pixels; alpha?: Uint8Array }>;
  close(): Promise<void>;
}

/** Measures a finished picture; what its figures mean stands in its papers. */
export interface Judge {
  readonly papers: ModelPapers;
  /** Figures by name, for example `{ match: 0.31 }`, `{ aesthetic: 5.4 }`, `{ nsfw: 0.02 }`. */
  judge(
    request: { readonly picture: Pixels; readonly prompt: string },
    signal: AbortSignal,
    progress?: Progress,
  ): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

export type CopyRequest = {
  readonly kind: WrittenKind;
  readonly locale: Locale;
  readonly tone: Tone;
  readonly hook: Hook;
  readonly genre: Genre;
  readonly channel: CopyChannel;
  readonly length: CopyLength;
  /** For networks that read more than the slots; the shipped copywriter does not. */
  readonly synopsis?: string;
  readonly slots: { readonly title: string; readonly hero?: string; readonly place?: string; readonly year?: string };
  readonly candidates: number;
  readonly seed: number;
};

export interface TextModel {
  readonly papers: ModelPapers;
  /** At most `candidates` distinct texts, slots filled. Same request, same texts. */
  write(request: CopyRequest, signal: AbortSignal, progress?: Progress): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Runs the pipeline for one brief away from the event loop that renews job locks. */
export interface Studio {
  make(brief: Brief, signal: AbortSignal, tries?: Tries): Promise<MadeCreative>;
  close(): Promise<void>;
}

/** `added`: new; `same`: it was there with this content; `conflict`: it is there with other content, and unchanged. */
export type Added = "added" | "same" | "conflict";

/** One page of a listing in id order; `next` is the cursor of the following page, `null` at the end. */
export type Page<Row> = { readonly items: readonly Row[]; readonly next: string | null };
export type PageRequest = { readonly after: string | null; readonly limit: number };

export interface TitleStore {
  add(title: Title, actor: string): Promise<Added>;
  get(id: TitleId): Promise<Title | null>;
  page(request: PageRequest): Promise<Page<Title>>;
  /** Creatives that are planned keep the terms that they were planned with. `null`: there is no such title. */
  setTerms(id: TitleId, change: TermsChange, actor: string): Promise<Title | null>;
}

export interface ClusterStore {
  add(cluster: Cluster, actor: string): Promise<Added>;
  get(id: ClusterId): Promise<Cluster | null>;
  page(request: PageRequest): Promise<Page<Cluster>>;
  /** Puts users into a cluster; a user is in one cluster at a time. */
  assign(cluster: ClusterId, users: readonly UserId[]): Promise<void>;
}

/** A brief that is to take the place of the creative `replaces` once it is approved; `root` is that one's. */
export type Replacement = { readonly brief: Brief; readonly replaces: CreativeId; readonly root: CreativeId };

/** A brief as an order brings it. */
export type Planned = Brief | Replacement;

/** A creative that a selection found. `root` is the first of the row that it goes back to by `replaces`, or itself. */
export type Selected = Pick<Creative, "id" | "clusterId" | "status"> & {
  readonly root: CreativeId;
  readonly brief: Pick<Brief, "attributes" | "probabilities" | "channels" | "formats">;
};

export interface RegenerationStore {
  /** What is selected, a page of titles at a time; `losers` is the caller's to judge. `next` is the last title's id. */
  page(
    selection: Selection,
    request: PageRequest,
  ): Promise<Page<{ readonly titleId: TitleId; readonly creatives: readonly Selected[] }>>;
  /** Those of `ids` that are there. */
  known(ids: readonly CreativeId[]): Promise<ReadonlySet<CreativeId>>;
  /** Of the newest creatives that were made. */
  costs(): Promise<Costs>;
}

export interface JobStore {
  /**
   * Keeps the order and one `draft` creative a brief, all or nothing. A brief whose creative exists is left as it is.
   * Holds one page of briefs at a time; the pages come in the order of their titles' ids. An order that is there gets
   * the new terms, and runs again if it was cancelled.
   */
  plan(
    id: JobId,
    order: { readonly request: Job["request"]; readonly terms: JobTerms; readonly actor: string },
    pages: AsyncIterable<readonly Planned[]> | Iterable<readonly Planned[]>,
  ): Promise<void>;
  get(id: JobId): Promise<Job | null>;
  page(request: PageRequest): Promise<Page<Job>>;
  /** What became of it, with one page of its titles. */
  report(id: JobId, request: PageRequest): Promise<JobReport | null>;
  /** `same`: it was so already; `conflict`: it cannot, and is unchanged. A `budget` takes the place of the old one. */
  move(
    id: JobId,
    move: JobMove,
    by: { readonly actor: string; readonly budget?: Budget },
  ): Promise<"moved" | "same" | "conflict" | "missing">;
}

/** What lies on the queue, kept in the database: the queue itself may be lost. */
export interface FeedStore {
  /**
   * Settles what has been made, closes orders that have nothing left, and takes creatives for the queue until
   * `window` wait there to be started: the workspaces in turn, within each by priority and age.
   */
  next(window: number): Promise<{ readonly fed: readonly Fed[]; readonly ended: readonly TitleEnd[] }>;
  /** All that should be on the queue or in a worker's hands: the queue may have lost it. */
  lying(): Promise<readonly Fed[]>;
  /** Whether a running order wants it. If none does it is put back, to come again when one does. */
  claim(fed: Fed): Promise<boolean>;
  /** Adds what a studio took for it, to be paid by its order. */
  charge(id: CreativeId, studioMs: number): Promise<void>;
  /** Those of `ids` that no order wants any more, not even a paused one. */
  cancelled(ids: readonly CreativeId[]): Promise<readonly CreativeId[]>;
}

export type CreativeFilter = {
  readonly titleId?: TitleId;
  readonly clusterId?: ClusterId;
  readonly jobId?: JobId;
  readonly status?: CreativeStatus;
};
export type Review = {
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly actor: string;
};

export interface CreativeStore {
  get(id: CreativeId): Promise<Creative | null>;
  page(filter: CreativeFilter, request: PageRequest): Promise<Page<Creative>>;
  /**
   * Moves a `draft` creative on, once: a second call finds it moved and changes nothing. `too-alike`: it is like a
   * sibling that was kept meanwhile; it is still `draft`, and that seed is spent.
   * `blobs[i]` is the sha256 of `made.renditions[i].bytes`, already in the blob store.
   */
  keep(made: MadeCreative, blobs: readonly string[]): Promise<"made" | "already-made" | "refused" | "too-alike">;
  fail(id: CreativeId, reason: string): Promise<void>;
  /** All or nothing; `missing` and `unreviewable` name what stopped it. A repeated verdict changes nothing. */
  review(
    ids: readonly CreativeId[],
    review: Review,
  ): Promise<{
    missing: readonly CreativeId[];
    unreviewable: readonly { readonly id: CreativeId; readonly why: string }[];
  }>;
}

/** What `missing` names stopped all of it. `images` are the blobs of the creatives named, withheld or not. */
export type PullOutcome = { readonly missing: readonly CreativeId[]; readonly images: readonly string[] };

export interface PullStore {
  /** All or nothing. What is pulled already stays as it is. */
  pull(
    ids: readonly CreativeId[],
    pull: { readonly reason: PullReason; readonly note: string; readonly actor: string },
  ): Promise<PullOutcome>;
  /** Ends pulls, all or nothing: each creative is what its status says again. */
  lift(ids: readonly CreativeId[], by: { readonly note: string; readonly actor: string }): Promise<PullOutcome>;
}

export interface HistoryStore {
  /** What the audit says of one creative, its order, and its title's experiment, oldest first. */
  ofCreative(id: CreativeId, request: PageRequest): Promise<Page<HistoryLine>>;
}

/** Which processes answer from a snapshot, and how far each has come. Times are texts of the database's own clock. */
export interface ReaderStore {
  /** Before each look at the snapshot; `lastEnded`: the look before it brought everything up to date. */
  looking(id: string, lastEnded: boolean): Promise<void>;
  leave(id: string): Promise<void>;
  now(): Promise<string>;
  /** Those of which no look that began after `since` is known to have ended. */
  behind(since: string): Promise<readonly string[]>;
}

export type SetMember = Sibling & {
  readonly creativeId: CreativeId;
  /** Its try and seed; `null`: a person has seen it, or its seeds are spent. */
  readonly remakeable: Pick<Rejection, "retry" | "seed"> | null;
};

/** What the gates must know of other creatives, and what they refused. */
export interface GateStore {
  /** Of the title's other creatives that people may yet see; `tried`: seeds of this one that are spent. */
  before(id: CreativeId): Promise<{ readonly siblings: readonly Sibling[]; readonly tried: number }>;
  /** By try, every gate that it did not pass; `null`: there is no such creative. */
  rejections(id: CreativeId): Promise<readonly Rejection[] | null>;
  summary(filter: Pick<CreativeFilter, "titleId" | "clusterId" | "jobId">): Promise<RejectionSummary>;
  /** A title's creatives that people may yet see; of one whose workspace is not known, by an order of it. */
  set(title: { readonly titleId: TitleId; readonly jobId?: JobId }): Promise<readonly SetMember[]>;
  /**
   * Takes creatives that nobody has reviewed back to `draft`, to be made of their next seeds for an order that runs or
   * is done and has no budget. One that cannot go is left as it is.
   *
   * @returns those that went
   */
  remake(jobId: JobId, of: readonly { readonly id: CreativeId; readonly because: Rejection }[]): Promise<CreativeId[]>;
}

export interface SnapshotStore {
  /** Of every workspace: grows, in the writer's own transaction, with every change that its `load` would show. */
  revisions(): Promise<ReadonlyMap<WorkspaceId, number>>;
  /** @param held what the caller loaded last: of what is in it, only what has changed is read again */
  load(workspace: WorkspaceId, held?: SnapshotRows): Promise<SnapshotRows>;
  /** The blobs that only pulled creatives use, of every workspace. */
  withheld(): Promise<ReadonlySet<string>>;
}

export interface WorkspaceStore {
  add(workspace: Workspace, actor: string): Promise<Added>;
  get(id: WorkspaceId): Promise<Workspace | null>;
  page(request: PageRequest): Promise<Page<Workspace>>;
  /** Changes what is named and leaves the rest. @throws AppError `workspace_not_found` */
  change(
    id: WorkspaceId,
    change: Partial<Pick<Workspace, "name" | "brand" | "autoApprove" | "deciding">>,
    actor: string,
  ): Promise<Workspace>;
}

export interface KeyStore {
  find(sha256: string): Promise<ApiKey | null>;
  add(key: ApiKey): Promise<void>;
  revoke(id: string): Promise<void>;
}

export interface IdempotencyStore {
  /** `fresh`: go ahead; `replay`: answer with this; `conflict`: same key, other request; `running`: the first is not done. */
  begin(
    scope: string,
    key: string,
    requestSha256: string,
  ): Promise<{ state: "fresh" | "conflict" | "running" } | { state: "replay"; reply: unknown }>;
  finish(scope: string, key: string, reply: unknown): Promise<void>;
  forget(scope: string, key: string): Promise<void>;
}

export interface BlobStore {
  /** Durable and complete when it returns; the sha256 of the bytes is the name. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array | null>;
}

/** The pictures that a workspace brought; their bytes are in the blob store. */
export interface AssetStore {
  /** `detail` goes into the audit. Adding one again changes nothing. */
  add(asset: Asset, detail: object, actor: string): Promise<void>;
  /** Whether it was added with that blob and size. */
  has(asset: Asset): Promise<boolean>;
}

/** Turns files of strangers into pictures of ours. */
export interface PictureDecoder {
  /** @throws AppError `asset_format_refused`, `asset_too_large`, `asset_unreadable`, `assets_busy`, `shutting_down` */
  decode(bytes: Uint8Array): Promise<DecodedPicture>;
  close(): Promise<void>;
}

/** Gets files from addresses that strangers name. */
export interface PictureFetcher {
  /** @throws AppError `asset_fetch_refused` naming the rule, `asset_fetch_failed`, `asset_too_large` */
  fetch(url: string): Promise<Uint8Array>;
}

/** `lastAttempt`: nobody will try again if this one throws, so what cannot be done must be recorded now. */
export type Processor = (payload: unknown, signal: AbortSignal, lastAttempt: boolean) => Promise<JobOutcome>;

export interface JobQueue {
  /** Adds one job a creative. Adding the same turn again adds nothing. */
  add(fed: readonly Fed[]): Promise<void>;
  /** Runs `policy.learn` every so often, once however many workers ask. */
  learnEvery(everyMs: number): Promise<void>;
  work(processors: Readonly<Record<QueueJobName, Processor>>, concurrency: number): Promise<void>;
  /** Milliseconds that the oldest waiting job has waited; 0 with none. Throws when the queue is away. */
  oldestWaitMs(): Promise<number>;
  close(): Promise<void>;
}
