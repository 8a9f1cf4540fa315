import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { estimateRegeneration, type RegenerateDeps, regenerationId, replacements } from "../../api/regenerate.ts";
import { statisticsHere } from "../../api/statistics.ts";
import { AppError } from "../../core/errors.ts";
import type { JobId } from "../../core/job.ts";
import type { JobStore } from "../../core/ports.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../../core/workspace.ts";
import { planBriefs } from "../../pipeline/plan.ts";
import { type Progress, progressOn } from "../demo/progress.ts";
import { generationOf } from "../generation.ts";
import type { Flags } from "../main.ts";
import { storesOn, withDatabase } from "../records.ts";
import { wishesOf } from "../regenerate/wishes.ts";
import { estimateInWords, reportInWords } from "../regenerate/words.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

const LOOK_EVERY_MS = 500;

/** Makes existing creatives anew: says what it takes, asks, and follows the job. The workers of the running service do it. */
export async function run(settings: Settings, flags: Flags): Promise<void> {
  const { request, terms } = wishesOf(flags);
  const workspace = flags.workspace ? WorkspaceId.parse(flags.workspace) : DEFAULT_WORKSPACE;
  const generation = await generationOf(settings);
  await withDatabase(settings, async (database) => {
    const stores = storesOn(database);
    const own = stores.of(workspace);
    const deps: RegenerateDeps = {
      ...own,
      workspaces: stores.workspaces,
      statistics: statisticsHere(own),
      plan: (order) => planBriefs({ ...order, workspace }),
      generation: async () => generation,
    };
    const estimate = await estimateRegeneration(workspace, request, settings.studios, deps);
    console.log(estimateInWords(estimate, terms.budget));
    if (flags["dry-run"] || estimate.selected === 0) return;
    if (!flags.yes && !(await confirmed())) return console.log("Nothing was changed.");

    const id = await regenerationId(workspace, request, deps);
    await own.jobs.plan(id, { request, terms, actor: "command line" }, replacements(workspace, request, deps));
    console.log(`\nJob ${id}. Ctrl-C stops the watching, not the job.`);
    await watch(own.jobs, id, progressOn(process.stdout));
    const report = await own.jobs.report(id, { after: null, limit: 21 });
    if (report) console.log(`\n${reportInWords(report)}`);
  });
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError("Add --yes to start it, or --dry-run to be told this alone.");
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await ask.question("\nStart it? [y/N] ")).trim());
  } finally {
    ask.close();
  }
}

/** Until it is done, or somebody or its budget has stopped it. */
async function watch(jobs: Pick<JobStore, "get">, id: JobId, progress: Progress): Promise<void> {
  const read = async () => {
    const job = await jobs.get(id);
    if (!job) throw new AppError("job_not_found", id);
    const { planned, made, refused, failed } = job.progress;
    return { job, total: planned + made + refused + failed, done: made + refused + failed, refused, failed };
  };
  const { total } = await read();
  await progress.phase({ label: "Making artwork anew", total, unit: "creative" }, async (bar) => {
    for (;;) {
      const { job, done, refused, failed } = await read();
      bar.to(done, [refused && `${refused} refused`, failed && `${failed} failed`].filter(Boolean).join(", "));
      if (job.state !== "running") return;
      await sleep(LOOK_EVERY_MS);
    }
  });
}
