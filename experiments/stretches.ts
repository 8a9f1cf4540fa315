import type { CreativeId } from "../core/creative.ts";
import type { ArmShare, Policy } from "../core/experiment.ts";

/**
 * Which users see which arm. A user has one point in 0..1 for a title, the same for ever; the line is cut into
 * stretches, and each belongs to an arm. When shares change, arms that shrink give exactly what they lose to arms that
 * grow, so that the share of users who move is the total variation between old and new shares: no scheme can move fewer.
 *
 * Lengths are whole numbers of 2^-48, so that sums are exact and nothing wears off over ten thousand versions.
 */
export type Stretches = NonNullable<Policy["stretches"]>;

const LINE = 2 ** 48;

/** More pieces than this an arm, and small ones are exchanged until there are fewer; see `tidy`. */
export const PIECES_AN_ARM = 4;

type Piece = { length: number; owner: number };
const FREE = -1;

/**
 * @param previous arms and stretches as they stand; without any, equal shares in the order of their ids
 * @param next shares that sum to 1, each in 0..1
 * @returns stretches over `next`; at most `PIECES_AN_ARM` an arm
 * @throws RangeError when the shares do not sum to 1 within 1e-9
 */
export function stretchesOf(
  previous: { readonly arms: readonly ArmShare[]; readonly stretches?: Stretches | undefined } | null,
  next: readonly ArmShare[],
): Stretches {
  const want = onTheLine(next);
  const index = new Map<CreativeId, number>(next.map((arm, i) => [arm.creativeId, i]));
  const pieces = piecesOf(previous ?? evenly(next), index);
  const due = duesOf(pieces, want);
  slide(pieces, due);
  give(pieces, due);
  take(pieces, due);
  tidy(pieces, want.length * PIECES_AN_ARM);
  let reached = 0;
  const ends = pieces.map(({ length }) => {
    reached += length;
    return reached / LINE;
  });
  return { ends, of: pieces.map(({ owner }) => owner) };
}

/** The stretches of a policy that says none: one an arm, in order. */
export function plainStretches(arms: readonly ArmShare[]): Stretches {
  let reached = 0;
  const lengths = onTheLine(arms);
  const of = lengths.flatMap((length, i) => (length > 0 ? [i] : []));
  return {
    of,
    ends: of.map((i) => {
      reached += lengths[i] as number;
      return reached / LINE;
    }),
  };
}

/**
 * New policies with the stretches that move the fewest users from those before: from the same cell's, else from those of
 * its cluster without a context, which its users have seen until now, else from equal shares.
 */
export function stretched(before: readonly Policy[], next: readonly Policy[]): Policy[] {
  const key = (policy: Policy, context: string) => `${policy.titleId} ${policy.clusterId} ${context}`;
  const known = new Map(before.map((policy) => [key(policy, policy.context ?? ""), policy]));
  return next.map((policy) => {
    const from = known.get(key(policy, policy.context ?? "")) ?? known.get(key(policy, "")) ?? null;
    return { ...policy, stretches: stretchesOf(from, policy.arms) };
  });
}

/** Equal shares in the order of ids: what a cell without a policy serves. */
export function evenly(arms: readonly ArmShare[]): { arms: ArmShare[] } {
  const ids = arms.map(({ creativeId }) => creativeId).sort();
  return { arms: ids.map((creativeId) => ({ creativeId, probability: 1 / ids.length })) };
}

/** Shares as whole numbers that sum to the line, each off by less than one: ends of the running sum are rounded. */
function onTheLine(arms: readonly ArmShare[]): number[] {
  let sum = 0;
  let reached = 0;
  const lengths = arms.map(({ probability }) => {
    sum += probability;
    const end = Math.min(LINE, Math.round(sum * LINE));
    const length = end - reached;
    reached = end;
    return length;
  });
  if (!(Math.abs(sum - 1) <= 1e-9)) throw new RangeError(`shares sum to ${sum}, not to 1`);
  const largest = lengths.indexOf(Math.max(...lengths));
  lengths[largest] = (lengths[largest] as number) + LINE - reached;
  return lengths;
}

function piecesOf(
  previous: { readonly arms: readonly ArmShare[]; readonly stretches?: Stretches | undefined },
  index: ReadonlyMap<CreativeId, number>,
): Piece[] {
  const { ends, of } = previous.stretches ?? plainStretches(previous.arms);
  const pieces: Piece[] = [];
  let reached = 0;
  for (const [i, end] of ends.entries()) {
    const until = i === ends.length - 1 ? LINE : Math.round(end * LINE);
    const arm = previous.arms[of[i] as number];
    pieces.push({ length: until - reached, owner: (arm && index.get(arm.creativeId)) ?? FREE });
    reached = until;
  }
  join(pieces);
  return pieces;
}

