import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { Basis, type EventKind, type OutcomeEvent } from "../core/event.ts";
import type { SliceCell } from "../core/experiment.ts";
import { randomFrom } from "../core/random.ts";
import { Guard, Reward } from "../core/reward.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../core/workspace.ts";
import { drawsOnPostgres } from "./draws-postgres.ts";
import { eventsOnPostgres } from "./events-postgres.ts";
import { learnerOnPostgres } from "./learner-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";

const { database } = await freshDatabase();
const events = eventsOnPostgres(database, DEFAULT_WORKSPACE);
const learner = learnerOnPostgres(database, DEFAULT_WORKSPACE);
const click = (withinS: number) => Reward.parse({ kind: "click", withinS });
const ofTitle = (name: string, reward: Reward) => new Map([[sample.titleId(name), reward]]);
const sum = (cells: readonly SliceCell[]): [exposures: number, clicks: number] => [
  cells.reduce((all, { exposures }) => all + exposures, 0),
  cells.reduce((all, { clicks }) => all + clicks, 0),
];

const T0 = Date.parse("2026-03-01T00:00:00Z");
const at = (second: number) => new Date(T0 + second * 1_000).toISOString();

/** Keeps events as if each had come at its second. */
async function received(...given: (readonly [second: number, event: OutcomeEvent])[]) {
  await events.append(given.map(([, event]) => event));
  await database.query(
    `UPDATE events SET received_at = at::timestamptz FROM unnest($1::uuid[], $2::text[], $3::text[]) AS given (id, named, at)
     WHERE decision_id = id AND kind = named`,
    [given.map(([, { claim }]) => claim.decisionId), given.map(([, { kind }]) => kind), given.map(([s]) => at(s))],
  );
}
const slice = (title: string, reward: Reward, after: number | null, until: number) =>
  events.slices({ after: after === null ? null : at(after), until: at(until), rewards: ofTitle(title, reward) });

it("holds every exposure once over any cuts of time, and a reward that came within its window", async () => {
  const random = randomFrom(11);
  const int = (below: number) => Math.floor(random() * below);
  const claims = Array.from({ length: 400 }, (_, i) =>
    sample.claim({
      titleId: "cuts",
      clusterId: `c-${i % 3}`,
      creativeId: sample.creativeId(`arm-${i % 4}`),
      context: i % 2 === 0 ? "" : "device=tv",
    }),
  );
  const seen = claims.map(() => int(1_000));
  const clicked = claims.map((_, i) => (random() < 0.4 ? (seen[i] as number) + int(120) - 20 : null));
  const given = claims.flatMap((claim, i) => {
    const second = clicked[i];
    const exposure = [seen[i] as number, sample.event("exposure", claim)] as const;
    return second == null ? [exposure] : [exposure, [second, sample.event("click", claim)] as const];
  });
  await received(...given);
  for (const withinS of [0, 30, 60]) {
    const expected = claims.filter((_, i) => {
      const second = clicked[i];
      return second != null && second <= (seen[i] as number) + withinS;
    }).length;
    for (const cuts of [[2_000], [0, 100, 101, 500, 2_000], Array.from({ length: 23 }, (_, i) => i * 50)]) {
      const totals: [number, number] = [0, 0];
      for (const [i, until] of cuts.entries()) {
        const [exposures, clicks] = sum(await slice("cuts", click(withinS), cuts[i - 1] ?? null, until));
        totals[0] += exposures;
        totals[1] += clicks;
      }
      expect(totals).toEqual([400, expected]);
    }
  }
  const cells = await slice("cuts", click(30), null, 2_000);
  expect(cells).toHaveLength(12); // arm and context go with each other here
  expect(new Set(cells.map(({ context }) => context))).toEqual(new Set(["", "device=tv"]));
});

