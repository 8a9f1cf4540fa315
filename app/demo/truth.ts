import { clickProbability, type Taste } from "../../audience/taste.ts";
import type { Cluster, ClusterId } from "../../core/cluster.ts";
import type { Creative, CreativeId } from "../../core/creative.ts";
import type { TitleId } from "../../core/title.ts";

export type TrueArm = { readonly creativeId: CreativeId; readonly rate: number };

/** The true click rates of one title in one cluster. */
export type TrueCell = {
  readonly rates: ReadonlyMap<CreativeId, number>;
  readonly best: TrueArm;
  /** Of the artwork made for nobody in particular. */
  readonly control: number;
  /** Of the one artwork that would get most clicks if every cluster saw the same. */
  readonly bestForEverybody: number;
};

/** What the demo knows and the product does not: how often each cluster clicks on each artwork. */
export type Truth = { cell(title: TitleId, cluster: ClusterId): TrueCell };

type Arm = Pick<Creative, "id" | "titleId" | "clusterId"> & { readonly brief: Pick<Creative["brief"], "attributes"> };

/** @param arms all artwork that may be shown; each title's control among them */
export function truthOf(taste: Taste, arms: readonly Arm[], clusters: readonly Pick<Cluster, "id">[]): Truth {
  const cells = new Map<string, TrueCell>();
  for (const [titleId, ofTitle] of Map.groupBy(arms, (arm) => arm.titleId)) {
    const ratesIn = (clusterId: ClusterId) =>
      new Map(
        ofTitle.map((arm) => {
          const sight = { titleId, clusterId, creativeId: arm.id, attributes: arm.brief.attributes };
          return [arm.id, clickProbability(taste, sight)];
        }),
      );
    const rates = new Map(clusters.map(({ id }) => [id, ratesIn(id)]));
    const sums = ofTitle.map((arm) => ({
      creativeId: arm.id,
      rate: [...rates.values()].reduce((sum, cell) => sum + (cell.get(arm.id) ?? 0), 0),
    }));
    const single = highest(sums).creativeId;
    const control = ofTitle.find((arm) => arm.clusterId === null)?.id;
    for (const [cluster, cell] of rates) {
      cells.set(`${titleId} ${cluster}`, {
        rates: cell,
        best: highest([...cell].map(([creativeId, rate]) => ({ creativeId, rate }))),
        control: (control && cell.get(control)) ?? 0,
        bestForEverybody: cell.get(single) ?? 0,
      });
    }
  }
  return {
    cell: (title, cluster) => {
      const cell = cells.get(`${title} ${cluster}`);
      if (!cell) throw new Error(`nothing is known of ${title} in ${cluster}`);
      return cell;
    },
  };
}

const highest = (arms: readonly TrueArm[]): TrueArm => arms.reduce((a, b) => (b.rate > a.rate ? b : a));

// Who is this close to the best has cost next to nothing, and no experiment of this size tells them apart for sure.
const NEAR = 0.1;

/** How good a pick was in truth: the best arm itself, or one whose rate is within a tenth of the best. */
export function gradePick(cell: TrueCell, pick: CreativeId): { exact: boolean; near: boolean; rate: number } {
  const rate = cell.rates.get(pick);
  if (rate === undefined) throw new Error(`${pick} is no arm of this experiment`);
  return { exact: rate === cell.best.rate, near: rate >= (1 - NEAR) * cell.best.rate, rate };
}
