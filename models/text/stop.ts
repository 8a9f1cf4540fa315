import { StoppingCriteria } from "@huggingface/transformers";

/**
 * Ends a batch when every row has met one of `ends`, or at once when `signal` is aborted. The library's own rule asks for
 * an end token as the last one of every row at once, which a sampled batch never meets.
 *
 * One for each generation: it remembers which rows have ended.
 */
export class EveryRowEnded extends StoppingCriteria {
  readonly #ends: ReadonlySet<number>;
  readonly #signal: AbortSignal;
  readonly #onStep: (() => void) | undefined;
  readonly #ended: boolean[] = [];

  /** @param onStep told after every token */
  constructor(ends: Iterable<number>, signal: AbortSignal, onStep?: () => void) {
    super();
    this.#ends = new Set(ends);
    this.#signal = signal;
    this.#onStep = onStep;
  }

  override _call(rows: (number | bigint)[][]): boolean[] {
    this.#onStep?.();
    rows.forEach((row, i) => {
      this.#ended[i] ||= this.#ends.has(Number(row.at(-1)));
    });
    return rows.map((_, i) => this.#signal.aborted || this.#ended[i] === true);
  }
}
