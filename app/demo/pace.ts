/** How fast something goes and how long it will take; `null` while that cannot be said. */
export type Pace = { readonly perSecond: number | null; readonly remainingMs: number | null };

type Mark = { readonly atMs: number; readonly value: number };

// Long enough to even out the bursts of a queue, short enough to follow a change of speed.
const WINDOW_MS = 8_000;
// Marks closer than this say nothing new; with the window it bounds how many are kept.
const MARK_EVERY_MS = 250;

/**
 * Follows a count towards its total. The rate is that of the last eight seconds, so that the remaining time follows
 * a change of speed.
 */
export class PaceMeter {
  readonly #total: number;
  #marks: Mark[];

  /** @param startMs any clock in milliseconds, the same as for `at` */
  constructor(total: number, startMs: number) {
    this.#total = total;
    this.#marks = [{ atMs: startMs, value: 0 }];
  }

  at(nowMs: number, value: number): Pace {
    const last = this.#marks.at(-1) as Mark;
    if (nowMs - last.atMs >= MARK_EVERY_MS) this.#marks.push({ atMs: nowMs, value });
    while (this.#marks.length > 2 && nowMs - (this.#marks[1] as Mark).atMs >= WINDOW_MS) this.#marks.shift();
    const first = this.#marks[0] as Mark;
    const [gone, elapsedMs] = [value - first.value, nowMs - first.atMs];
    if (gone <= 0 || elapsedMs <= 0) return { perSecond: null, remainingMs: value >= this.#total ? 0 : null };
    return {
      perSecond: (gone / elapsedMs) * 1_000,
      remainingMs: (Math.max(0, this.#total - value) / gone) * elapsedMs,
    };
  }
}
