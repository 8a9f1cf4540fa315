import { QUEUE_JOBS } from "../core/job.ts";
import type { Processor } from "../core/ports.ts";

/** Runs when every creative of a title's flow has been made, refused or given up: the parent's own outcome. */
export const finishTitleProcessor =
  (deps: { done(jobId: string, titleId: string): void }): Processor =>
  async (payload) => {
    const { jobId, titleId } = QUEUE_JOBS["title.finish"].parse(payload);
    deps.done(jobId, titleId);
    return "finished";
  };
