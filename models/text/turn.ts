let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` when everything that was asked for earlier in this process has ended.
 *
 * transformers.js keeps its settings and its one random stream for the whole process, so all that load or sample with
 * it take turns here.
 */
export function turn<Result>(work: () => Promise<Result>): Promise<Result> {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
}
