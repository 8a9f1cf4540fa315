import type { TitleEnd } from "../core/job.ts";
import type { GateStore } from "../core/ports.ts";
import { LEAST_VARIETY, superfluousIn, type Variety, varietyOf } from "../experiments/variety.ts";

/** The gate's name among the rejections of a creative that is made anew for variety's sake. */
export const VARIETY_GATE = "variety of the set";

/**
 * Looks at all creatives of a title together when an order has nothing of it left to make. Where they are not varied
 * enough, those that are like the others are made anew of their next seeds, as far as nobody has reviewed them; their
 * making ends the title again, and so on until the set is varied or the seeds are spent.
 */
export const varietyKeeper =
  (deps: {
    gates: Pick<GateStore, "set" | "remake">;
    done(title: TitleEnd, found: Variety & { readonly anew: number }): void;
  }) =>
  async (title: TitleEnd): Promise<void> => {
    const set = await deps.gates.set(title);
    const variety = varietyOf(set);
    const tries = new Map(set.map(({ creativeId, remakeable }) => [creativeId as string, remakeable]));
    const superfluous = superfluousIn(set, (id) => tries.get(id) !== null);
    const again = set.flatMap(({ creativeId: id, remakeable }) => {
      if (!remakeable || !superfluous.includes(id)) return [];
      const found = { gate: VARIETY_GATE, where: null, measured: variety.share, limit: LEAST_VARIETY, detail: null };
      return [{ id, because: { ...remakeable, ...found } }];
    });
    const gone = again.length > 0 ? await deps.gates.remake(title.jobId, again) : [];
    deps.done(title, { ...variety, anew: gone.length });
  };
