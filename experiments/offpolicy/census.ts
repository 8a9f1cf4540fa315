import { DRAWN } from "../../core/event.ts";
import type { LogRow } from "../../core/log.ts";
import { entry } from "./entry.ts";

/** Rows in the order of the log, as often as they are asked for. */
export type Log = () => AsyncIterable<LogRow> | Iterable<LogRow>;

/** Where a decision was made: whose arms competed, which users a policy tells apart, and what rewards may depend on. */
export type Place = {
  /** One title, or the whole log where it names none. */
  readonly contest: string;
  /** Policies have shares of their own for it: contest, cluster and context. */
  readonly segment: string;
  /** Expectations are kept for it: segment and position. */
  readonly cell: string;
};

/** A logged decision whose arms have numbers: places in its contest's list of arms. */
export type Decision = Place & {
  /** Number among the drawn decisions, from 0. */
  readonly row: number;
  /** Number among those of its contest, from 0. */
  readonly turn: number;
  readonly arm: number;
  /** The arms that could be chosen, in ascending order. */
  readonly open: readonly number[];
  readonly reward: number;
  readonly propensity: number;
  readonly logged: LogRow;
};

/** What competed with what: numbers of arms and segments are places in these lists. */
export type Contest = {
  /** By name: numbers in their order, else texts by code units. */
  readonly arms: readonly string[];
  /** In order of appearance. */
  readonly segments: readonly string[];
};

export type Census = {
  /** Rows whose arm was drawn; all others hold no lot. */
  readonly drawn: number;
  readonly skipped: number;
  readonly contests: ReadonlyMap<string, Contest>;
};

const SEPARATOR = "\u001f";

export function placeOf({ title, campaign, cluster = "", context = "", position }: LogRow): Place {
  const contest = title ?? campaign ?? "";
  const segment = [contest, cluster, context].join(SEPARATOR);
  return { contest, segment, cell: position === undefined ? segment : `${segment}${SEPARATOR}${position}` };
}

/** The cluster of a segment; `""`: none was logged. */
export const clusterOf = (segment: string): string => segment.split(SEPARATOR)[1] ?? "";

/** Whether the row's arm was drawn with its propensity; rows that do not say were. */
export const isDrawn = ({ basis }: LogRow): boolean => basis === undefined || DRAWN.includes(basis);

/** Counts the log once: which arms each contest has, and how many decisions. */
export async function censusOf(log: Log): Promise<Census> {
  const contests = new Map<string, { readonly names: Set<string>; readonly segments: Set<string> }>();
  let [drawn, skipped] = [0, 0];
  for await (const row of log()) {
    if (!isDrawn(row)) {
      skipped++;
      continue;
    }
    drawn++;
    const place = placeOf(row);
    const { names, segments } = entry(contests, place.contest, () => ({ names: new Set(), segments: new Set() }));
    for (const arm of row.eligible ?? row.true_ctr?.keys() ?? []) names.add(`${arm}`);
    names.add(`${row.action}`);
    segments.add(place.segment);
  }
  const sorted = [...contests].map(
    ([id, { names, segments }]) => [id, { arms: inOrder(names), segments: [...segments] }] as const,
  );
  return { drawn, skipped, contests: new Map(sorted) };
}

/** The log's drawn decisions in order. */
export async function* decisionsOf(log: Log, census: Census): AsyncGenerator<Decision> {
  const contests = new Map(
    [...census.contests].map(([id, { arms }]) => [
      id,
      { number: new Map(arms.map((name, number) => [name, number])), all: [...arms.keys()], turn: 0 },
    ]),
  );
  let row = 0;
  for await (const logged of log()) {
    if (!isDrawn(logged)) continue;
    const place = placeOf(logged);
    const contest = contests.get(place.contest);
    const arm = contest?.number.get(`${logged.action}`);
    if (!contest || arm === undefined) throw new Error("the log has changed since its arms were counted");
    const open = logged.eligible?.flatMap((name) => contest.number.get(`${name}`) ?? []).sort((a, b) => a - b);
    yield {
      ...place,
      row: row++,
      turn: contest.turn++,
      arm,
      open: open ?? contest.all,
      reward: logged.reward,
      propensity: logged.propensity,
      logged,
    };
  }
}

function inOrder(names: ReadonlySet<string>): string[] {
  const whole = [...names].every((name) => /^-?\d+$/.test(name));
  return [...names].sort((a, b) => (whole ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0));
}
