import { existsSync, readdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openHost } from "../host/host.ts";
import { hosted, pictureOf } from "./hosted.ts";

export type Growth = {
  readonly heapMb: number;
  readonly residentMb: number;
  /** Sockets, pipes, timers that keep this process awake. */
  readonly resources: number;
  /** Open files; 0 where the system does not say. */
  readonly files: number;
};

/** Loads a model in its own process, uses it and unloads it, so many times. @returns what this process has grown by */
export async function loadAndUnload(rounds: number): Promise<Growth & { readonly processes: number }> {
  const host = openHost({ models: [hosted("identity")], memoryMb: 1_000, threads: 1 });
  const identity = await host.picture("tiny-identity");
  const pids = new Set<number>();
  const round = async () => {
    await identity.apply({ picture: pictureOf(9) }, new AbortController().signal);
    for (const { pid } of host.running()) pids.add(pid);
    await identity.close();
  };
  await round(); // what the first one loads stays
  await round();
  const before = held();
  for (let i = 0; i < rounds; i++) await round();
  const after = held();
  await host.close();
  return {
    heapMb: after.heapMb - before.heapMb,
    residentMb: after.residentMb - before.residentMb,
    resources: after.resources - before.resources,
    files: after.files - before.files,
    processes: pids.size - 2,
  };
}

function held(): Growth {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heapMb: heapUsed / 1e6,
    residentMb: rss / 1e6,
    resources: process.getActiveResourcesInfo().length,
    files: existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0,
  };
}
