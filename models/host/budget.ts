/** A loaded model as the budget sees it. */
export type Loaded = {
  /** What it holds, in megabytes. */
  readonly memoryMb: number;
  readonly idle: boolean;
  /** Grows with every use. */
  readonly lastUsed: number;
};

/**
 * Which of the loaded models to unload so that `wantedMb` more fit into the budget: idle ones, least recently used
 * first, and no more than it takes.
 *
 * @returns null where even all the idle ones are not enough: wait for a busy one
 */
export function toUnload<One extends Loaded>(
  wantedMb: number,
  loaded: readonly One[],
  budgetMb: number,
): readonly One[] | null {
  let over = loaded.reduce((sum, { memoryMb }) => sum + memoryMb, wantedMb) - budgetMb;
  const victims: One[] = [];
  for (const one of loaded.filter(({ idle }) => idle).sort((a, b) => a.lastUsed - b.lastUsed)) {
    if (over <= 0) break;
    victims.push(one);
    over -= one.memoryMb;
  }
  return over <= 0 ? victims : null;
}
