import type { Settings } from "../settings.ts";
import { sentenceOf } from "./sentence.ts";
import { logFolder } from "./settings.ts";

/** What the demo was told from outside: Ctrl-C, or the end of its terminal. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

// 128 + the number of SIGINT, as shells have it.
const STOPPED_EXIT_CODE = 130;

/**
 * Runs `work`, and afterwards, however it ended, everything that it left in `cleanUp`, newest first.
 *
 * The first Ctrl-C aborts the signal and lets the clean-up run; the second ends the process at once, and the service's
 * processes end themselves when they find it gone.
 *
 * @throws Error with one sentence and where the logs are
 */
export async function untilStopped(
  settings: Settings,
  work: (signal: AbortSignal, cleanUp: (() => Promise<void>)[]) => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  const cleanUp: (() => Promise<void>)[] = [];
  let working = true;
  const onSignal = () => {
    if (abort.signal.aborted || !working) process.exit(STOPPED_EXIT_CODE);
    abort.abort(new Stopped("stopped by Ctrl-C"));
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  try {
    await work(abort.signal, cleanUp);
  } catch (error) {
    if (!abort.signal.aborted)
      throw new Error(`${sentenceOf(error)} The logs are in ${logFolder(settings)}.`, { cause: error });
    console.log("Stopping ...");
    process.exitCode = STOPPED_EXIT_CODE;
  } finally {
    working = false;
    for (const clean of cleanUp.reverse()) await clean().catch((error: unknown) => console.error(`marquee: ${error}`));
    for (const signal of signals) process.off(signal, onSignal);
  }
}
