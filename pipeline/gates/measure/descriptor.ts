import { gridOf, type Plane, type Seen } from "./seen.ts";

const SIDE = 64;
const CELLS = 4;
const DIRECTIONS = 8;
/** Bins of one chroma; the two together make a histogram of this squared. */
const CHROMA_BINS = 7;

/** How much each part counts in a squared distance; they sum to 1. */
const SHARES = { edges: 0.5, colours: 0.3, light: 0.2 };

/** Numbers in a descriptor. */
export const DESCRIPTOR_LENGTH = CELLS * CELLS * DIRECTIONS + CHROMA_BINS * CHROMA_BINS + 3 * CELLS * CELLS;

/**
 * What a picture looks like as 225 bytes: which way edges run in each of 4 by 4 cells (8 directions), which colours it
 * has, and how light and of what colour each cell is.
 *
 * The edges follow the gist of a scene (A. Oliva, A. Torralba, "Modeling the Shape of the Scene", IJCV 42, 2001), with
 * gradients in place of Gabor filters as in HOG (N. Dalal, B. Triggs, CVPR 2005). Histograms are compared by Hellinger's
 * distance, as square roots (R. Arandjelovic, A. Zisserman, "Three things everyone should know", CVPR 2012).
 */
export function descriptorOf({ luma, blue, red }: Seen): Uint8Array {
  const [light, cool, warm] = [luma, blue, red].map((plane) => gridOf(plane, SIDE, SIDE)) as [Plane, Plane, Plane];
  const colours = rooted(coloursIn(cool, warm), SHARES.colours);
  return Uint8Array.from([...rooted(edgesIn(light), SHARES.edges), ...colours, ...cellsOf(light, cool, warm)], byteOf);
}

const byteOf = (share: number): number => Math.round(255 * Math.min(1, Math.max(0, share)));

/** Square roots of a histogram's shares: the squares of two such runs' differences sum to 2 `part` at most. */
function rooted(counts: Float64Array, part: number): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  return counts.map((count) => Math.sqrt((part * count) / total / 2));
}

/** Gradient length by cell and direction; a direction and its opposite are one. */
function edgesIn({ data }: Plane): Float64Array {
  const sums = new Float64Array(CELLS * CELLS * DIRECTIONS);
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const at = y * SIDE + x;
      const across = (data[at + 1] as number) - (data[at - 1] as number);
      const down = (data[at + SIDE] as number) - (data[at - SIDE] as number);
      const length = Math.hypot(across, down);
      if (length === 0) continue;
      const cell = Math.floor((y * CELLS) / SIDE) * CELLS + Math.floor((x * CELLS) / SIDE);
      const turn = (Math.atan2(down, across) / Math.PI + 1) * DIRECTIONS;
      share(sums, cell * DIRECTIONS, turn % DIRECTIONS, length, true);
    }
  }
  return sums;
}

function coloursIn(cool: Plane, warm: Plane): Float64Array {
  // Most chroma of painted pictures lies within 64 of grey; what is beyond falls into the outer bins.
  const place = (chroma: number) => Math.min(1, Math.max(0, (chroma + 64) / 128)) * (CHROMA_BINS - 1);
  const counts = new Float64Array(CHROMA_BINS * CHROMA_BINS);
  for (let at = 0; at < cool.data.length; at++) {
    const row = place(cool.data[at] as number);
    const low = Math.floor(row);
    const column = place(warm.data[at] as number);
    share(counts, low * CHROMA_BINS, column, 1 - (row - low), false);
    if (row > low) share(counts, (low + 1) * CHROMA_BINS, column, row - low, false);
  }
  return counts;
}

/** Shares an amount between the two bins around a place, so that no small change moves it from one to another whole. */
function share(bins: Float64Array, offset: number, place: number, amount: number, circular: boolean): void {
  const low = Math.floor(place);
  const high = circular ? (low + 1) % DIRECTIONS : low + 1;
  bins[offset + low] = (bins[offset + low] as number) + amount * (1 - (place - low));
  if (place > low) bins[offset + high] = (bins[offset + high] as number) + amount * (place - low);
}

/** Mean luma and chromas of the cells, each 0..1, scaled so that opposite pictures are the whole part apart. */
function cellsOf(light: Plane, cool: Plane, warm: Plane): number[] {
  const scale = Math.sqrt(SHARES.light / (CELLS * CELLS * 3));
  const cells = (plane: Plane, offset: number) =>
    [...gridOf(plane, CELLS, CELLS).data].map((value) => ((value + offset) / 255) * scale);
  return [...cells(light, 0), ...cells(cool, 127.5), ...cells(warm, 127.5)];
}
