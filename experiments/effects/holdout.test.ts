import { expect, it } from "vitest";
import { randomFrom } from "../../core/random.ts";
import type { TitleId } from "../../core/title.ts";
import { marqueeBandit } from "../bandit/marquee.ts";
import { systemLift } from "./holdout.ts";
import { collect, stratum } from "./testing/collect.ts";

it("of one cell is the ratio of its two rates, with the interval of two logarithms", () => {
  const cell = [
    stratum({ basis: "policy", exposures: 800, clicks: 60 }),
    stratum({ basis: "kept", exposures: 200, clicks: 20 }),
    stratum({ basis: "holdout", exposures: 500, clicks: 25 }),
    stratum({ basis: "fallback", exposures: 5_000, clicks: 1 }),
  ];
  const lift = systemLift(cell);
  const error = Math.sqrt(1 / 80 - 1 / 1_000 + 1 / 25 - 1 / 500);
  expect(lift?.ratio).toBeCloseTo(0.08 / 0.05 - 1, 12);
  expect(lift?.low).toBeCloseTo(1.6 * Math.exp(-1.959964 * error) - 1, 5);
  expect(lift?.high).toBeCloseTo(1.6 * Math.exp(1.959964 * error) - 1, 5);
  expect(lift).toMatchObject({ experiment: { exposures: 1_000, clicks: 80 }, holdout: { exposures: 500, clicks: 25 } });
});

it("does not take a busy title for a lift, nor a season", () => {
  const of = (titleId: string, policyVersion: number, rate: number, held: number) => [
    stratum({ titleId: titleId as TitleId, policyVersion, exposures: 1_000, clicks: 1_000 * rate }),
    stratum({ titleId: titleId as TitleId, policyVersion, basis: "holdout", exposures: held, clicks: held * rate }),
  ];
  const mixed = [...of("loved", 1, 0.2, 10), ...of("loved", 2, 0.4, 5_000), ...of("other", 1, 0.02, 9_000)];
  expect(systemLift(mixed)?.ratio).toBeCloseTo(0, 12);
});

it("knows nothing of nobody, of a small holdout, and of one without clicks", () => {
  expect(systemLift([])).toBeNull();
  const shown = stratum({ exposures: 1_000, clicks: 50 });
  expect(systemLift([shown])).toBeNull();
  expect(systemLift([shown, stratum({ basis: "holdout", exposures: 190, clicks: 12 })])).toBeNull();
  expect(systemLift([shown, stratum({ basis: "holdout", exposures: 300, clicks: 0 })])).toBeNull();
  expect(systemLift([shown, stratum({ basis: "holdout", exposures: 300, clicks: 12 })])).not.toBeNull();
});

it("holds no lift where there is none, in nineteen of twenty worlds", () => {
  let held = 0;
  for (let seed = 0; seed < 200; seed++) {
    const strata = collect(marqueeBandit(1, 3, { exploration: 0.05, leastEvidence: 100 }), {
      rates: [0.05, 0.05, 0.05],
      batches: 20,
      size: 400,
      holdout: 0.1,
      random: randomFrom(seed),
    });
    const lift = systemLift(strata);
    if (lift && lift.low <= 0 && lift.high >= 0) held++;
  }
  expect(held).toBeGreaterThan(180);
  expect(held).toBeLessThan(199);
});
