import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Settings } from "../../settings.ts";
import { REWARD_WITHIN_S } from "../settings.ts";
import type { Demo } from "./demo.ts";

const Ready = z.object({ snapshot: z.object({ policyVersion: z.int() }) });
const LOOK_EVERY_MS = 250;

/** @returns the version of the policies that the service serves now */
export const policyVersion = async ({ api }: Pick<Demo, "api">): Promise<number> =>
  (await api.get("/readyz", Ready)).snapshot.policyVersion;

/** An exposure is learned from once its window is over, and a second later: an event may still be being written. */
const COUNTED_AFTER_MS = REWARD_WITHIN_S * 1_000 + 1_500;

/**
 * Waits for a learning run that has counted every event: once their windows are over, the second new one began after
 * that, and so did the first when no other follows within two periods, because an idle run publishes nothing.
 */
export async function awaitLearning(demo: Demo, { learnEveryMs }: Settings): Promise<void> {
  await demo.progress.phase({ label: "Learning from the rest", total: 2, unit: "learning run" }, async (bar) => {
    await sleep(COUNTED_AFTER_MS, undefined, { signal: demo.signal });
    const first = await policyVersion(demo);
    let [last, changedAtMs] = [first, performance.now()];
    while (last < first + 2 && performance.now() - changedAtMs < 2 * learnEveryMs + 1_000) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: demo.signal });
      const version = await policyVersion(demo);
      if (version > last) [last, changedAtMs] = [version, performance.now()];
      bar.to(last - first);
    }
    bar.to(2, `policy ${last}`);
  });
}
