const squared = (deviations: readonly number[]): readonly number[] => deviations.map((deviation) => deviation ** 2);

/** How far a title's arms may lie apart: variances of their log-odds over all clusters. */
export const ARM_VARIANCES = squared([0.03, 0.1, 0.2, 0.35, 0.6]);
/** How much a cluster may add to an arm: variances of log-odds. */
export const INTERPLAY_VARIANCES = squared([0.05, 0.13, 0.22, 0.35, 0.55, 0.9]);

/** One pair of them. */
export type Spread = { readonly arms: number; readonly interplay: number };

/** Every pair; every title is weighed against each. */
export const SPREADS: readonly Spread[] = ARM_VARIANCES.flatMap((arms) =>
  INTERPLAY_VARIANCES.map((interplay) => ({ arms, interplay })),
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

/** The mean of the variances under these log weights. */
export function meanSpread(logs: readonly number[]): Spread {
  const weights = normalized(logs);
  let [arms, interplay] = [0, 0];
  for (const [h, spread] of SPREADS.entries()) {
    arms += (weights[h] as number) * spread.arms;
    interplay += (weights[h] as number) * spread.interplay;
  }
  return { arms, interplay };
}
