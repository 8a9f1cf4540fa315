import { createHash } from "node:crypto";
import type { CreativeId } from "../core/creative.ts";
import type { Basis } from "../core/event.ts";
import type { Deciding } from "../core/workspace.ts";
import { type DrawSalts, type DrawTerms, draw } from "../experiments/draw.ts";
import type { Lot } from "../experiments/lot.ts";
import { pointOf } from "../experiments/point.ts";
import type { Assignments } from "./assignments.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Cell, TitleView } from "./title-view.ts";

/** A user of middling tolerance gets the workspace's share of novelty; the most tolerant twice as much. */
const MIDDLING = 0.5;

const DAY_MS = 86_400_000;

/** Who is chosen for: halves, as signed words, of a keyed hash of user and title, or of a decision without a user. */
export type Chooser = {
  readonly high: number;
  readonly low: number;
  readonly isUser: boolean;
  readonly isHeldOut: boolean;
  /** The user's tolerance of artwork outside the cluster's habit, 0..1. */
  readonly novelty: number | undefined;
};

/**
 * Chooses one arm of a cell, in this order: the control for the holdout; the arm of whoever has played the title; what
 * the experiment draws no lot for; the arm of whoever has no changes left; a lot. What was chosen is remembered.
 *
 * Whether a decision is drawn hangs on what the visitor was given before and never on what the lot would say now, so
 * that those that are drawn have the propensity that they state.
 */
export class Choice {
  readonly #assignments: Assignments;
  readonly #salts: Salts;
  readonly #terms: { -readonly [Name in keyof DrawTerms]: DrawTerms[Name] } = {
    high: 0,
    low: 0,
    novelty: 0,
    day: 0,
    wishes: null,
    bound: -1,
  };
  deciding: Deciding;
  // What the last call chose: an index of the cell's lot, or what no lot holds.
  arm = 0;
  kept: CreativeId | null = null;
  propensity = 1;
  basis: Basis = "fallback";
  repeat = 0;

  constructor(salt: string, assignments: Assignments, deciding: Deciding) {
    this.#salts = saltsOf(salt);
    this.#assignments = assignments;
    this.deciding = deciding;
  }

  /** By a lot of users alone, that nothing else is drawn with. */
  isHeldOut(high: number, low: number): boolean {
    return pointOf(high, low, this.#salts.holdoutHigh, this.#salts.holdoutLow) < this.deciding.holdout;
  }

  make(cell: Cell, view: TitleView, who: Chooser, nowMs: number, row: Neighbours | null): void {
    const known = this.#assignments;
    const nowS = Math.floor(nowMs / 1_000);
    const isKnown = who.isUser && !who.isHeldOut && cell.basis !== "fallback" && known.find(who.high, who.low);
    const held = isKnown ? armIn(cell.lot, known.armHigh, known.armLow) : -1;
    const room = this.deciding.changesAMonth - (isKnown ? known.changes(nowS) : 0);
    if (isKnown && known.isLocked && this.#holds(cell, view)) this.#keep(held, "locked", nowS);
    else if (who.isHeldOut) this.#set(0, 1, "holdout", 0);
    else if (cell.basis !== "policy") this.#set(0, 1, cell.basis, 0);
    else if (held >= 0 && room <= 0) this.#keep(held, "kept", nowS);
    else {
      this.#aim(cell, who, nowMs, row, !isKnown, held, room);
      const { arm, propensity, basis } = draw(cell.lot, this.#terms, this.#salts);
      const repeat = who.isUser ? this.#remember(cell.lot, arm, view, who, isKnown, held, nowS) : 0;
      this.#set(arm, propensity, basis, repeat);
    }
  }

  /** Whether a lock counts here. */
  #holds(cell: Cell, view: TitleView): boolean {
    return cell.locks && this.deciding.lockAfterPlay && view.isShown(this.#assignments.arm, cell.channel);
  }

  #aim(
    cell: Cell,
    who: Chooser,
    nowMs: number,
    row: Neighbours | null,
    isNew: boolean,
    held: number,
    room: number,
  ): void {
    // There and back again are two changes. Whoever is new has been nowhere yet.
    const isFree = isNew ? room > 0 : room > 1;
    const turns = cell.learns && (isFree || held >= 0);
    this.#terms.high = who.high;
    this.#terms.low = who.low;
    this.#terms.novelty = turns ? 2 * (who.novelty ?? MIDDLING) * this.deciding.novelty : 0;
    this.#terms.day = Math.floor(nowMs / DAY_MS);
    this.#terms.wishes = turns && row ? row.wishesFor(cell.looks) : null;
    this.#terms.bound = isFree ? -1 : held;
  }

  #set(arm: number, propensity: number, basis: Basis, repeat: number): void {
    this.arm = arm;
    this.kept = null;
    this.propensity = propensity;
    this.basis = basis;
    this.repeat = repeat;
  }

  /** What the visitor has stays, for certain. @param held its index in the lot; -1: it is in none */
  #keep(held: number, basis: "kept" | "locked", nowS: number): void {
    this.#set(held, 1, basis, this.#assignments.repeats);
    if (held < 0) this.kept = this.#assignments.arm;
    this.#assignments.again(nowS);
  }

  /** @returns how often the visitor was given the arm before */
  #remember(
    lot: Lot,
    arm: number,
    view: TitleView,
    who: Chooser,
    isKnown: boolean,
    held: number,
    nowS: number,
  ): number {
    const known = this.#assignments;
    if (isKnown && arm === held) {
      const { repeats } = known;
      known.again(nowS);
      return repeats;
    }
    const armHigh = lot.words[2 * arm] as number;
    const armLow = lot.words[2 * arm + 1] as number;
    if (!isKnown) known.add(who.high, who.low, armHigh, armLow, nowS);
    // An arm that only this channel does not have is still the visitor's; one that is gone costs no budget.
    else if (held >= 0) known.change(armHigh, armLow, nowS, true);
    else if (!view.hasArm(known.arm)) known.change(armHigh, armLow, nowS, false);
    return 0;
  }
}

/** Which arm that can be chosen has these digits; -1: none. */
function armIn({ eligible, words }: Lot, high: number, low: number): number {
  for (const arm of eligible) if (words[2 * arm + 1] === low && words[2 * arm] === high) return arm;
  return -1;
}

type Salts = DrawSalts & Readonly<Record<"holdoutHigh" | "holdoutLow", number>>;

function saltsOf(salt: string): Salts {
  const words = createHash("sha256").update(`lots of ${salt}`).digest();
  const word = (i: number) => words.readInt32LE(4 * i);
  return {
    holdoutHigh: word(0),
    holdoutLow: word(1),
    lotHigh: word(2),
    lotLow: word(3),
    noveltyHigh: word(4),
    noveltyLow: word(5),
    rowHigh: word(6),
    rowLow: word(7),
  };
}
