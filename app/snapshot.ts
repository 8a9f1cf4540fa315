import { setTimeout as sleep } from "node:timers/promises";
import type { Decider } from "../api/decide.ts";
import type { Log } from "../api/deps.ts";
import type { SnapshotStore } from "../core/ports.ts";

// A withdrawn creative must leave every answer soon; one small query a second costs nothing.
const LOOK_EVERY_MS = 500;

/**
 * Keeps the decider's snapshot fresh. When the database is away it keeps trying, and the last good snapshot stays.
 *
 * @returns `refresh` looks at once, for a writer that wants to see what it wrote; `stop` ends it
 */
export async function followSnapshot(
  snapshots: SnapshotStore,
  decider: Decider,
  log: Log,
): Promise<{ refresh(): Promise<void>; stop(): void }> {
  const stop = new AbortController();
  let away = false;

  const look = async () => {
    try {
      if ((await snapshots.revision()) === decider.state(Date.now()).revision) decider.confirm(Date.now());
      else decider.load(await snapshots.load(), Date.now());
      if (away) log.info({}, "the snapshot can be read again");
      away = false;
    } catch (err) {
      if (!away) log.error({ err }, "the snapshot cannot be read; answering from the last good one");
      away = true;
    }
  };

  await look();
  void (async () => {
    while (!stop.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (!stop.signal.aborted) await look();
    }
  })();
  return { refresh: look, stop: () => stop.abort() };
}
