import type { ClusterId } from "../core/cluster.ts";
import type { ProvenEffect } from "../core/effect.ts";
import type { ApiDeps } from "./deps.ts";

/** What plans may lean on. An order must not wait, or fail, for want of it: without it plans are even. */
export async function provenFor(
  clusters: readonly ClusterId[],
  { statistics, log }: Pick<ApiDeps, "statistics" | "log">,
): Promise<ProvenEffect[]> {
  try {
    const effects = await statistics("effects", { clusterId: null });
    return effects
      .filter(({ clusterId, proven }) => proven && clusters.includes(clusterId))
      .map(({ clusterId, attribute, level, low, high }) => ({ clusterId, attribute, level, low, high }));
  } catch (error) {
    log.warn({ err: error }, "planned evenly: what is proven of attributes could not be read");
    return [];
  }
}