/** What each arm must get, or below zero give. */
function duesOf(pieces: readonly Piece[], want: readonly number[]): number[] {
  const due = [...want];
  for (const { length, owner } of pieces) if (owner !== FREE) due[owner] = (due[owner] as number) - length;
  return due;
}

/** Merges neighbours of one owner, and drops what has no length. */
function join(pieces: Piece[]): void {
  let kept = 0;
  for (const piece of pieces) {
    if (piece.length === 0) continue;
    const last = kept > 0 ? (pieces[kept - 1] as Piece) : null;
    if (last && last.owner === piece.owner) last.length += piece.length;
    else pieces[kept++] = piece;
  }
  pieces.length = kept;
}

/**
 * Moves the borders between arms that shrink and arms that grow, which cuts nothing. An arm with few such neighbours
 * goes before one with many, and short pieces before long ones, so that they vanish.
 */
function slide(pieces: Piece[], due: number[]): void {
  for (let border = nextBorder(pieces, due); border; border = nextBorder(pieces, due)) {
    const giver = pieces[border.at] as Piece;
    const taker = pieces[border.at + border.step] as Piece;
    const length = Math.min(giver.length, -(due[giver.owner] as number), due[taker.owner] as number);
    due[giver.owner] = (due[giver.owner] as number) + length;
    due[taker.owner] = (due[taker.owner] as number) - length;
    giver.length -= length;
    taker.length += length;
    if (giver.length === 0) join(pieces);
  }
}

function nextBorder(pieces: readonly Piece[], due: readonly number[]): Border | null {
  const partners = due.map(() => 0);
  const seen = new Set<number>();
  const borders: Border[] = [];
  for (const [at, { owner }] of pieces.entries()) {
    if (owner === FREE || (due[owner] as number) >= 0) continue;
    for (const step of [-1, 1] as const) {
      const other = pieces[at + step]?.owner ?? FREE;
      if (other === FREE || (due[other] as number) <= 0) continue;
      borders.push({ at, step });
      const pair = owner * due.length + other;
      if (seen.has(pair)) continue;
      seen.add(pair);
      partners[owner] = (partners[owner] as number) + 1;
      partners[other] = (partners[other] as number) + 1;
    }
  }
  const choices = ({ at, step }: Border) =>
    Math.min(partners[(pieces[at] as Piece).owner] as number, partners[(pieces[at + step] as Piece).owner] as number);
  let best: Border | null = null;
  for (const border of borders) {
    const order = best ? choices(border) - choices(best) : -1;
    const shorter = best && (pieces[border.at] as Piece).length < (pieces[best.at] as Piece).length;
    if (order < 0 || (order === 0 && shorter)) best = border;
  }
  return best;
}

/**
 * Frees what shrinking arms must give: whole pieces first, the smallest first, so that fragments go. What is left to
 * give is cut beside an arm that grows, which then grows in place, or beside what is free already.
 */
function give(pieces: Piece[], due: number[]): void {
  for (let arm = 0; arm < due.length; arm++) {
    let owed = -(due[arm] as number);
    if (owed <= 0) continue;
    due[arm] = 0;
    const own = pieces.filter(({ owner }) => owner === arm).sort((a, b) => a.length - b.length);
    for (const piece of own) {
      if (piece.length > owed) break;
      piece.owner = FREE;
      owed -= piece.length;
    }
    if (owed > 0) cut(pieces, arm, owed, due);
  }
  join(pieces);
}

/** Frees `length` of one piece of `arm`, each of which is longer. */
function cut(pieces: Piece[], arm: number, length: number, due: readonly number[]): void {
  const hunger = (at: number): number => {
    const owner = pieces[at]?.owner;
    if (owner === undefined) return -1;
    // A neighbour that takes it whole, then what is free, then a neighbour that takes some of it.
    if (owner === FREE) return LINE;
    return (due[owner] as number) >= length ? 2 * LINE : Math.max(0, due[owner] as number);
  };
  let best = -1;
  let side = 0;
  let most = -2;
  for (const [at, { owner, length: whole }] of pieces.entries()) {
    if (owner !== arm || whole <= length) continue;
    for (const step of [-1, 1]) {
      if (hunger(at + step) > most) [most, best, side] = [hunger(at + step), at, step];
    }
  }
  const piece = pieces[best] as Piece;
  piece.length -= length;
  pieces.splice(side < 0 ? best : best + 1, 0, { length, owner: FREE });
}

