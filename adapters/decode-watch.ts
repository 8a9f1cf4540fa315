import { workerData } from "node:worker_threads";
import type { ToDecoder } from "./decode-child.ts";

/**
 * A thread of a decoder's process that ends the process when it holds too much, or runs too long with nobody left to
 * kill it. The main thread cannot: whatever hangs, hangs there.
 */
const { maxResidentBytes, timeoutMs } = workerData as Omit<ToDecoder, "bytes">;
// A core writes a gigabyte in about a third of a second: between two looks no more than a few dozen megabytes.
const LOOK_EVERY_MS = 10;

const kill = () => process.kill(process.pid, "SIGKILL");
setInterval(() => process.memoryUsage.rss() > maxResidentBytes && kill(), LOOK_EVERY_MS);
setTimeout(kill, 2 * timeoutMs);
