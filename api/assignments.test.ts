import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { Assignments, type Drawn, VISITORS } from "./assignments.ts";
import { hexOf } from "./decision-ids.ts";

const DAY_S = 86_400;
const NOW_S = 1_800_000_000;
const arm = (n: number) => CreativeId.parse(`crv_${hexOf(0xffff_0000, n)}`);
const HIGH = 0xffff_0000 | 0;
const drawn = (armLow: number, over: Partial<Drawn> = {}): Drawn => ({
  armHigh: HIGH,
  armLow,
  version: 3,
  propensity: 0.3,
  basis: "policy",
  ...over,
});
const add = (known: Assignments, visitor: number, armLow = 1, nowS = NOW_S) =>
  known.add(visitor, visitor + 7, drawn(armLow), nowS);
const drain = (known: Assignments) => known.untold(Number.POSITIVE_INFINITY);

describe("assignments", () => {
  it("of a million visitors fit into 64 MB, and of none into one", () => {
    const known = new Assignments();
    expect(known.byteLength).toBeLessThan(1e6);
    const random = randomFrom(2);
    for (let i = 0; i < 1.2e6; i++) known.add((random() * 2 ** 32) | 0, i, drawn(1), NOW_S);
    expect(known.byteLength).toBeLessThan(64e6);
    expect(VISITORS).toBeGreaterThanOrEqual(1e6);
  });

  it("remember the arm, what it was drawn with, how often it was given, and how often it was drawn anew within a month", () => {
    const known = new Assignments(16);
    add(known, 3);
    expect([known.find(3, 11), known.find(4, 10), known.find(3, 10)]).toEqual([false, false, true]);
    known.again(NOW_S + 1);
    expect([known.arm, known.repeats, known.turns(NOW_S)]).toEqual([arm(1), 2, 0]);
    expect([known.version, known.propensity, known.basis]).toEqual([3, 0.3, "policy"]);
    known.turn(drawn(2, { version: 4, propensity: 1e-9, basis: "row" }), NOW_S, true);
    expect([known.version, known.propensity, known.basis, known.repeats]).toEqual([4, 1e-9, "row", 1]);
    known.turn(drawn(2), NOW_S + 20 * DAY_S, true);
    expect(known.repeats, "it is the same arm").toBe(2);
    known.turn(drawn(4), NOW_S + 21 * DAY_S, false);
    expect([known.arm, known.repeats]).toEqual([arm(4), 1]);
    expect(known.turns(NOW_S + 50 * DAY_S - 1)).toBe(2);
    expect(known.turns(NOW_S + 50 * DAY_S)).toBe(0);
    known.turn(drawn(5), NOW_S + 50 * DAY_S, true);
    expect(known.turns(NOW_S + 50 * DAY_S)).toBe(1);
  });

  it("count repeats no further than they hold", () => {
    const known = new Assignments(1);
    add(known, 1);
    for (let i = 0; i < 40_000; i++) known.again(NOW_S);
    expect([known.repeats, known.isLocked, known.turns(NOW_S)]).toEqual([32_767, false, 0]);
  });

  it("lock the arm that was played, of visitors who are known or not", () => {
    const known = new Assignments(16);
    add(known, 1, 1);
    known.lock(hexOf(1, 8), arm(2), NOW_S);
    known.lock(hexOf(1, 8), arm(3), NOW_S);
    known.lock(hexOf(0x9000_0009, 0xf000_0009), arm(4), NOW_S);
    expect([known.find(1, 8), known.isLocked, known.arm]).toEqual([true, true, arm(2)]);
    expect([known.find(0x9000_0009 | 0, 0xf000_0009 | 0), known.isLocked, known.arm]).toEqual([true, true, arm(4)]);
  });

  it("are bounded: a full bucket forgets whom it has not seen for longest, and who is locked last", () => {
    const known = new Assignments(8); // one bucket of 12 a segment
    for (let visitor = 0; visitor < 12; visitor++) add(known, visitor, 1, NOW_S + visitor);
    known.lock(hexOf(0, 7), arm(1), NOW_S);
    add(known, 100, 1, NOW_S + 100);
    expect([0, 1, 2, 100].map((visitor) => known.find(visitor, visitor + 7))).toEqual([true, false, true, true]);
  });

  it("grow with their visitors, and lose none of them, nor what the store has not been told", () => {
    const known = new Assignments();
    const before = known.byteLength;
    const random = randomFrom(6);
    const highs = Array.from({ length: 30_000 }, () => (random() * 2 ** 32) | 0);
    highs.forEach((high, i) => void known.add(high, i, drawn(i), NOW_S));
    expect(known.byteLength).toBeGreaterThan(before);
    expect(highs.filter((high, i) => !known.find(high, i) || known.armLow !== i)).toEqual([]);
    expect(drain(known).length).toBe(30_000);
    expect(drain(known)).toEqual([]);
  });

  it("lose few of as many visitors as they are made for", () => {
    const known = new Assignments(2 ** 14);
    const random = randomFrom(4);
    const visitors = Array.from(
      { length: 2 ** 14 },
      () => [(random() * 2 ** 32) | 0, (random() * 2 ** 32) | 0] as const,
    );
    for (const [high, low] of visitors) known.add(high, low, drawn(1), NOW_S);
    const lost = visitors.filter(([high, low]) => !known.find(high, low)).length;
    expect(lost / visitors.length).toBeLessThan(0.03);
  });

  it("say what the store has not been told, once, and again where it could not be told", () => {
    const known = new Assignments();
    const spread = (visitor: number) => Math.imul(visitor, 0x9e3779b1);
    for (let visitor = 0; visitor < 40; visitor++) add(known, spread(visitor));
    const first = known.untold(25);
    expect([first.length, known.untold(25).length, known.untold(25).length]).toEqual([25, 15, 0]);
    known.untell(first);
    expect(new Set(drain(known).map(({ visitor }) => visitor))).toEqual(new Set(first.map(({ visitor }) => visitor)));
    known.find(spread(5), spread(5) + 7);
    for (let i = 0; i < 7; i++) known.again(NOW_S + i);
    const told = {
      creativeId: arm(1),
      policyVersion: 3,
      propensity: 0.3,
      basis: "policy",
      givenAtS: NOW_S + 6,
      turnedAtS: 0,
      turns: 0,
      repeats: 8,
      locked: false,
    };
    expect(drain(known)).toEqual([{ visitor: hexOf(spread(5), spread(5) + 7), ...told }]);
    known.find(spread(5), spread(5) + 7);
    known.again(NOW_S + 9); // the ninth time tells nothing that the eighth did not
    expect(drain(known)).toEqual([]);
  });

  it("merge what others know, whatever comes first: the newer lot, the later turn, any lock", () => {
    const [one, other] = [new Assignments(16), new Assignments(16)];
    add(one, 1, 1, NOW_S);
    one.turn(drawn(2), NOW_S + 50, true);
    add(other, 1, 1, NOW_S + 10);
    other.lock(hexOf(1, 8), arm(1), NOW_S + 20);
    const [ofOne, ofOther] = [drain(one), drain(other)];
    const [a, b] = [new Assignments(16), new Assignments(16)];
    for (const row of [...ofOne, ...ofOther]) a.merge(row);
    for (const row of [...ofOther, ...ofOne, ...ofOther]) b.merge(row);
    for (const known of [a, b])
      expect([known.find(1, 8), known.arm, known.isLocked, known.turns(NOW_S + 60)]).toEqual([true, arm(1), true, 1]);
    expect(drain(a), "what came from the store is not told to it again").toEqual([]);
  });

  it("forget nobody for somebody who was not seen for longer", () => {
    const known = new Assignments(8);
    for (let visitor = 0; visitor < 12; visitor++) add(known, visitor, 1, NOW_S);
    const lot = { policyVersion: 1, propensity: 0.5, basis: "policy" } as const;
    const row = { creativeId: arm(1), ...lot, turnedAtS: 0, turns: 0, repeats: 1, locked: false };
    known.merge({ ...row, visitor: hexOf(99, 1), givenAtS: NOW_S - 5 });
    expect(known.find(99, 1)).toBe(false);
    known.merge({ ...row, visitor: hexOf(99, 2), givenAtS: NOW_S + 5 });
    expect(known.find(99, 2)).toBe(true);
  });
});
