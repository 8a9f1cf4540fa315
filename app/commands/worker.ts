import { join } from "node:path";
import { pino } from "pino";
import { openDiskBlobs } from "../../adapters/blobs-disk.ts";
import { connectPostgres } from "../../adapters/database-postgres.ts";
import { openQueue } from "../../adapters/queue-bullmq.ts";
import { chargedStudio, startFeeder } from "../../workers/feed.ts";
import { varietyKeeper } from "../../workers/keep-varied.ts";
import { learnPoliciesProcessor } from "../../workers/learn-policies.ts";
import { makeCreativeProcessor } from "../../workers/make-creative.ts";
import { closeOnSignal, runPart, sayReady } from "../lifecycle.ts";
import { shelvesOf, tellRefused } from "../models.ts";
import { databaseUrlOf, storesOn } from "../records.ts";
import type { Settings } from "../settings.ts";
import { openStudios } from "../studios.ts";

// While a studio makes one, the next is there; more would only stand in front of what is ordered later.
const WAITING_A_STUDIO = 2;

export const run = (settings: Settings): Promise<void> => runPart(() => work(settings));

async function work(settings: Settings): Promise<void> {
  const log = pino({ name: "worker", level: settings.logLevel });
  const warn = (line: string) => log.warn(line);
  const databaseUrl = await databaseUrlOf(settings);
  const database = connectPostgres({ url: databaseUrl, maxConnections: 6, log: warn });
  const stores = storesOn(database);
  const blobs = openDiskBlobs({ folder: join(settings.home, "blobs") });
  const queue = await openQueue({ databaseUrl, redisUrl: settings.redisUrl, prefix: settings.queuePrefix, log: warn });
  const { studio, studios } = await openStudios(settings, warn);

  const keepVaried = varietyKeeper({
    gates: stores.everywhere.gates,
    done: (title, found) => log.info({ ...title, ...found }, "the variety of the title's creatives"),
  });
  const feeder = startFeeder({
    feed: stores.feed,
    queue,
    window: WAITING_A_STUDIO * studios,
    ended: (title) => {
      log.info(title, "every creative of the title has been made or given up");
      keepVaried(title).catch((error: Error) => log.warn(title, `its variety was not looked at: ${error.message}`));
    },
    log: warn,
  });

  const closing = new AbortController();
  closeOnSignal(async () => {
    closing.abort();
    await feeder.stop();
    await queue.close();
    await studio.close();
    await database.close();
  });
  await queue.learnEvery(settings.learnEveryMs);
  await queue.work(
    {
      "creative.make": feeder.wanted(
        makeCreativeProcessor({
          creatives: stores.everywhere.creatives,
          gates: stores.everywhere.gates,
          blobs,
          studio: chargedStudio(studio, stores.feed),
        }),
      ),
      "policy.learn": learnPoliciesProcessor(stores),
    },
    studios,
  );
  log.info({ studios, imageModel: settings.imageModel, textModel: settings.textModel }, "working");
  sayReady({ ready: true });
  // After that: hashing gigabytes must not keep the service from its start.
  await tellRefused(shelvesOf(settings), [settings.imageModel, settings.textModel], warn, closing.signal).catch(
    (error: Error) => closing.signal.aborted || warn(`models were not verified: ${error.message}`),
  );
}
