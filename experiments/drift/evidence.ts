import { z } from "zod";
import type { Counts } from "../posterior.ts";
import type { Table } from "../worlds/play.ts";
import { suspicionIn } from "./change.ts";
import { Doubt, remains, trustIn } from "./doubt.ts";
import { combined, emptyGrid, Grid, gridOf, grownGrid, type Shape, sumOf, tableOf } from "./grid.ts";
import { foldLevel, Level, levelVariance, NO_LEVEL } from "./level.ts";
import { compacted, Stretch, UNIT_CLICKS } from "./windows.ts";

/** What is known of one title's arms over time: at most twelve grids, however long it runs. */
export const EvidenceState = z.strictObject({
  version: z.literal(1),
  clusters: z.int().min(0),
  arms: z.int().min(0),
  /** Exposures counted in all. */
  seen: z.number().min(0),
  /** A past that may not hold any more, and all of the time before `kept`. */
  doubt: Doubt.nullable(),
  /** Too old to look for a change in. */
  kept: Grid,
  recent: z.array(Stretch),
  /** The unit that is being filled. */
  open: Grid,
  level: Level,
});
export type EvidenceState = z.infer<typeof EvidenceState>;

/** A cell whose past was doubted. */
export type Change = {
  readonly cluster: number;
  readonly arm: number;
  readonly direction: "fell" | "rose";
  /** Exposures of the title before the change. */
  readonly since: number;
  /** How likely it is that the cell did change, after all that was counted since. */
  readonly probability: number;
  /** Whether that is likely enough to reopen what was settled. */
  readonly changed: boolean;
};

const SURE = 0.9;

/**
 * Folds one batch into what is known of a title; calls must be in the order of time.
 *
 * Nothing is forgotten until something seems to have changed. Then all of the past is put in doubt, and counts cell by cell as
 * far as the new time bears it out. So in a steady world this costs next to nothing.
 *
 * @param batch by cluster and arm; clusters and arms may be added at the end at any time
 * @throws RangeError when a count is impossible
 */
export function foldEvidence(state: EvidenceState | null, batch: Table<Counts>): EvidenceState {
  const before = resized(state, batch);
  const counts = gridOf(batch, before);
  const open = combined(before.open, counts);
  const next = { ...before, open, seen: before.seen + sumOf(counts.exposures) };
  return sumOf(open.clicks) < UNIT_CLICKS ? next : closeUnit(next);
}

/** Ends a unit: it joins the recent stretches, and a change is looked for. */
function closeUnit(state: EvidenceState): EvidenceState {
  const empty = emptyGrid(state);
  const level = foldLevel(state.level, state.open, gridOfAll({ ...state, open: empty }), state);
  const { recent, left } = compacted([...state.recent, { weight: 1, grid: state.open }]);
  const kept = left ? combined(state.kept, left) : state.kept;
  const next = { ...state, level, recent, kept, open: empty };
  const all = gridOfAll(next);
  const suspicion = suspicionIn(all, recent, levelVariance(level), state);
  if (!suspicion) return next;
  const window = recent.slice(suspicion.from);
  const since = window.reduce((sum, { grid }) => combined(sum, grid), empty);
  const { direction, cells, evidence } = suspicion;
  return {
    ...next,
    kept: empty,
    recent: window,
    doubt: {
      past: combined(all, since, -1),
      cells: [...cells],
      direction,
      since: state.seen - sumOf(since.exposures),
      evidence,
    },
  };
}

/** What the arms are to be judged by: exposures and clicks, discounted where their past is doubted. */
export const evidenceOf = (state: EvidenceState): Counts[][] => tableOf(gridOfAll(state), state);

/** Cells that were suspected last, and what became of it. */
export function changesOf(state: EvidenceState): Change[] {
  const { doubt, arms } = state;
  if (!doubt) return [];
  const { holds } = trustIn(doubt, present(state), levelVariance(state.level), state);
  return doubt.cells.map((cell) => {
    const probability = 1 - (holds[cell] as number);
    return {
      cluster: Math.floor(cell / arms),
      arm: cell % arms,
      direction: doubt.direction,
      since: doubt.since,
      probability,
      changed: probability >= SURE,
    };
  });
}

/** All that is not doubted. */
const present = ({ kept, recent, open }: EvidenceState): Grid =>
  recent.reduce((sum, { grid }) => combined(sum, grid), combined(kept, open));

function gridOfAll(state: EvidenceState): Grid {
  const since = present(state);
  if (!state.doubt) return since;
  const trust = trustIn(state.doubt, since, levelVariance(state.level), state);
  return combined(since, remains(state.doubt, trust, state));
}

function resized(state: EvidenceState | null, batch: Table<Counts>): EvidenceState {
  const arms = Math.max(state?.arms ?? 0, ...batch.map((row) => row.length));
  const to: Shape = { clusters: Math.max(state?.clusters ?? 0, batch.length), arms };
  const empty = emptyGrid(to);
  if (!state) return { version: 1, ...to, seen: 0, doubt: null, kept: empty, recent: [], open: empty, level: NO_LEVEL };
  if (state.clusters === to.clusters && state.arms === to.arms) return state;
  const { doubt } = state;
  const moved = (cell: number) => Math.floor(cell / state.arms) * arms + (cell % state.arms);
  return {
    ...state,
    ...to,
    doubt: doubt && { ...doubt, past: grownGrid(doubt.past, state, to), cells: doubt.cells.map(moved) },
    kept: grownGrid(state.kept, state, to),
    recent: state.recent.map(({ weight, grid }) => ({ weight, grid: grownGrid(grid, state, to) })),
    open: grownGrid(state.open, state, to),
  };
}