/** Hands what is free to arms that grow: first to those beside it, then whole where it fits, else to who needs most. */
function take(pieces: Piece[], due: number[]): void {
  for (let at = pieces.findIndex(isFree); at >= 0; at = pieces.findIndex(isFree)) {
    const beside = besideOf(pieces, due);
    if (beside) grow(pieces, due, beside.at, beside.arm, beside.step);
    else {
      const largest = pieces.reduce((a, b, i) => (isFree(b) && b.length > (pieces[a] as Piece).length ? i : a), at);
      grow(pieces, due, largest, whoTakes((pieces[largest] as Piece).length, due), -1);
    }
    join(pieces);
  }
}

const isFree = ({ owner }: Piece): boolean => owner === FREE;

/** A free piece beside an arm that grows, the one of which the most is taken. */
function besideOf(pieces: readonly Piece[], due: readonly number[]): { at: number; arm: number; step: -1 | 1 } | null {
  let most = 0;
  let found: { at: number; arm: number; step: -1 | 1 } | null = null;
  for (const [at, piece] of pieces.entries()) {
    if (!isFree(piece)) continue;
    for (const step of [-1, 1] as const) {
      const arm = pieces[at + step]?.owner ?? FREE;
      const taken = arm === FREE ? 0 : Math.min(due[arm] as number, piece.length);
      if (taken > most) {
        most = taken;
        found = { at, arm, step };
      }
    }
  }
  return found;
}

/** The arm that needs little more than `length`, else the one that needs most. */
function whoTakes(length: number, due: readonly number[]): number {
  let best = 0;
  for (let arm = 1; arm < due.length; arm++) {
    const [a, b] = [due[arm] as number, due[best] as number];
    if (b >= length ? a >= length && a < b : a > b) best = arm;
  }
  return best;
}

/** Gives `arm` what it needs of the free piece at `at`, from the side where `step` points. */
function grow(pieces: Piece[], due: number[], at: number, arm: number, step: -1 | 1): void {
  const piece = pieces[at] as Piece;
  const taken = Math.min(piece.length, due[arm] as number);
  due[arm] = (due[arm] as number) - taken;
  piece.length -= taken;
  pieces.splice(step < 0 ? at : at + 1, 0, { length: taken, owner: arm });
}

/**
 * Where there are too many pieces, drops the smallest: it goes to a neighbour, and its owner is paid back through the
 * borders where arms meet elsewhere. This moves more users than the change of shares asks: the length of the smallest
 * piece, once for every border and once for itself.
 */
function tidy(pieces: Piece[], most: number): void {
  while (pieces.length > most) {
    const at = smallestOfSeveral(pieces);
    const { length, owner } = pieces[at] as Piece;
    const heir = (pieces[at - 1] ?? pieces[at + 1]) as Piece;
    (pieces[at] as Piece).owner = heir.owner;
    join(pieces);
    for (const border of wayBetween(pieces, heir.owner, owner)) shift(pieces, border, length);
    join(pieces);
  }
}

/** The smallest piece of an arm that has others. */
function smallestOfSeveral(pieces: readonly Piece[]): number {
  const counts = new Map<number, number>();
  for (const { owner } of pieces) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  let best = -1;
  for (const [at, { length, owner }] of pieces.entries()) {
    if ((counts.get(owner) as number) < 2) continue;
    if (best < 0 || length < (pieces[best] as Piece).length) best = at;
  }
  return best;
}

/** A border: the piece at `at` gives to its neighbour on the side of `step`. */
type Border = { readonly at: number; readonly step: -1 | 1 };

/** The fewest borders over which `from` can pay `to`, each arm handing on what it gets. */
function wayBetween(pieces: readonly Piece[], from: number, to: number): Border[] {
  const cameBy = new Map<number, Border>();
  const queue = [from];
  for (let arm = queue.shift(); arm !== undefined && arm !== to; arm = queue.shift()) {
    for (const [at, piece] of pieces.entries()) {
      if (piece.owner !== arm) continue;
      for (const step of [-1, 1] as const) {
        const next = pieces[at + step]?.owner;
        if (next === undefined || next === from || cameBy.has(next)) continue;
        cameBy.set(next, { at, step });
        queue.push(next);
      }
    }
  }
  const way: Border[] = [];
  for (let arm = to; arm !== from; ) {
    const border = cameBy.get(arm) as Border;
    way.unshift(border);
    arm = (pieces[border.at] as Piece).owner;
  }
  return way;
}

/** Every piece is at least as long as what is shifted: it is the length of the smallest. */
function shift(pieces: readonly Piece[], { at, step }: Border, length: number): void {
  (pieces[at] as Piece).length -= length;
  (pieces[at + step] as Piece).length += length;
}