it("takes an exposure in at the very end of its window, and not a moment before", async () => {
  const claim = sample.claim({ titleId: "edge" });
  await received([100, sample.event("exposure", claim)], [160, sample.event("click", claim)]);
  expect(await slice("edge", click(60), null, 159.999999)).toEqual([]);
  expect(sum(await slice("edge", click(60), 159.999999, 160))).toEqual([1, 1]);
  expect(await slice("edge", click(60), 160, 10_000)).toEqual([]);
  expect(sum(await slice("edge", click(59), null, 159))).toEqual([1, 0]);
});

it("learns from what was drawn alone; strata hold everything, told apart", async () => {
  const claims = Basis.options.map((basis, i) => sample.claim({ titleId: "bases", basis, propensity: (i + 1) / 10 }));
  await received(...claims.map((claim) => [10, sample.event("exposure", claim)] as const));
  expect(sum(await slice("bases", click(5), null, 100))).toEqual([3, 0]);
  const strata = await events.strata({ titleId: sample.titleId("bases"), reward: click(5) });
  expect(strata.map(({ basis }) => basis).sort()).toEqual([...Basis.options].sort());
  expect(strata.every(({ exposures, clicks, engaged }) => exposures === 1 && clicks === 0 && engaged === 0)).toBe(true);
});

it("asks of each title what its own experiment rewards, and nothing of a title that is not named", async () => {
  for (const [name, kind] of [
    ["one", "click"],
    ["two", "conversion"],
    ["three", "click"],
  ] as const) {
    const claim = sample.claim({ titleId: name });
    await received([10, sample.event("exposure", claim)], [20, sample.event(kind, claim)]);
  }
  const rewards = new Map([
    [sample.titleId("one"), click(60)],
    [sample.titleId("two"), Reward.parse({ kind: "conversion", withinS: 60 })],
  ]);
  const cells = await events.slices({ after: null, until: at(100), rewards });
  expect(cells.map(({ titleId, clicks }) => [titleId, clicks])).toEqual([
    ["one", 1],
    ["two", 1],
  ]);
  expect(await events.slices({ after: null, until: at(100), rewards: new Map() })).toEqual([]);
  const elsewhere = eventsOnPostgres(database, WorkspaceId.parse("elsewhere"));
  expect(await elsewhere.slices({ after: null, until: at(100), rewards })).toEqual([]);
});

const viewed = (claim: OutcomeEvent["claim"], seconds?: number, completion?: number): OutcomeEvent => ({
  kind: "view",
  claim,
  viewed: { seconds, completion },
});

it("rewards a view that was long enough in time, by either threshold, and at both sides of each", async () => {
  const engaged = (over: object) => Reward.parse({ kind: "engaged", withinS: 600, ...over });
  const views: [number | undefined, number | undefined][] = [
    [59, undefined],
    [60, undefined],
    [undefined, 0.899],
    [undefined, 0.9],
    [10, 0.95],
    [undefined, undefined],
  ];
  for (const [i, [seconds, completion]] of views.entries()) {
    const claim = sample.claim({ titleId: "views", creativeId: sample.creativeId(`v-${i}`) });
    await received([10, sample.event("exposure", claim)], [500, viewed(claim, seconds, completion)]);
  }
  const rewardedBy = async (reward: Reward) => {
    const cells = await slice("views", reward, null, 10_000);
    const by = new Map(cells.map(({ creativeId, clicks }) => [creativeId as string, clicks]));
    return views.map((_, i) => by.get(sample.creativeId(`v-${i}`)));
  };
  expect(await rewardedBy(engaged({ leastSeconds: 60 }))).toEqual([0, 1, 0, 0, 0, 0]);
  expect(await rewardedBy(engaged({ leastCompletion: 0.9 }))).toEqual([0, 0, 0, 1, 1, 0]);
  expect(await rewardedBy(engaged({ leastSeconds: 60, leastCompletion: 0.9 }))).toEqual([0, 1, 0, 1, 1, 0]);
  expect(await rewardedBy(engaged({ leastSeconds: 60, withinS: 489 }))).toEqual([0, 0, 0, 0, 0, 0]);
});

