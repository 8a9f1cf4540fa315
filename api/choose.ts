import { createHash } from "node:crypto";
import type { CreativeId } from "../core/creative.ts";
import type { Basis } from "../core/event.ts";
import type { Deciding } from "../core/workspace.ts";
import { type DrawSalts, type DrawTerms, draw } from "../experiments/draw.ts";
import { drawFrom, type Lot } from "../experiments/lot.ts";
import { pointOf } from "../experiments/point.ts";
import type { Assignments, Drawn } from "./assignments.ts";
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

/** As many changes a month are no limit: every decision is drawn by the policy of the day. */
const UNLIMITED = 100;

/**
 * Chooses one arm of a cell, in this order: the arm of whoever has played the title; the control for the holdout; what
 * the experiment draws no lot for; the arm that a visitor has; a lot. What was chosen is remembered.
 *
 * A visitor's arm is drawn when it is first asked for, and anew at its turns: when shares have moved far enough since,
 * as long as the budget of changes has a turn left. In between it stays, and decisions state the version and the
 * propensity that it was drawn with; where not all arms can be shown, they are `kept`, which is no lot. When turns come hangs on policies and times alone, never on what a lot would say:
 * whoever would have changed may not be told apart from who would not, or those who are drawn would no longer be drawn
 * with the propensity that they state.
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
  };
  deciding: Deciding;
  // What the last call chose: an index of the cell's lot, or what no lot holds.
  arm = 0;
  kept: CreativeId | null = null;
  propensity = 1;
  basis: Basis = "fallback";
  repeat = 0;
  version = 0;

  constructor(salt: string, assignments: Assignments, deciding: Deciding) {
    this.#salts = saltsOf(salt);
    this.#assignments = assignments;
    this.deciding = deciding;
  }

  /** By a lot of users alone, that nothing else is drawn with. */
  isHeldOut(high: number, low: number): boolean {
    return pointOf(high, low, this.#salts.holdoutHigh, this.#salts.holdoutLow) < this.deciding.holdout;
  }

  make(cell: Cell, view: TitleView, who: Chooser, version: number, nowMs: number, row: Neighbours | null): void {
    const known = this.#assignments;
    const nowS = Math.floor(nowMs / 1_000);
    const asks = who.isUser && !who.isHeldOut && cell.basis !== "fallback";
    let isKnown = asks && known.find(who.high, who.low);
    this.version = version;
    if (isKnown && known.isLocked && this.#holds(cell, view)) return void this.#keep(cell, "locked", nowS);
    if (who.isHeldOut) return void this.#set(0, 1, "holdout", 0);
    if (cell.basis !== "policy") return void this.#set(0, 1, cell.basis, 0);
    if (asks && cell.salt !== 0) isKnown = known.find(who.high ^ cell.salt, who.low);
    const left = this.deciding.changesAMonth - (isKnown ? known.turns(nowS) : 0);
    const isFree = this.deciding.changesAMonth >= UNLIMITED;
    if (isKnown && !isFree && !(left > 0 && this.#isDue(cell, nowMs))) this.#stand(cell, view, who, nowS);
    else this.#draw(cell, who, nowMs, row, isKnown, isFree || left > (isKnown ? 1 : 0));
  }

  /** Whether a lock counts here. */
  #holds(cell: Cell, view: TitleView): boolean {
    return cell.locks && this.deciding.lockAfterPlay && view.isShown(this.#assignments.arm, cell.channel);
  }

  /** Whether the visitor's arm is to be drawn anew; never where not all arms can be. Novelty lasts for a day. */
  #isDue(cell: Cell, nowMs: number): boolean {
    const known = this.#assignments;
    if (cell.fewer) return false;
    if (known.basis === "novelty" && Math.floor((known.givenAtS * 1_000) / DAY_MS) !== Math.floor(nowMs / DAY_MS))
      return true;
    return cell.movedAt > known.version;
  }

  /** The visitor's arm stays. */
  #stand(cell: Cell, view: TitleView, who: Chooser, nowS: number): void {
    const known = this.#assignments;
    const held = armIn(cell.lot, known.armHigh, known.armLow);
    if (held >= 0 && !cell.fewer && known.basis !== "kept") {
      this.version = known.version;
      this.#set(held, known.propensity, known.basis, known.repeats);
      known.again(nowS);
    } else if (held >= 0) this.#keep(cell, "kept", nowS);
    else {
      // Not at its turn, so it is not a lot. An arm that only this channel does not have is still the visitor's.
      const arm = drawFrom(cell.lot, who.high, who.low, this.#salts.lotHigh, this.#salts.lotLow);
      if (!view.hasArm(known.arm)) known.turn(this.#drawn(cell, arm, 1, "kept"), nowS, false);
      this.#set(arm, 1, "kept", 0);
    }
  }

  #draw(cell: Cell, who: Chooser, nowMs: number, row: Neighbours | null, isKnown: boolean, mayReturn: boolean): void {
    const known = this.#assignments;
    const nowS = Math.floor(nowMs / 1_000);
    this.#terms.high = who.high;
    this.#terms.low = who.low;
    // Coming back is a turn too.
    this.#terms.novelty = cell.learns && mayReturn ? 2 * (who.novelty ?? MIDDLING) * this.deciding.novelty : 0;
    this.#terms.day = Math.floor(nowMs / DAY_MS);
    this.#terms.wishes = cell.learns && row ? row.wishesFor(cell.looks) : null;
    const { arm, propensity, basis } = draw(cell.lot, this.#terms, this.#salts);
    this.#set(arm, propensity, basis, 0);
    if (!who.isUser || cell.fewer) return;
    const drawn = this.#drawn(cell, arm, propensity, basis);
    if (!isKnown) return void known.add(who.high ^ cell.salt, who.low, drawn, nowS);
    if (known.armHigh === drawn.armHigh && known.armLow === drawn.armLow) this.repeat = known.repeats;
    known.turn(drawn, nowS, this.deciding.changesAMonth < UNLIMITED);
  }

  #drawn({ lot: { words } }: Cell, arm: number, propensity: number, basis: Drawn["basis"]): Drawn {
    const { version } = this;
    return { armHigh: words[2 * arm] as number, armLow: words[2 * arm + 1] as number, version, propensity, basis };
  }

  #set(arm: number, propensity: number, basis: Basis, repeat: number): void {
    this.arm = arm;
    this.kept = null;
    this.propensity = propensity;
    this.basis = basis;
    this.repeat = repeat;
  }

  /** What the visitor has stays, for certain, whatever it was drawn with. */
  #keep({ lot }: Cell, basis: "kept" | "locked", nowS: number): void {
    const known = this.#assignments;
    const held = armIn(lot, known.armHigh, known.armLow);
    this.#set(held, 1, basis, known.repeats);
    if (held < 0) this.kept = known.arm;
    known.again(nowS);
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
