import { setTimeout as sleep } from "node:timers/promises";
import { startCrew } from "./crew.ts";

/** A worker in a process of its own, to be killed: it says each creative that it begins, and takes 30 ms for it. */
const [databaseUrl = "", redisUrl = "", prefix = ""] = process.argv.slice(2);

await startCrew({
  queue: { databaseUrl, redisUrl: redisUrl || undefined, prefix, lockMs: 1_000 },
  studios: 2,
  make: async ({ creativeId }) => {
    process.stdout.write(`${creativeId}\n`);
    await sleep(30);
  },
});
