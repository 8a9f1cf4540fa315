export type StudioPlan = {
  /** Studios to run. */
  readonly studios: number;
  /** Inference threads of each: all together no more than there are cores, for a studio's models work in turns. */
  readonly threads: number;
  /** Megabytes that the models of one studio may hold. */
  readonly memoryMb: number;
};

/**
 * How many studios fit this machine: no more than asked for, than it has cores, or than the memory holds with the
 * models that each of them works with; at least one.
 *
 * @param modelsMb what one studio's own models hold together, in megabytes, at least 1
 */
export function planStudios(ask: {
  readonly studios: number;
  readonly cores: number;
  readonly memoryMb: number;
  readonly modelsMb: number;
}): StudioPlan {
  const fitting = Math.floor(ask.memoryMb / ask.modelsMb);
  const studios = Math.max(1, Math.min(ask.studios, ask.cores, fitting));
  return {
    studios,
    threads: Math.max(1, Math.floor(ask.cores / studios)),
    memoryMb: Math.floor(ask.memoryMb / studios),
  };
}
