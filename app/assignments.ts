import { setTimeout as sleep } from "node:timers/promises";
import { type Assignments, VISITORS } from "../api/assignments.ts";
import type { Log } from "../api/deps.ts";
import type { AssignmentStore } from "../core/ports-experiments.ts";

/** What a process that is killed loses: the last half second. */
const WRITE_EVERY_MS = 500;
/** A process that starts answers after this long, though it may not know everybody yet: a million take ten seconds. */
const START_WAITS_MS = 3_000;
const ROWS_A_WRITE = 2_000;
const ROWS_A_PAGE = 10_000;
const FORGET_EVERY_MS = 3_600_000;

/**
 * Copies the memory of who was given what to the store, and what other processes write into the memory. Decisions never
 * wait for any of it: with the store away they go on from memory, and it is told once it is back.
 *
 * @returns once what the store has is in memory, or after three seconds; `once` writes and reads at once, for tests; `stop`
 *   writes what is left
 */
export async function followAssignments(given: {
  store: AssignmentStore;
  assignments: Assignments;
  log: Log;
}): Promise<{ once(): Promise<void>; stop(): Promise<void> }> {
  const { store, assignments, log } = given;
  const stop = new AbortController();
  let away = false;
  let moment: string | null = null;
  let forgetAtMs = 0;

  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
      if (away) log.info({}, "assignments can be written again");
      away = false;
    } catch (err) {
      if (!away) log.error({ err }, "assignments cannot be written; decisions go on from memory");
      away = true;
    }
  };

  const write = async () => {
    for (let rows = assignments.untold(ROWS_A_WRITE); rows.length > 0; rows = assignments.untold(ROWS_A_WRITE)) {
      try {
        await store.save(rows);
      } catch (error) {
        assignments.untell(rows);
        throw error;
      }
    }
  };
  const read = async () => {
    const written = await store.since(moment);
    for (const row of written.rows) assignments.merge(row);
    moment = written.moment;
  };
  const readAll = async () => {
    await read();
    let count = 0;
    for (let next: string | null = null, more = true; more && count < VISITORS; more = next !== null) {
      const page = await store.page(next, ROWS_A_PAGE);
      for (const row of page.rows) assignments.merge(row);
      count += page.rows.length;
      next = page.next;
    }
  };
  const once = () =>
    guarded(async () => {
      if (moment === null) await readAll();
      await write();
      await read();
      if (Date.now() < forgetAtMs) return;
      forgetAtMs = Date.now() + FORGET_EVERY_MS;
      await store.forget();
    });

  // One at a time, and the last one ends before the database is closed.
  let last = Promise.resolve();
  const look = () => {
    last = last.then(once);
    return last;
  };

  await Promise.race([look(), sleep(START_WAITS_MS)]);
  void (async () => {
    while (!stop.signal.aborted) {
      await sleep(WRITE_EVERY_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (!stop.signal.aborted) await look();
    }
  })();
  return {
    once: look,
    stop: async () => {
      stop.abort();
      await last;
      await guarded(write);
    },
  };
}
