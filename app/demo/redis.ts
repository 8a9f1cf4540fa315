import { Redis } from "ioredis";

/** Takes a demo's queue out of a Redis that others use too: a finished demo leaves nothing there. */
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
