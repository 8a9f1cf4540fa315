import type { Place } from "./census.ts";
import { entry } from "./entry.ts";

/** How many decisions the mean of a contest is worth in a cell's estimate. */
export const MODEL_STRENGTH = 50;

type Sum = { rows: number; reward: number };
const nothing = (): Sum => ({ rows: 0, reward: 0 });

class Fold {
  readonly #cells = new Map<string, (Sum | undefined)[]>();
  readonly #contests = new Map<string, Sum>();
  readonly #all = nothing();

  learn({ cell, contest }: Place, arm: number, reward: number): void {
    const arms = entry(this.#cells, cell, () => []);
    arms[arm] ??= nothing();
    for (const sum of [arms[arm], entry(this.#contests, contest, nothing), this.#all]) {
      sum.rows++;
      sum.reward += reward;
    }
  }

  expect({ cell, contest }: Place): (arm: number) => number {
    const all = this.#contests.get(contest) ?? this.#all;
    const prior = all.rows > 0 ? (MODEL_STRENGTH * all.reward) / all.rows : 0;
    const arms = this.#cells.get(cell);
    return (arm) => {
      const own = arms?.[arm];
      return ((own?.reward ?? 0) + prior) / ((own?.rows ?? 0) + MODEL_STRENGTH);
    };
  }
}

/**
 * What is expected of each arm in each cell, learned from the other half of the log.
 *
 *   q(cell, arm) = (rewards + 50 mu) / (rows + 50)
 *
 * over the decisions of the other fold, with mu their mean in the same contest. Folds are row numbers modulo 2, so no
 * decision is predicted by itself, which keeps DR's intervals honest (Chernozhukov et al., Econometrics Journal 21
 * (2018) C1). Holds one sum for each fold, cell and arm.
 */
export class RewardModel {
  readonly #folds = [new Fold(), new Fold()] as const;

  /** @param row number of the decision in the log, from 0 */
  learn(row: number, place: Place, arm: number, reward: number): void {
    (row % 2 === 0 ? this.#folds[0] : this.#folds[1]).learn(place, arm, reward);
  }

  /** What is expected of an arm in the decision of that row, without having seen it. */
  expect(row: number, place: Place): (arm: number) => number {
    return (row % 2 === 0 ? this.#folds[1] : this.#folds[0]).expect(place);
  }
}