it("keeps the longest of a view's reports, and counts what it was by the end of the window", async () => {
  const claim = sample.claim({ titleId: "goes-on" });
  expect(await events.append([sample.event("exposure", claim), viewed(claim, 30, 0.1)])).toMatchObject({ accepted: 2 });
  expect(await events.append([viewed(claim, 20, 0.05)])).toEqual({ accepted: 0, duplicates: 1 });
  expect(await events.append([viewed(claim, 90), viewed(claim, 80, 0.3)])).toEqual({ accepted: 1, duplicates: 1 });
  expect(await events.append([viewed(claim, 90, 0.3)])).toEqual({ accepted: 0, duplicates: 1 });
  const [row] = await database.query(
    "SELECT seconds, completion FROM events WHERE title_id = 'goes-on' AND kind = 'view'",
  );
  expect(row).toMatchObject({ seconds: 90, completion: expect.closeTo(0.3, 6) });
  // The second report came 60 s after the first.
  await database.query("UPDATE events SET steps[4] = 60 WHERE title_id = 'goes-on' AND kind = 'view'");
  await database.query("UPDATE events SET received_at = $1 WHERE title_id = 'goes-on'", [at(10)]);
  const by = async (withinS: number, leastSeconds: number) =>
    sum(await slice("goes-on", Reward.parse({ kind: "engaged", withinS, leastSeconds }), null, 10_000));
  expect(await by(0, 30)).toEqual([1, 1]);
  expect(await by(59, 31)).toEqual([1, 0]);
  expect(await by(60, 31)).toEqual([1, 1]);
  expect(await by(60, 91)).toEqual([1, 0]);
});

it("counts what is guarded: rewards that an engaged view followed, once both windows are over", async () => {
  const guard = Guard.parse({ leastSeconds: 100, withinS: 300 });
  const claims = Array.from({ length: 4 }, () => sample.claim({ titleId: "guarded" }));
  const [a, b, c, d] = claims as [OutcomeEvent["claim"], ...OutcomeEvent["claim"][]];
  await received(
    ...claims.map((claim) => [10, sample.event("exposure", claim)] as const),
    ...([a, b, c] as typeof claims).map((claim) => [20, sample.event("click", claim)] as const),
    [200, viewed(a, 100)],
    [200, viewed(b as typeof a, 99)],
    [311, viewed(c as typeof a, 100)],
    [200, viewed(d as typeof a, 100)], // it was never clicked
  );
  const titleId = sample.titleId("guarded");
  expect(await events.strata({ titleId, reward: click(60), guard })).toMatchObject([
    { exposures: 4, clicks: 3, engaged: 1 },
  ]);
  expect(await events.strata({ titleId, reward: click(60) })).toMatchObject([{ exposures: 4, clicks: 3, engaged: 0 }]);
  await database.query("UPDATE events SET received_at = now() - interval '200 seconds' WHERE title_id = 'guarded'");
  expect(await events.strata({ titleId, reward: click(60) })).toHaveLength(1);
  expect(await events.strata({ titleId, reward: click(60), guard })).toEqual([]);
});

it("never passes an event that is still being written, and passes it once it is there", async () => {
  const claim = sample.claim({ titleId: "late" });
  let until = "";
  await database.transaction(async (query) => {
    const slow = eventsOnPostgres({ ...database, query }, DEFAULT_WORKSPACE);
    await slow.append([sample.event("exposure", claim), sample.event("click", claim)]);
    await new Promise((wake) => setTimeout(wake, 1_200));
    until = (await learner.at()).until;
    expect(sum(await events.slices({ after: null, until, rewards: ofTitle("late", click(0)) }))).toEqual([0, 0]);
  });
  const [row] = await database.query<{ later: boolean }>(
    "SELECT received_at > $1::timestamptz AS later FROM events WHERE title_id = 'late' LIMIT 1",
    [until],
  );
  expect(row?.later).toBe(true);
  const next = (await learner.at()).until;
  expect(sum(await events.slices({ after: until, until: next, rewards: ofTitle("late", click(0)) }))).toEqual([1, 1]);
});

