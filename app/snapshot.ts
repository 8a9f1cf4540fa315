import { setTimeout as sleep } from "node:timers/promises";
import type { Deciders } from "../api/deciders.ts";
import type { Log } from "../api/deps.ts";
import type { ReaderStore, SnapshotStore } from "../core/ports.ts";

// A withdrawn creative must leave every answer soon; two small queries a second cost nothing.
const LOOK_EVERY_MS = 500;

/**
 * Keeps every workspace's snapshot fresh. When the database is away it keeps trying, and the last good snapshot stays.
 *
 * @param given.name of this process among all that answer, by which a pull knows whom to wait for
 * @returns `refresh` looks at once, for a writer that wants to see what it wrote; `stop` ends it
 */
export async function followSnapshot(given: {
  snapshots: SnapshotStore;
  readers: ReaderStore;
  deciders: Deciders;
  name: string;
  log: Log;
}): Promise<{ refresh(): Promise<void>; stop(): Promise<void> }> {
  const { snapshots, readers, deciders, name, log } = given;
  const stop = new AbortController();
  let away = false;
  let ended = false;

  const lookOnce = async () => {
    try {
      await readers.looking(name, ended);
      ended = false;
      const refused = await deciders.follow(snapshots, Date.now);
      if (refused.length > 0) log.error({ refused }, "policies cannot be read; their cells keep what they had");
      ended = true;
      if (away) log.info({}, "the snapshot can be read again");
      away = false;
    } catch (err) {
      if (!away) log.error({ err }, "the snapshot cannot be read; answering from the last good one");
      away = true;
    }
  };

  // One at a time: a slow look that began before a change must not put its old rows over the new ones.
  let last = Promise.resolve();
  const look = () => {
    last = last.then(lookOnce);
    return last;
  };

  await look();
  void (async () => {
    while (!stop.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (!stop.signal.aborted) await look();
    }
  })();
  return {
    refresh: look,
    stop: async () => {
      stop.abort();
      await last;
      await readers.leave(name).catch(() => {}); // the database is away: it is forgotten in a day
    },
  };
}
