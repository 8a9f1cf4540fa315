import { createHash } from "node:crypto";
import { type Asker, Decider, type Question } from "../api/decide.ts";
import type { Locale } from "../core/attributes.ts";
import type { ClusterId, UserId } from "../core/cluster.ts";
import type { TitleId } from "../core/title.ts";
import { CLUSTER, MEMBERS, memberAt, rowsOf, titleAt } from "./decisions/rows.ts";

/**
 * What a decision costs in this process, without HTTP: one title for one user, and a row of 100 titles for one user, with
 * everything on that is on by default: holdout, novelty, the budget of changes. The median of several rounds, in
 * processor time, beside one SHA-256 of user and title, as others bucket users with.
 *
 *   node bench/decide.ts
 */
const ROUNDS = 9;
const TITLES = 100;
const ARMS = 8;
const DECISIONS = 200_000;
const ROWS = 2_000;
const DAY_MS = 86_400_000;

const decider = new Decider("bench");
decider.load(rowsOf({ titles: TITLES, arms: ARMS }), 0);
const titles: TitleId[] = Array.from({ length: TITLES }, (_, i) => titleAt(i));
const users: UserId[] = Array.from({ length: MEMBERS }, (_, i) => memberAt(i));
const [channel, locale] = ["web" as const, "en" as Locale];
const askerOf = (user: UserId): Asker => ({ user, cluster: CLUSTER, channel, locale });
const questionOf = (titleId: TitleId, user: UserId | null, cluster: ClusterId | null): Question => ({
  titleId,
  user,
  cluster,
  channel,
  locale,
});
let sink = 0;

const title = (i: number) => titles[(i * 37) % TITLES] as TitleId;
const user = (i: number) => users[(i * 7_919) % MEMBERS] as UserId;
const works: [what: string, times: number, limitUs: number | null, work: (i: number) => void][] = [
  [
    "SHA-256 of user and title (baseline)",
    DECISIONS / 4,
    null,
    (i) => (sink += createHash("sha256").update(user(i)).update(title(i)).digest()[0] as number),
  ],
  [
    "one decision for a user",
    DECISIONS,
    1,
    (i) => (sink += decider.decide(questionOf(title(i), user(i), CLUSTER), DAY_MS + i).propensity),
  ],
  [
    "one decision for a member, cluster looked up",
    DECISIONS,
    1,
    (i) => (sink += decider.decide(questionOf(title(i), user(i), null), DAY_MS + i).propensity),
  ],
  [
    "one decision for nobody in particular",
    DECISIONS,
    1,
    (i) => (sink += decider.decide(questionOf(title(i), null, CLUSTER), DAY_MS + i).propensity),
  ],
  [
    "a row of 100 titles",
    ROWS,
    60,
    (i) => (sink += decider.decideRow({ asker: askerOf(user(i)), titles, diverse: false }, DAY_MS + i).length),
  ],
  [
    "a row of 100 titles that differ from their neighbours",
    ROWS,
    60,
    (i) => (sink += decider.decideRow({ asker: askerOf(user(i)), titles, diverse: true }, DAY_MS + i).length),
  ],
];

const measured = works.map(() => [] as number[]);
for (let round = 0; round <= ROUNDS; round++) {
  for (const [which, [, times, , work]] of works.entries()) {
    const began = process.cpuUsage();
    for (let i = 0; i < times; i++) work(i);
    const { user, system } = process.cpuUsage(began);
    if (round > 0) measured[which]?.push((user + system) / times); // the first warms up
  }
}
const medians = measured.map((times) => times.sort((a, b) => a - b)[ROUNDS >> 1] as number);
console.log(`${TITLES} titles of ${ARMS} arms, ${MEMBERS} users; microseconds, median of ${ROUNDS} rounds`);
for (const [which, [what, , limit]] of works.entries()) {
  const us = medians[which] as number;
  const ratio = us / (medians[0] as number);
  console.log(
    `${what.padEnd(56)} ${us.toFixed(3).padStart(9)}  ${ratio.toFixed(2).padStart(7)} x baseline  ${limit === null ? "" : `at most ${limit}`}`,
  );
}
if (!Number.isFinite(sink)) throw new Error("a decision had no propensity");
