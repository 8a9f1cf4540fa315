/**
 * How much arms differ: the standard deviation of their log-odds over all clusters (`arms`), and of what each cluster
 * adds to an arm (`interplay`). Every title is weighed against every pair of the grid.
 */
const ARMS = [0.03, 0.1, 0.2, 0.35, 0.6];
const INTERPLAY = [0.05, 0.13, 0.22, 0.35, 0.55, 0.9];

/** One pair of variances of log-odds. */
export type Spread = { readonly arms: number; readonly interplay: number };

export const SPREADS: readonly Spread[] = ARMS.flatMap((arms) =>
  INTERPLAY.map((interplay) => ({ arms: arms ** 2, interplay: interplay ** 2 })),
);

/**
 * What is believed of a title before its first click, as log weights of `SPREADS`: about 0.2 for arms and 0.3 for
 * interplay, each within a factor of 1.7. Artwork of one title spreads by 0.21 in real tests; wider is the safer error,
 * because what is borrowed in vain is paid for as long as the title runs.
 */
export const BEFORE: readonly number[] = SPREADS.map(({ arms, interplay }) => {
  const away = (variance: number, centre: number) => Math.log(Math.sqrt(variance) / centre) / Math.log(1.7);
  return -0.5 * (away(arms, 0.2) ** 2 + away(interplay, 0.3) ** 2);
});

/** Weights from log weights; they sum to 1. */
export function normalized(logs: readonly number[]): number[] {
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
