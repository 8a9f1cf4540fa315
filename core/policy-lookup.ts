import type { ClusterId } from "./cluster.ts";
import type { ContextKey } from "./context.ts";
import type { CreativeId } from "./creative.ts";
import type { TitleId } from "./title.ts";

/** One policy as decisions read it. `ends` and `of` are its stretches; without any, one an arm, in order. */
export type PolicyView = {
  readonly ids: readonly CreativeId[];
  /** Probabilities in the order of `ids`; they sum to 1. */
  readonly shares: ArrayLike<number>;
  readonly ends: ArrayLike<number> | null;
  readonly of: ArrayLike<number> | null;
};

/** Where decisions find policies. A policy is looked up once for each snapshot, title, cluster, context and channel that is asked for. */
export interface PolicyLookup {
  readonly version: number;
  /** The policy of exactly this cell; empty context: of the cluster. `null`: none. */
  policyOf(title: TitleId, cluster: ClusterId, context: ContextKey): PolicyView | null;
}
