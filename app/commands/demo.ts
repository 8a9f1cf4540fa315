import { pathToFileURL } from "node:url";
import { readCast } from "../demo/cast.ts";
import { connectApi } from "../demo/http.ts";
import { keepServing } from "../demo/keep.ts";
import { awaitLearning } from "../demo/phases/learn.ts";
import { openExperiments } from "../demo/phases/open.ts";
import { orderArtwork } from "../demo/phases/order.ts";
import { playAudience, VISITORS } from "../demo/phases/play.ts";
import { readReports } from "../demo/phases/read.ts";
import { approveArtwork } from "../demo/phases/review.ts";
import { submitCatalogue } from "../demo/phases/submit.ts";
import { progressOn } from "../demo/progress.ts";
import { writeReport } from "../demo/report.ts";
import { resultOf } from "../demo/result.ts";
import { startDemoService } from "../demo/service.ts";
import { demoSettings, FULL, reportFolder, SHORT } from "../demo/settings.ts";
import { untilStopped } from "../demo/stop.ts";
import { summaryLines } from "../demo/summary.ts";
import { truthOf } from "../demo/truth.ts";
import type { Flags } from "../main.ts";
import type { Settings } from "../settings.ts";

/** The main job on the sample titles: from an empty service to a winner for each audience, all through the HTTP API. */
export async function run(settings: Settings, flags: Flags): Promise<void> {
  const own = demoSettings(settings);
  await untilStopped(own, async (signal, cleanUp) => {
    const progress = progressOn(process.stdout);
    const scale = flags.full ? FULL : SHORT;
    const cast = await readCast(scale);

    const service = await startDemoService(own, progress, signal);
    cleanUp.push(service.stop);
    if (!flags.keep) cleanUp.push(service.revokeKey);
    const api = connectApi({ baseUrl: service.apiUrl, key: service.key, connections: VISITORS, signal });
    cleanUp.push(async () => api.close());
    const demo = { api, cast, scale, progress, signal };

    await submitCatalogue(demo);
    const order = await orderArtwork(demo);
    const artwork = await approveArtwork(demo, order.jobId);
    const titles = await openExperiments(demo, artwork.approved);
    const truth = truthOf(cast.taste, artwork.approved, cast.clusters);
    const played = await playAudience(demo, titles, truth);
    await awaitLearning(demo, own);
    const reports = await readReports(demo, titles);

    const result = resultOf({ reports, cast, artwork, truth, played, order, settings: own, api, progress });
    const page = await writeReport(reportFolder(own), result, api, progress);
    console.log(
      `\n${summaryLines(result, process.stdout.columns).join("\n")}\n\nAll artwork by audience: ${pathToFileURL(page).href}`,
    );
    if (flags.keep) await keepServing(service, cast, signal);
  });
}
