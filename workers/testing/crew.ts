import { creativesOnPostgres } from "../../adapters/creatives-postgres.ts";
import { connectPostgres } from "../../adapters/database-postgres.ts";
import { feedOnPostgres } from "../../adapters/feed-postgres.ts";
import { openQueue, type QueueSettings } from "../../adapters/queue-bullmq.ts";
import { EVERY_WORKSPACE } from "../../adapters/records.ts";
import { made } from "../../adapters/testing/samples.ts";
import type { MadeCreative } from "../../core/creative.ts";
import type { Studio } from "../../core/ports.ts";
import { chargedStudio, startFeeder } from "../feed.ts";
import { makeCreativeProcessor } from "../make-creative.ts";

/** A worker with all of its parts but the pictures, which are a few bytes and take as long as the test says. */
export async function startCrew(options: {
  queue: QueueSettings;
  studios: number;
  make: (what: { creativeId: string; titleId: string }, signal: AbortSignal) => Promise<unknown>;
  ended?: (jobId: string, titleId: string) => void;
}) {
  const { studios, make } = options;
  const database = connectPostgres({ url: options.queue.databaseUrl, maxConnections: 6 });
  const feed = feedOnPostgres(database);
  const queue = await openQueue({ backoffMs: 20, ...options.queue });
  const studio: Studio = {
    make: async (brief, signal): Promise<MadeCreative> => {
      await make(brief, signal);
      return { ...made("any"), creativeId: brief.creativeId };
    },
    close: async () => {},
  };
  const feeder = startFeeder({
    feed,
    queue,
    window: 2 * studios,
    ended: ({ jobId, titleId }) => options.ended?.(jobId, titleId),
    log: () => {},
  });
  const blobs = { put: async () => "0".repeat(64), get: async () => null };
  const gates = { before: async () => ({ siblings: [], tried: 0 }) };
  const creatives = creativesOnPostgres(database, EVERY_WORKSPACE);
  await queue.work(
    {
      "creative.make": feeder.wanted(
        makeCreativeProcessor({ creatives, gates, blobs, studio: chargedStudio(studio, feed) }),
      ),
      "policy.learn": async () => "nothing-to-learn",
    },
    studios,
  );
  return {
    stop: async () => {
      await feeder.stop();
      await queue.close();
      await database.close();
    },
  };
}
