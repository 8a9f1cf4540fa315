import type { Contest, Decision } from "./census.ts";

/** Chooses among the arms of one contest, and may learn. */
export interface Learner {
  /** Shares of `decision.open`, in its order, which sum to 1; `null`: whatever was logged. */
  shares(decision: Decision): readonly number[] | null;
  /** What showing the decision's arm brought. */
  learn?(decision: Decision): void;
  /** Training is over: whatever waited for more is learned now. */
  settle?(): void;
}

/** A policy that a log can be asked about. */
export type Policy = {
  readonly name: string;
  /**
   * What it knows before it is judged: `none`: nothing, or all it ever will. `half`: the first half of the log, and it
   * is judged on the second. `whole`: all of the log, so that it is judged by what it has seen and looks better than
   * it is.
   */
  readonly training: "none" | "half" | "whole";
  /** Whether its replay starts from nothing and learns from matches as it goes; otherwise it is replayed as trained. */
  readonly progressive: boolean;
  /** Arms that it names, which the log must know. */
  readonly arms?: readonly string[];
  learner(contest: Contest): Learner;
};

/** All of the traffic to one of the open arms; equal shares where it is not open. */
export function onlyArm(open: readonly number[], arm: number): number[] {
  return open.includes(arm) ? open.map((other) => (other === arm ? 1 : 0)) : equalShares(open);
}

export const equalShares = (open: readonly number[]): number[] => open.map(() => 1 / open.length);

/** The open arm with the highest score; the lowest number of those that tie. */
export function highest(open: readonly number[], score: (arm: number) => number): number {
  let [best, most] = [open[0] ?? 0, Number.NEGATIVE_INFINITY];
  for (const arm of open) {
    const own = score(arm);
    if (own > most) [best, most] = [arm, own];
  }
  return best;
}
