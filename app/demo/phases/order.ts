import { setTimeout as sleep } from "node:timers/promises";
import { Job, type JobId } from "../../../core/job.ts";
import { DEMO_CHANNELS, DEMO_FORMATS } from "../settings.ts";
import type { Demo } from "./demo.ts";

// Often enough for a smooth bar; one small query each.
const LOOK_EVERY_MS = 300;

export type Order = {
  readonly jobId: JobId;
  readonly creatives: number;
  /** From the order to the last creative, wall clock. */
  readonly tookMs: number;
};

/** Orders artwork for every title and cluster, and waits until all of it is made, refused or given up. */
export async function orderArtwork({ api, cast, scale, progress, signal }: Demo): Promise<Order> {
  const { titles, clusters } = cast;
  const total = titles.length * (clusters.length * scale.armsPerCluster + 1);
  const began = performance.now();
  return progress.phase({ label: "Making artwork and copy", total, unit: "creative" }, async (bar) => {
    const request = {
      titles: titles.map((title) => title.id),
      clusters: clusters.map((cluster) => cluster.id),
      armsPerCluster: scale.armsPerCluster,
      channels: DEMO_CHANNELS,
      formats: DEMO_FORMATS,
    };
    let job = await api.post("/v1/jobs", request, Job, "once");
    while (job.state === "running") {
      await sleep(LOOK_EVERY_MS, undefined, { signal });
      job = await api.get(`/v1/jobs/${job.id}`, Job);
      const { made, refused, failed } = job.progress;
      bar.to(made + refused + failed, notMade(refused, failed));
    }
    const { made, refused, failed } = job.progress;
    bar.to(made + refused + failed, notMade(refused, failed) || "every one passed its checks");
    return { jobId: job.id, creatives: made + refused + failed, tookMs: performance.now() - began };
  });
}

const notMade = (refused: number, failed: number): string =>
  [refused > 0 ? `${refused} refused by checks` : "", failed > 0 ? `${failed} failed` : ""].filter(Boolean).join(", ");
