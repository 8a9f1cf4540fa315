import type { ClusterId, UserId } from "./cluster.ts";
import type { Creative } from "./creative.ts";
import type { DigitalSourceType } from "./digital-source.ts";
import type { Experiment, PolicySet } from "./experiment.ts";

/** A creative that answers may show, with what they need of it: the renditions of the channels where it is live. */
export type Servable = Pick<Creative, "id" | "titleId" | "clusterId" | "copy" | "renditions"> & {
  readonly digitalSourceType: DigitalSourceType;
};

/** Everything a decision in one workspace needs, read in one transaction. */
export type SnapshotRows = {
  readonly revision: number;
  readonly policies: PolicySet;
  readonly experiments: readonly Experiment[];
  readonly approved: readonly Servable[];
  readonly clusters: readonly ClusterId[];
  readonly members: ReadonlyMap<UserId, ClusterId>;
};
