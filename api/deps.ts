import type { Brand } from "../core/brand.ts";
import type { ChannelName, Format } from "../core/channel.ts";
import type { Cluster } from "../core/cluster.ts";
import type { Brief } from "../core/creative.ts";
import type { ProvenEffect } from "../core/effect.ts";
import type { PolicyJudgement } from "../core/policy-release.ts";
import type {
  AssetStore,
  BlobStore,
  ClusterStore,
  CreativeStore,
  EventStore,
  ExperimentStore,
  GateStore,
  HistoryStore,
  IdempotencyStore,
  JobQueue,
  JobStore,
  KeyStore,
  PictureDecoder,
  PictureFetcher,
  PolicyStore,
  PullStore,
  ReaderStore,
  RegenerationStore,
  ReleaseStore,
  TitleStore,
  WinnerStore,
  WorkspaceStore,
} from "../core/ports.ts";
import type { Title } from "../core/title.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { Decider } from "./decide.ts";
import type { Statistics } from "./statistics.ts";
import type { TokenSigner } from "./token.ts";

export interface Log {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What the server itself needs; a request's handler gets the part of the workspace whose key it came with. */
export type ServerDeps = {
  readonly keys: Pick<KeyStore, "find">;
  readonly of: (workspace: WorkspaceId) => ApiDeps;
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  readonly log: Log;
};

/** All that the routes reach of one workspace, built by the composition root. */
export type ApiDeps = {
  /** Of all workspaces: a route asks for the one of its key. */
  readonly workspaces: Pick<WorkspaceStore, "get" | "change">;
  readonly titles: TitleStore;
  readonly assets: AssetStore;
  readonly clusters: ClusterStore;
  readonly jobs: JobStore;
  readonly regenerations: RegenerationStore;
  readonly creatives: CreativeStore;
  readonly gates: Pick<GateStore, "rejections" | "summary" | "set">;
  readonly pulls: PullStore;
  readonly history: HistoryStore;
  readonly readers: Pick<ReaderStore, "now" | "behind">;
  /** The blobs that only pulled creatives use, as of the last look. */
  readonly withheld: { has(blob: string): boolean };
  readonly experiments: ExperimentStore;
  readonly winners: WinnerStore;
  readonly events: EventStore;
  readonly policies: Pick<PolicyStore, "ofTitle">;
  readonly releases: ReleaseStore;
  /**
   * Judges a policy by the workspace's own log of the last 30 days, on a thread of its own. Both names are of
   * `policyNamed`; an unknown present one is judged as `marquee`.
   *
   * @throws AppError `database_away`, `shutting_down`
   */
  readonly judgePolicy: (ask: { readonly policy: string; readonly present: string }) => Promise<PolicyJudgement>;
  readonly idempotency: IdempotencyStore;
  readonly blobs: BlobStore;
  readonly decoder: Pick<PictureDecoder, "decode">;
  readonly fetcher: PictureFetcher;
  readonly queue: Pick<JobQueue, "oldestWaitMs">;
  readonly decider: Decider;
  /** Away from the thread that answers. */
  readonly statistics: Statistics;
  /** Brings the decider up to date at once, so that whoever changed what is served finds it served. */
  readonly refresh: () => Promise<unknown>;
  readonly tokens: TokenSigner;
  /** What of a title's name no bundled font can draw, each character named; empty: all of it can be. */
  readonly missingCharacters: (name: string) => readonly string[];
  readonly plan: (order: {
    title: Title;
    clusters: readonly Cluster[];
    armsPerCluster: number;
    channels: readonly ChannelName[];
    formats?: readonly Format[];
    seed: number;
    brand?: Brand;
    proven?: readonly ProvenEffect[];
  }) => readonly Brief[];
  /**
   * Names the networks and stages that the workers make creatives with now.
   *
   * @throws Error naming the model that is not here: this host needs the models that the workers have
   */
  readonly generation: () => Promise<string>;
  /** At work on creatives, as far as the settings say. */
  readonly studios: number;
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  readonly log: Log;
};
