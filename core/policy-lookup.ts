import type { ClusterId } from "./cluster.ts";
import type { ContextKey } from "./context.ts";
import type { CreativeId } from "./creative.ts";
import type { Policy, PolicySet } from "./experiment.ts";
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

export function lookupIn({ version, policies }: PolicySet): PolicyLookup {
  const cells = new Map<TitleId, Map<string, Policy>>();
  for (const policy of policies) {
    const title = cells.get(policy.titleId) ?? new Map<string, Policy>();
    title.set(keyOf(policy.clusterId, policy.context ?? ""), policy);
    cells.set(policy.titleId, title);
  }
  return {
    version,
    policyOf: (title, cluster, context) => {
      const policy = cells.get(title)?.get(keyOf(cluster, context));
      if (!policy) return null;
      const { arms, stretches } = policy;
      return {
        ids: arms.map(({ creativeId }) => creativeId),
        shares: arms.map(({ probability }) => probability),
        ends: stretches?.ends ?? null,
        of: stretches?.of ?? null,
      };
    },
  };
}

// A slug holds no blank.
const keyOf = (cluster: ClusterId, context: ContextKey): string => `${cluster} ${context}`;
