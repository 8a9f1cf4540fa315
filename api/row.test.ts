import { describe, expect, it } from "vitest";
import { Composition, Mood, PaletteName } from "../core/attributes.ts";
import { Decider } from "./decide.ts";
import { Decision } from "./decision.ts";
import { lookOf, sharedBy } from "./neighbours.ts";
import { armAt, experimentOf, OWLS, policyOf, rowsOf, servable, titleAt, userAt } from "./testing/rows.ts";

const NOW = 1_800_000_000_000;
const TITLES = 6;
const SHARES = [0.4, 0.3, 0.2, 0.1];
const approved = Array.from({ length: TITLES }, (_, t) =>
  SHARES.map((_, i) =>
    servable(t, i, {
      attributes: {
        palette: PaletteName.options[i],
        mood: Mood.options[i % 4],
        composition: Composition.options[i % 3],
      } as never,
    }),
  ),
).flat();
const titles = Array.from({ length: TITLES }, (_, t) => titleAt(t));
const deciderOf = (over: Partial<Parameters<typeof rowsOf>[0]> = {}) => {
  const decider = new Decider("a salt of the tests");
  const experiments = titles.map((_, t) => experimentOf(t));
  const policies = titles.map((_, t) => policyOf(t, SHARES));
  decider.load(rowsOf({ approved, experiments, policies, ...over }), NOW);
  return decider;
};
const asker = (i: number) => ({ user: userAt(i), cluster: OWLS, channel: "web", locale: "en" }) as const;
const rowFor = (decider: Decider, i: number, diverse: boolean, of = titles) =>
  decider.decideRow({ asker: asker(i), titles: of, diverse }, NOW).map((answer) => {
    if (!(answer instanceof Decision)) throw answer;
    return answer;
  });
const USERS = 4_000;
const [one, another] = [deciderOf(), deciderOf()];

/** How many of palette, mood and composition neighbours share, on average. */
const likeness = (rows: readonly (readonly Decision[])[]) => {
  const pairs = rows.flatMap((row) => row.slice(1).map((one, i) => [one, row[i] as Decision] as const));
  return (
    pairs.reduce((sum, [a, b]) => sum + sharedBy(lookOf(a.creative.attributes), lookOf(b.creative.attributes)), 0) /
    pairs.length
  );
};

describe("a row", () => {
  it("has neighbours that look less alike, and says with what probability each arm was chosen", () => {
    const plain = Array.from({ length: USERS }, (_, i) => rowFor(one, i, false));
    const turned = Array.from({ length: USERS }, (_, i) => rowFor(another, i, true));
    expect(likeness(turned)).toBeLessThan(0.5 * likeness(plain));
    for (let t = 0; t < TITLES; t++) {
      // Each arm weighed by 1 / propensity stands for the same share of users: the propensities are true.
      for (let arm = 0; arm < SHARES.length; arm++) {
        const weights = turned.map((row) => {
          const { creative, propensity } = row[t] as Decision;
          return creative.id === armAt(t, arm) ? 1 / propensity : 0;
        });
        const mean = weights.reduce((sum, weight) => sum + weight, 0) / USERS;
        const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / USERS;
        expect(Math.abs(mean - 1)).toBeLessThan(4.5 * Math.sqrt(variance / USERS));
      }
    }
    expect(new Set(turned.map(([first]) => first?.basis))).toEqual(new Set(["policy"]));
    expect(new Set(turned.map(([, second]) => second?.basis))).toEqual(new Set(["row"]));
  });

  it("is the same when it is asked again, and in another process", () => {
    const ids = (decider: Decider, i: number) => rowFor(decider, i, true).map(({ creative }) => creative.id);
    const decider = deciderOf();
    for (let i = 0; i < 100; i++) {
      const once = ids(decider, i);
      expect(ids(decider, i)).toEqual(once);
      expect(ids(deciderOf(), i)).toEqual(once);
    }
  });

  it("asked in other orders, or title by title, changes no arm that was given under a budget of changes", () => {
    const decider = deciderOf({ deciding: { changesAMonth: 2 } });
    const seen = new Map<string, string[]>();
    for (let turn = 0; turn < 12; turn++) {
      const order = titles
        .map((_, i) => titles[(i * (1 + (turn % 5)) + turn) % TITLES])
        .filter((t, i, all) => all.indexOf(t) === i);
      for (let i = 0; i < 300; i++)
        for (const { creative } of rowFor(decider, i, turn % 2 === 0, order as typeof titles)) {
          const key = `${i} ${creative.titleId}`;
          const arms = seen.get(key) ?? [];
          if (arms.at(-1) !== creative.id) arms.push(creative.id);
          seen.set(key, arms);
        }
    }
    expect(Math.max(...[...seen.values()].map((arms) => arms.length))).toBe(1);
  });

  it("in mode ab, for the holdout and with one arm turns nothing", () => {
    const ab = deciderOf({
      policies: [],
      experiments: titles.map((_, t) => experimentOf(t, { settings: { ...experimentOf(t).settings, mode: "ab" } })),
    });
    const held = deciderOf({ deciding: { holdout: 0.5 } });
    for (let i = 0; i < 100; i++) {
      expect(rowFor(ab, i, true).map(({ basis }) => basis)).toEqual(titles.map(() => "policy"));
      const bases = new Set(rowFor(held, i, true).map(({ basis }) => basis));
      if (bases.has("holdout")) expect(bases.size).toBe(1);
    }
  });
});
