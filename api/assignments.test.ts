import { describe, expect, it } from "vitest";
import { CreativeId } from "../core/creative.ts";
import { randomFrom } from "../core/random.ts";
import { Assignments, VISITORS } from "./assignments.ts";
import { hexOf } from "./decision-ids.ts";

const DAY_S = 86_400;
const NOW_S = 1_800_000_000;
const arm = (n: number) => CreativeId.parse(`crv_${hexOf(0xffff_0000, n)}`);
const add = (known: Assignments, visitor: number, armLow = 1, nowS = NOW_S) =>
  known.add(visitor, visitor + 7, 0xffff_0000, armLow, nowS);
const drain = (known: Assignments) => known.untold(Number.POSITIVE_INFINITY);

describe("assignments", () => {
  it("of a million visitors fit into 64 MB, half of them empty", () => {
    expect(new Assignments().byteLength).toBeLessThan(64e6);
    expect(VISITORS).toBeGreaterThanOrEqual(1e6);
  });

  it("remember the arm, how often it was given, and how often it changed within a month", () => {
    const known = new Assignments(16);
    const at = add(known, 3);
    expect(known.find(3, 10)).toBe(at);
    expect([known.find(3, 11), known.find(4, 10)]).toEqual([-1, -1]);
    known.again(at, NOW_S + 1);
    expect([known.armOf(at), known.repeatsOf(at), known.changesOf(at, NOW_S)]).toEqual([arm(1), 2, 0]);
    known.change(at, 0xffff_0000, 2, NOW_S, true);
    known.change(at, 0xffff_0000, 3, NOW_S + 20 * DAY_S, true);
    known.change(at, 0xffff_0000, 4, NOW_S + 21 * DAY_S, false);
    expect([known.armOf(at), known.repeatsOf(at)]).toEqual([arm(4), 1]);
    expect(known.changesOf(at, NOW_S + 50 * DAY_S - 1)).toBe(2);
    expect(known.changesOf(at, NOW_S + 50 * DAY_S)).toBe(0);
    known.change(at, 0xffff_0000, 5, NOW_S + 50 * DAY_S, true);
    expect(known.changesOf(at, NOW_S + 50 * DAY_S)).toBe(1);
  });

  it("count repeats no further than they hold", () => {
    const known = new Assignments(1);
    const at = add(known, 1);
    for (let i = 0; i < 40_000; i++) known.again(at, NOW_S);
    expect(known.repeatsOf(at)).toBe(32_767);
    expect([known.isLocked(at), known.changesOf(at, NOW_S)]).toEqual([false, 0]);
  });

  it("lock the arm that was played, of visitors who are known or not", () => {
    const known = new Assignments(16);
    add(known, 1, 1);
    known.lock(hexOf(1, 8), arm(2), NOW_S);
    known.lock(hexOf(1, 8), arm(3), NOW_S);
    known.lock(hexOf(9, 9), arm(4), NOW_S);
    expect([known.find(1, 8), known.find(9, 9)].map((at) => [known.isLocked(at), known.armOf(at)])).toEqual([
      [true, arm(2)],
      [true, arm(4)],
    ]);
  });

  it("are bounded: a full bucket forgets whom it has not seen for longest, and who is locked last", () => {
    const known = new Assignments(8); // one bucket of 16
    for (let visitor = 0; visitor < 16; visitor++) add(known, visitor, 1, NOW_S + visitor);
    known.lock(hexOf(0, 7), arm(1), NOW_S);
    add(known, 100, 1, NOW_S + 100);
    expect([0, 1, 2, 100].map((visitor) => known.find(visitor, visitor + 7) >= 0)).toEqual([true, false, true, true]);
  });

  it("lose few of as many visitors as they are made for", () => {
    const known = new Assignments(2 ** 14);
    const random = randomFrom(4);
    const visitors = Array.from({ length: 2 ** 14 }, () => [random() * 2 ** 32, random() * 2 ** 32] as const);
    for (const [high, low] of visitors) known.add(high, low, 1, 1, NOW_S);
    const lost = visitors.filter(([high, low]) => known.find(high, low) < 0).length;
    expect(lost / visitors.length).toBeLessThan(0.003);
  });

  it("say what the store has not been told, once, and again where it could not be told", () => {
    const known = new Assignments(64);
    for (let visitor = 0; visitor < 40; visitor++) add(known, visitor);
    const first = known.untold(25);
    expect([first.length, known.untold(25).length, known.untold(25).length]).toEqual([25, 15, 0]);
    known.untell(first);
    expect(new Set(drain(known).map(({ visitor }) => visitor))).toEqual(new Set(first.map(({ visitor }) => visitor)));
    const at = known.find(5, 12);
    for (let i = 0; i < 7; i++) known.again(at, NOW_S + i);
    expect(drain(known)).toEqual([
      {
        visitor: hexOf(5, 12),
        creativeId: arm(1),
        givenAtS: NOW_S + 6,
        changedAtS: 0,
        changes: 0,
        repeats: 8,
        locked: false,
      },
    ]);
    known.again(at, NOW_S + 9); // the ninth time tells nothing that the eighth did not
    expect(drain(known)).toEqual([]);
  });

  it("merge what others know, whatever comes first: the newer arm, the later change, any lock", () => {
    const [one, other] = [new Assignments(16), new Assignments(16)];
    add(one, 1, 1, NOW_S);
    one.change(one.find(1, 8), 0xffff_0000, 2, NOW_S + 50, true);
    add(other, 1, 1, NOW_S + 10);
    other.lock(hexOf(1, 8), arm(1), NOW_S + 20);
    const [ofOne, ofOther] = [drain(one), drain(other)];
    const [a, b] = [new Assignments(16), new Assignments(16)];
    for (const row of [...ofOne, ...ofOther]) a.merge(row);
    for (const row of [...ofOther, ...ofOne, ...ofOther]) b.merge(row);
    for (const known of [a, b]) {
      const at = known.find(1, 8);
      expect([known.armOf(at), known.isLocked(at), known.changesOf(at, NOW_S + 60)]).toEqual([arm(1), true, 1]);
    }
    expect(drain(a), "what came from the store is not told to it again").toEqual([]);
  });
});
