import { describe, expect, it } from "vitest";
import { mayStart, nextServed, type Place } from "./batch.ts";
import { estimateOf, PLANNED_COSTS } from "./regeneration.ts";

const spent = (pictures = 0, minutes = 0, bytes = 0) => ({ pictures, minutes, bytes });

describe("mayStart", () => {
  it("has no limit where none is given", () => {
    expect(mayStart({}, spent(1e9, 1e9, 1e15), 1e6)).toBe(true);
  });

  it("counts what is under way as spent pictures", () => {
    const budget = { pictures: 2 };
    expect([0, 1, 2].map((underWay) => mayStart(budget, spent(0), underWay))).toEqual([true, true, false]);
    expect([0, 1].map((underWay) => mayStart(budget, spent(1), underWay))).toEqual([true, false]);
    expect(mayStart(budget, spent(2), 0)).toBe(false);
  });

  it("expects of what is under way the mean so far, in minutes and bytes", () => {
    expect(mayStart({ minutes: 10 }, spent(4, 8), 0)).toBe(true);
    expect(mayStart({ minutes: 10 }, spent(4, 8), 1)).toBe(false);
    expect(mayStart({ bytes: 100 }, spent(4, 0, 80), 0)).toBe(true);
    expect(mayStart({ bytes: 100 }, spent(4, 0, 80), 1)).toBe(false);
    expect(mayStart({ minutes: 1 }, spent(0, 0), 5)).toBe(true);
  });

  it("stops at the first limit that is reached", () => {
    expect(mayStart({ pictures: 100, minutes: 1 }, spent(1, 1), 0)).toBe(false);
    expect(mayStart({ pictures: 1, minutes: 100 }, spent(1, 1), 0)).toBe(false);
  });
});

describe("nextServed", () => {
  it("is nobody at an empty table, and the only one there is", () => {
    expect(nextServed([])).toBe(-1);
    expect(nextServed([{ underWay: 99, lastServed: 99 }])).toBe(0);
  });

  it("takes the least under way, then the one that was served longest ago", () => {
    expect(
      nextServed([
        { underWay: 2, lastServed: 1 },
        { underWay: 1, lastServed: 9 },
      ]),
    ).toBe(1);
    expect(
      nextServed([
        { underWay: 1, lastServed: 3 },
        { underWay: 1, lastServed: 2 },
      ]),
    ).toBe(1);
  });

  it("shares a queue out evenly, a newcomer included", () => {
    const served = [0, 0, 0];
    const places: { underWay: number; lastServed: number }[] = [{ underWay: 6, lastServed: 0 }];
    for (let turn = 1; turn <= 60; turn++) {
      if (turn === 10) places.push({ underWay: 0, lastServed: 0 });
      if (turn === 20) places.push({ underWay: 0, lastServed: 0 });
      const next = nextServed(places as readonly Place[]);
      const place = places[next];
      if (!place) throw new Error("nobody is served");
      place.underWay++;
      place.lastServed = turn;
      served[next] = (served[next] ?? 0) + 1;
      // Whoever has most under way is done with one.
      const busiest = places.reduce((most, one) => (one.underWay > most.underWay ? one : most));
      busiest.underWay--;
    }
    const under = places.map(({ underWay }) => underWay);
    expect(Math.max(...under) - Math.min(...under)).toBeLessThanOrEqual(1);
    for (const times of served) expect(times).toBeGreaterThan(10);
  });
});

describe("estimateOf", () => {
  it("takes the mean for each that is to be made, and shares the time out over the studios", () => {
    const costs = { measured: 3, minutes: 2, renditions: 10, bytes: 1_000 };
    expect(estimateOf({ selected: 7, same: 2 }, costs, 4)).toEqual({
      selected: 7,
      same: 2,
      pictures: 5,
      renditions: 50,
      minutes: 2.5,
      bytes: 5_000,
      studios: 4,
      measured: 3,
    });
    expect(estimateOf({ selected: 0, same: 0 }, PLANNED_COSTS, 1)).toMatchObject({ pictures: 0, minutes: 0, bytes: 0 });
  });
});
