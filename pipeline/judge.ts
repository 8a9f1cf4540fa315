import { Shape } from "../core/channel.ts";
import type { Check, Masters } from "../core/creative.ts";
import type { Judge } from "../core/ports.ts";

/** A judge, and what its papers ask of a picture, by figure: at least, at most, or both. */
export type Judging = {
  readonly judge: Judge;
  readonly limits: Readonly<
    Record<string, { readonly least?: number | undefined; readonly most?: number | undefined }>
  >;
};

/**
 * What a judge finds in the pictures of a creative, against the limits of its papers; a figure without a limit is
 * recorded and passes. A judge that cannot do its work is recorded too and stops nothing: it was brought to help.
 *
 * @throws the signal's reason
 */
export async function judgeChecks(
  { judge, limits }: Judging,
  pictures: Masters,
  prompt: string,
  signal: AbortSignal,
): Promise<Check[]> {
  const { id } = judge.papers;
  const checks: Check[] = [];
  for (const shape of Shape.options) {
    signal.throwIfAborted();
    const master = pictures[shape];
    if (!master) continue;
    const { data, widthPx, heightPx } = master;
    try {
      const figures = await judge.judge({ picture: { data, widthPx, heightPx }, prompt }, signal);
      for (const [figure, measured] of Object.entries(figures)) {
        if (!Number.isFinite(measured)) throw new Error(`its ${figure} is ${measured}`);
        checks.push(...checksOf(`${figure} by ${id}`, shape, measured, limits[figure] ?? {}));
      }
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      // What fails for one picture fails for all, and may take its time limit to do so.
      return [
        ...checks,
        { gate: `${id} could not judge`, where: shape, passed: true, measured: 0, limit: 0, detail: reason },
      ];
    }
  }
  return checks;
}

function checksOf(gate: string, where: string, measured: number, { least, most }: Judging["limits"][string]): Check[] {
  const checks: Check[] = [];
  if (least !== undefined)
    checks.push({ gate: `least ${gate}`, where, passed: measured >= least, measured, limit: least });
  if (most !== undefined) checks.push({ gate: `most ${gate}`, where, passed: measured <= most, measured, limit: most });
  if (checks.length === 0) checks.push({ gate: `${gate}, without a limit`, where, passed: true, measured, limit: 0 });
  return checks;
}