it("loses none and counts none twice while many write", async () => {
  const rewards = ofTitle("busy", click(0));
  const writers = Array.from({ length: 4 }, () => eventsOnPostgres(database, DEFAULT_WORKSPACE));
  let done = false;
  const writing = Promise.all(
    writers.map(async (store) => {
      for (let turn = 0; turn < 40; turn++) {
        const claims = Array.from({ length: 10 }, () => sample.claim({ titleId: "busy" }));
        await store.append(claims.flatMap((claim) => [sample.event("exposure", claim), sample.event("click", claim)]));
        await new Promise((wake) => setTimeout(wake, 20));
      }
    }),
  ).then(() => {
    done = true;
  });
  const totals: [number, number] = [0, 0];
  let after: string | null = null;
  const fold = async () => {
    const { until } = await learner.at();
    if (after !== null && until <= after) return;
    const [exposures, clicks] = sum(await events.slices({ after, until, rewards }));
    totals[0] += exposures;
    totals[1] += clicks;
    after = until;
  };
  while (!done) await fold();
  await writing;
  await new Promise((wake) => setTimeout(wake, 1_200));
  await fold();
  expect(totals).toEqual([1_600, 1_600]);
});

it("counts what visitors brought by how often they had the arm before, and nobody who is not known", async () => {
  const seen = (repeat: number, visitor?: string) =>
    sample.claim({
      titleId: "sights",
      repeat,
      ...(visitor && { visitor }),
      decisionId: randomBytes(16).toString("hex"),
    });
  const claims = [seen(0, "0".repeat(16)), seen(1, "0".repeat(16)), seen(40, "1".repeat(16)), seen(90, "1".repeat(16))];
  await received(...claims.map((claim) => [0, sample.event("exposure", claim)] as const));
  await received([5, sample.event("click", claims[1])], [900, sample.event("click", claims[2])]);
  await received([0, sample.event("exposure", seen(0))]);
  const sights = await drawsOnPostgres(database, DEFAULT_WORKSPACE).sights({
    titleId: sample.titleId("sights"),
    reward: click(60),
  });
  expect(sights.map(({ repeat, exposures, clicks }) => [repeat, exposures, clicks])).toEqual([
    [0, 1, 0],
    [1, 1, 1],
    [32, 2, 0],
  ]);
});

it("counts thousands of fresh events that nobody has analysed within the time that a statement may take", async () => {
  await database.query("ALTER TABLE events SET (autovacuum_enabled = off)");
  const kinds: EventKind[] = ["exposure", "click"];
  for (let turn = 0; turn < 8; turn++) {
    const claims = Array.from({ length: 1_000 }, (_, i) =>
      sample.claim({ titleId: "fresh", policyVersion: i, decisionId: randomBytes(16).toString("hex") }),
    );
    await events.append(
      claims.flatMap((claim) => [...kinds.map((kind) => sample.event(kind, claim)), viewed(claim, 9)]),
    );
  }
  const guard = Guard.parse({ leastSeconds: 9, withinS: 0 });
  const [row] = await database.query<{ until: string }>("SELECT now()::text AS until");
  const until = row?.until as string;
  expect(sum(await events.slices({ after: null, until, rewards: ofTitle("fresh", click(0)) }))).toEqual([8_000, 8_000]);
  const strata = await events.strata({ titleId: sample.titleId("fresh"), reward: click(0), guard });
  expect(strata).toHaveLength(1_000);
  expect(strata.every(({ exposures, clicks, engaged }) => exposures === 8 && clicks === 8 && engaged === 8)).toBe(true);
});
