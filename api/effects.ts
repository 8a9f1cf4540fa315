import type { ClusterId } from "../core/cluster.ts";
import type { Creative } from "../core/creative.ts";
import type { AttributeEffect } from "../core/effect.ts";
import type { Stratum } from "../core/experiment.ts";
import type { CreativeStore, EventStore, ExperimentStore, Page } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { attributeEffects } from "../experiments/effects/attributes/effects.ts";
import { type Drawn, outcomesOf } from "../experiments/effects/attributes/outcomes.ts";
import { type SystemLift, systemLift } from "../experiments/effects/holdout.ts";
import { NO_CLUSTER } from "./decide.ts";

type Stores = {
  readonly experiments: Pick<ExperimentStore, "open">;
  readonly events: Pick<EventStore, "strata">;
  readonly creatives: Pick<CreativeStore, "page">;
};

/** What attributes are worth in each cluster, over all titles with an open experiment. */
export async function effectsIn(stores: Stores, clusterId: ClusterId | null): Promise<AttributeEffect[]> {
  const strata: Stratum[] = [];
  const drawn: Drawn[] = [];
  for await (const own of strataOf(stores)) {
    strata.push(
      ...own.strata.filter((one) => one.clusterId !== NO_CLUSTER && clusterId === (clusterId && one.clusterId)),
    );
    drawn.push(...(await plannedFor(own.titleId, stores)));
  }
  const clusters = [...Map.groupBy(strata, (one) => one.clusterId)].sort(([a], [b]) => (a < b ? -1 : 1));
  return clusters.flatMap(([cluster, own]) =>
    attributeEffects(outcomesOf(own, drawn)).map((effect) => ({ clusterId: cluster, ...effect })),
  );
}

type Lifts = {
  readonly workspace: SystemLift | null;
  readonly clusters: readonly { readonly clusterId: ClusterId; readonly lift: SystemLift | null }[];
  readonly titles: readonly { readonly titleId: TitleId; readonly lift: SystemLift | null }[];
};

/** What the whole system is worth, over all titles with an open experiment. */
export async function liftsIn(stores: Stores): Promise<Lifts> {
  const strata: Stratum[] = [];
  for await (const own of strataOf(stores)) strata.push(...own.strata.filter((one) => one.clusterId !== NO_CLUSTER));
  const clusters = [...Map.groupBy(strata, (one) => one.clusterId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const titles = [...Map.groupBy(strata, (one) => one.titleId)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    workspace: systemLift(strata),
    clusters: clusters.map(([clusterId, own]) => ({ clusterId, lift: systemLift(own) })),
    titles: titles.map(([titleId, own]) => ({ titleId, lift: systemLift(own) })),
  };
}

async function* strataOf({ experiments, events }: Pick<Stores, "experiments" | "events">) {
  for (const { titleId, settings } of await experiments.open()) {
    yield { titleId, strata: await events.strata({ titleId, reward: settings.reward }) };
  }
}

/** All that was ever drawn for it: what was withdrawn has told something too. */
async function plannedFor(titleId: TitleId, { creatives }: Pick<Stores, "creatives">): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (let after: string | null = null, more = true; more; more = after !== null) {
    const page: Page<Creative> = await creatives.page({ titleId }, { after, limit: 200 });
    for (const { id, clusterId, brief } of page.items) {
      if (clusterId) drawn.push({ creativeId: id, block: clusterId, attributes: brief.attributes });
    }
    after = page.next;
  }
  return drawn;
}
