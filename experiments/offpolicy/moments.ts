/**
 * Mean and variance of numbers that come one by one.
 *
 * Source: B. P. Welford, Technometrics 4 (1962) 419-420: no difference of large sums.
 */
export class Moments {
  count = 0;
  mean = 0;
  #squares = 0;

  add(value: number): void {
    this.count++;
    const from = value - this.mean;
    this.mean += from / this.count;
    this.#squares += from * (value - this.mean);
  }

  /** Standard error of the mean, with the variance's divisor n - 1; 0 for fewer than two numbers. */
  get error(): number {
    return this.count < 2 ? 0 : Math.sqrt(this.#squares / (this.count - 1) / this.count);
  }
}
