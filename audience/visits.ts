import type { Locale } from "../core/attributes.ts";
import { ChannelName } from "../core/channel.ts";
import { type Cluster, type ClusterId, UserId } from "../core/cluster.ts";
import { type Random, randomFrom, seedOf } from "../core/random.ts";
import type { TitleId } from "../core/title.ts";

export type VisitPlan = {
  /** Whole number in 0..2^32-1. */
  readonly seed: number;
  /** Users in each cluster, at least 1. */
  readonly usersPerCluster: number;
  /** Visits in all, 0 or more. */
  readonly visits: number;
  readonly titles: readonly TitleId[];
  readonly clusters: readonly Pick<Cluster, "id" | "locale">[];
  /** Where artwork is seen, each as often; all of them when left out. */
  readonly channels?: readonly ChannelName[];
  /** Each cluster's part of the visits, in any unit; a cluster that is not named counts 1. */
  readonly shares?: Readonly<Partial<Record<ClusterId, number>>>;
};

/** One user before one title. */
export type Visit = {
  readonly userId: UserId;
  readonly clusterId: ClusterId;
  readonly titleId: TitleId;
  readonly channel: ChannelName;
  readonly locale: Locale;
  /** In 0..1, 1 excluded: the user clicks when it is under the artwork's click probability. */
  readonly uniform: number;
};

// Visits fall with rank to this power: the keenest of a thousand users comes some twelve times as often as the median.
const KEENNESS = 0.4;

/**
 * Visits one after another, the same for the same plan.
 *
 * Clusters come by their shares and titles evenly; within a cluster some users come more often than others (Zipf's
 * law, exponent 0.4). Whether a visit ends in a click depends on its own `uniform` and on what is shown, and on
 * nothing else, so two policies can be compared on the very same audience.
 *
 * @throws RangeError when a number is outside its range, or there are visits and no title or no cluster
 */
export function* planVisits(plan: VisitPlan): Generator<Visit, void, void> {
  const { seed, usersPerCluster, visits, titles, clusters } = plan;
  checkWhole("visits", visits, 0);
  checkWhole("usersPerCluster", usersPerCluster, 1);
  if (visits === 0) return;
  const pickCluster = weighted(clusters, ({ id }) => plan.shares?.[id] ?? 1, "clusters");
  const pickTitle = weighted(titles, () => 1, "titles");
  const pickUser = weighted(
    Array.from({ length: usersPerCluster }, (_, rank) => rank),
    (rank) => (rank + 1) ** -KEENNESS,
    "users",
  );
  const pickChannel = weighted(plan.channels ?? ChannelName.options, () => 1, "channels");
  const random = randomFrom(seedOf("visits", seed));
  for (let visit = 0; visit < visits; visit++) {
    const { id, locale } = pickCluster(random);
    yield {
      userId: userIdOf(id, pickUser(random)),
      clusterId: id,
      titleId: pickTitle(random),
      channel: pickChannel(random),
      locale,
      uniform: random(),
    };
  }
}

/** The pseudonyms of a cluster's users, the keenest first; every visit is by one of them. */
export function usersOf(cluster: ClusterId, usersPerCluster: number): UserId[] {
  checkWhole("usersPerCluster", usersPerCluster, 1);
  return Array.from({ length: usersPerCluster }, (_, rank) => userIdOf(cluster, rank));
}

const userIdOf = (cluster: ClusterId, rank: number): UserId =>
  UserId.parse(`${cluster}-${String(rank + 1).padStart(5, "0")}`);

function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number >= ${least}, not ${value}`);
  }
}

/** Draws one of `items`, each as often as its weight says, by bisection of the running sums. */
function weighted<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  what: string,
): (random: Random) => Item {
  const reached: number[] = [];
  let sum = 0;
  for (const item of items) {
    const weight = weightOf(item);
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new RangeError(`${what}: a weight must be >= 0, not ${weight}`);
    sum += weight;
    reached.push(sum);
  }
  if (!(sum > 0)) throw new RangeError(`${what}: nothing to choose from`);
  return (random) => {
    const target = random() * sum;
    let [low, high] = [0, items.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((reached[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return items[low] as Item;
  };
}
