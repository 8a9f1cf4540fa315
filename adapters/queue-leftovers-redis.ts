import { Redis } from "ioredis";

/**
 * Takes every key of one queue prefix out of a Redis that others use too, for a queue that nobody will open again.
 *
 * @param prefix one that no other queue's name contains
 * @throws what ioredis throws when the server is away
 */
export async function forgetQueue(redisUrl: string, prefix: string): Promise<void> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, connectTimeout: 2_000, retryStrategy: () => null });
  redis.on("error", () => {}); // the command that fails says it
  try {
    for await (const keys of redis.scanStream({ match: `*${prefix}*`, count: 500 })) {
      if (keys.length > 0) await redis.unlink(keys);
    }
  } finally {
    redis.disconnect();
  }
}
