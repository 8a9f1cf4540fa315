import { expect, test } from "vitest";
import { Ledger, type Outcome } from "./ledger.ts";

const outcome = (policyVersion: number, clicked: boolean): Outcome => ({
  policyVersion,
  clicked,
  best: 0.2,
  bestForEverybody: 0.1,
  control: 0.05,
});

test("every visit is in one version and one tenth", () => {
  const ledger = new Ledger(5);
  for (let visit = 0; visit < 100; visit++) ledger.add(outcome(Math.floor(visit / 25), visit >= 90));
  expect([ledger.visits, ledger.clicks, ledger.versions, ledger.policyVersion]).toEqual([100, 10, 4, 3]);
  expect(ledger.firstTenth).toMatchObject({ visits: 10, clicks: 0 });
  expect(ledger.lastTenth).toMatchObject({ visits: 10, clicks: 10 });
  expect(ledger.lastTenth.best).toBeCloseTo(0.2, 12);
  expect(ledger.curve(1).map(({ visits }) => visits)).toEqual([25, 25, 25, 25]);
});

test("versions that few visits met are joined, and no visit is lost", () => {
  const ledger = new Ledger();
  for (const version of [1, 2, 2, 2, 3, 3, 3, 3, 4]) ledger.add(outcome(version, version === 3));
  const curve = ledger.curve(3);
  expect(curve.map(({ policyVersion, visits, clicks }) => [policyVersion, visits, clicks])).toEqual([
    [2, 4, 0],
    [4, 5, 4],
  ]);
});

test("no visits make an empty curve, and one makes one stretch", () => {
  const ledger = new Ledger();
  expect(ledger.curve(10)).toEqual([]);
  ledger.add(outcome(0, true));
  expect(ledger.curve(10)).toHaveLength(1);
});
