import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "./errors.ts";

export type Retries = {
  /** Tries in a row that brought nothing, the first one counted. */
  readonly attempts: number;
  /** Before the second try; twice as long before each further one. */
  readonly backoffMs: number;
};

const LONGEST_BACKOFF_MS = 30_000;

/**
 * Tries again what the hub or the way to it spoiled, never what it refused.
 *
 * @param work returns how it ended; `gained` tells whether the try brought enough to begin counting anew
 * @throws the last error, with the number of tries in its sentence
 */
export async function tryAgain<Result>(
  { attempts, backoffMs }: Retries,
  signal: AbortSignal,
  work: () => Promise<Result>,
  gained: () => boolean = () => false,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof HubError) || !error.retry) throw error;
      if (gained()) tries = 1;
      if (tries >= attempts) throw new HubError(`${error.message}; ${attempts} tries`, { retry: false, cause: error });
      const backOff = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2 ** (tries - 1));
      await sleep(Math.max(error.waitMs, backOff), undefined, { signal });
    }
  }
}
