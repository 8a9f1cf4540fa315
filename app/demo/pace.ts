/** How fast something goes and how long it will take; `null` while that cannot be said. */
export type Pace = { readonly perSecond: number | null; readonly remainingMs: number | null };

type Mark = { readonly atMs: number; readonly value: number };

// The rate is that of the last third of the time, and of eight seconds at least: long enough to even out the bursts
// of a queue, slow or fast, and short enough to follow a change of speed.
const WINDOW_SHARE = 1 / 3;
const LEAST_WINDOW_MS = 8_000;
// Marks closer than this say nothing new.
const MARK_EVERY_MS = 250;

/** Follows a count towards its total. */
export class PaceMeter {
  readonly #total: number;
  readonly #startMs: number;
  #marks: Mark[];

  /** @param startMs any clock in milliseconds, the same as for `at` */
  constructor(total: number, startMs: number) {
    this.#total = total;
    this.#startMs = startMs;
    this.#marks = [{ atMs: startMs, value: 0 }];
  }

  at(nowMs: number, value: number): Pace {
    const last = this.#marks.at(-1) as Mark;
    if (nowMs - last.atMs >= MARK_EVERY_MS) this.#marks.push({ atMs: nowMs, value });
    const windowMs = Math.max(LEAST_WINDOW_MS, (nowMs - this.#startMs) * WINDOW_SHARE);
    while (this.#marks.length > 2 && nowMs - (this.#marks[1] as Mark).atMs >= windowMs) this.#marks.shift();
    const first = this.#marks[0] as Mark;
    const [gone, elapsedMs] = [value - first.value, nowMs - first.atMs];
    if (gone <= 0 || elapsedMs <= 0) return { perSecond: null, remainingMs: value >= this.#total ? 0 : null };
    return {
      perSecond: (gone / elapsedMs) * 1_000,
      remainingMs: (Math.max(0, this.#total - value) / gone) * elapsedMs,
    };
  }
}
