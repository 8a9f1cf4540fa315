/** Steps to the eight neighbours; the opposite of direction `d` is `7 - d`. */
export const STEPS: readonly (readonly [dx: number, dy: number])[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
];

/** A picture's pixels as a network of pipes. Capacities are whole numbers of 0 or more. */
export type Grid = {
  readonly width: number;
  readonly height: number;
  /** Above 0: from the source to the pixel; below 0: from the pixel to the sink. */
  readonly terminal: Int32Array;
  /** For each of the eight directions, the pipe from each pixel to its neighbour; those that leave the grid are 0. */
  readonly pipes: readonly Int32Array[];
};

/**
 * The cheapest cut between source and sink, by Dinic's algorithm (1970): blocking flows along shortest ways, until no
 * way is left. What the source still reaches is its side.
 *
 * @returns 1 for pixels of the source's side, 0 for the others
 */
export function minCut({ width, height, terminal, pipes }: Grid): Uint8Array {
  const count = width * height;
  const left = Int32Array.from(terminal);
  const room = pipes.map((pipe) => Int32Array.from(pipe));
  const offsets = STEPS.map(([dx, dy]) => dy * width + dx);
  const level = new Int32Array(count);
  const queue = new Int32Array(count);
  const turn = new Uint8Array(count);

  /** Breadth first from the source; whether the sink was met. */
  const survey = (): boolean => {
    level.fill(-1);
    let tail = 0;
    for (let pixel = 0; pixel < count; pixel++)
      if ((left[pixel] ?? 0) > 0) {
        level[pixel] = 0;
        queue[tail++] = pixel;
      }
    let met = false;
    for (let head = 0; head < tail; head++) {
      const pixel = queue[head] as number;
      if ((left[pixel] ?? 0) < 0) met = true;
      for (let d = 0; d < 8; d++) {
        if ((room[d]?.[pixel] ?? 0) === 0) continue;
        const next = pixel + (offsets[d] as number);
        if (level[next] !== -1) continue;
        level[next] = (level[pixel] ?? 0) + 1;
        queue[tail++] = next;
      }
    }
    return met;
  };

  const way = new Int32Array(count);
  const taken = new Uint8Array(count);
  /** Pushes what it can from one pixel of the source along ways that go up one level at each step. */
  const push = (start: number): void => {
    let depth = 0;
    way[0] = start;
    while (depth >= 0 && (left[start] ?? 0) > 0) {
      const pixel = way[depth] as number;
      if ((left[pixel] ?? 0) < 0) {
        let flow = Math.min(left[start] ?? 0, -(left[pixel] ?? 0));
        for (let i = 0; i < depth; i++) flow = Math.min(flow, room[taken[i] as number]?.[way[i] as number] ?? 0);
        for (let i = 0; i < depth; i++) {
          const d = taken[i] as number;
          const [from, to] = [way[i] as number, way[i + 1] as number];
          (room[d] as Int32Array)[from] = (room[d]?.[from] ?? 0) - flow;
          (room[7 - d] as Int32Array)[to] = (room[7 - d]?.[to] ?? 0) + flow;
        }
        left[start] = (left[start] ?? 0) - flow;
        left[pixel] = (left[pixel] ?? 0) + flow;
        // Back to the first pipe that is full.
        let full = depth;
        for (let i = depth - 1; i >= 0; i--) if ((room[taken[i] as number]?.[way[i] as number] ?? 0) === 0) full = i;
        depth = full;
        continue;
      }
      let moved = false;
      for (; (turn[pixel] ?? 0) < 8; turn[pixel] = (turn[pixel] ?? 0) + 1) {
        const d = turn[pixel] as number;
        if ((room[d]?.[pixel] ?? 0) === 0) continue;
        const next = pixel + (offsets[d] as number);
        if (level[next] !== (level[pixel] ?? 0) + 1) continue;
        taken[depth] = d;
        way[++depth] = next;
        moved = true;
        break;
      }
      if (moved) continue;
      // A dead end: nobody comes here again before the next survey.
      level[pixel] = -2;
      depth--;
    }
  };

  while (survey()) {
    turn.fill(0);
    for (let pixel = 0; pixel < count; pixel++) if ((left[pixel] ?? 0) > 0) push(pixel);
  }
  return Uint8Array.from(level, (value) => (value >= 0 ? 1 : 0));
}
