import type { Random } from "../../core/random.ts";
import type { Decision } from "./census.ts";
import { draw } from "./draw.ts";
import { entry } from "./entry.ts";
import type { Learner } from "./policy.ts";

export type Replayed = {
  readonly rows: number;
  /** Decisions in which the policy chose what had been shown. */
  readonly matched: number;
  readonly reward: number;
  /** Mean reward of the matched; `null` without any. */
  readonly rate: number | null;
};

/**
 * Replays a policy against a log: a decision counts when the policy chooses what had been shown, and only then does
 * the policy learn what that brought.
 *
 * Unbiased where the log drew all arms evenly (Li, Chu, Langford and Wang, WSDM 2011); elsewhere it favours what was
 * shown often, and the weighted estimates are to be read.
 */
export class Replay {
  #rows = 0;
  #matched = 0;
  #reward = 0;
  readonly #learners = new Map<string, Learner>();
  readonly #learnerOf: (contest: string) => Learner;
  readonly #learns: boolean;
  readonly #random: Random;

  constructor(learnerOf: (contest: string) => Learner, learns: boolean, random: Random) {
    this.#learnerOf = learnerOf;
    this.#learns = learns;
    this.#random = random;
  }

  see(decision: Decision): void {
    this.#rows++;
    const learner = entry(this.#learners, decision.contest, () => this.#learnerOf(decision.contest));
    const shares = learner.shares(decision);
    const chosen = shares === null ? decision.arm : decision.open[this.#choose(shares)];
    if (chosen !== decision.arm) return;
    this.#matched++;
    this.#reward += decision.reward;
    if (this.#learns) learner.learn?.(decision);
  }

  /** No number is drawn where one arm has all. */
  #choose(shares: readonly number[]): number {
    const only = shares.indexOf(1);
    return only >= 0 ? only : draw(shares, this.#random());
  }

  get result(): Replayed {
    const [rows, matched, reward] = [this.#rows, this.#matched, this.#reward];
    return { rows, matched, reward, rate: matched > 0 ? reward / matched : null };
  }
}
