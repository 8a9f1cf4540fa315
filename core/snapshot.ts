import type { Attributes } from "./attributes.ts";
import type { ClusterId, UserId } from "./cluster.ts";
import type { Creative, CreativeId } from "./creative.ts";
import type { DigitalSourceType } from "./digital-source.ts";
import type { Experiment } from "./experiment.ts";
import type { PolicyTable } from "./policy-table.ts";
import type { TitleId } from "./title.ts";
import type { Deciding } from "./workspace.ts";

/** A creative that answers may show, with what they need of it: the renditions of the channels where it is live. */
export type Servable = Pick<Creative, "id" | "titleId" | "clusterId" | "copy" | "renditions"> & {
  readonly attributes: Attributes;
  readonly digitalSourceType: DigitalSourceType;
};

/** Which arm a closed experiment goes on with in a cluster. */
export type Settled = { readonly titleId: TitleId; readonly clusterId: ClusterId; readonly creativeId: CreativeId };

/** Everything a decision in one workspace needs, read in one transaction. */
export type SnapshotRows = {
  readonly revision: number;
  /** Of everything but the policies, which change far more often. */
  readonly catalogue: number;
  readonly policies: PolicyTable;
  /** Policies that could not be read, each with why: their cells keep what they had. */
  readonly refused: readonly string[];
  readonly deciding: Deciding;
  readonly experiments: readonly Experiment[];
  /** Winners that stand. */
  readonly winners: readonly Settled[];
  readonly approved: readonly Servable[];
  readonly clusters: readonly ClusterId[];
  readonly members: ReadonlyMap<UserId, ClusterId>;
};
