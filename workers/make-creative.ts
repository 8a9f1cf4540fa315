import { AppError, isHopeless } from "../core/errors.ts";
import { QUEUE_JOBS } from "../core/job.ts";
import type { BlobStore, CreativeStore, GateStore, Processor, Studio } from "../core/ports.ts";
import { TRIES_A_CREATIVE, TRIES_A_MAKING } from "../core/rejection.ts";

/**
 * Makes one planned creative. Delivered twice it makes it once: the row moves on from `draft` in one
 * transaction, and a blob's name is the hash of its bytes.
 *
 * A creative that turns out like a sibling which another worker kept meanwhile goes on with its next seed.
 */
export const makeCreativeProcessor =
  (deps: { creatives: CreativeStore; gates: Pick<GateStore, "before">; blobs: BlobStore; studio: Studio }): Processor =>
  async (payload, signal, lastAttempt) => {
    const { creativeId } = QUEUE_JOBS["creative.make"].parse(payload);
    const creative = await deps.creatives.get(creativeId);
    if (!creative) throw new AppError("creative_not_found", creativeId);
    if (creative.status !== "draft") return "already-made";
    try {
      for (;;) {
        const { siblings, tried } = await deps.gates.before(creativeId);
        // The last seed is tried again rather than none: a row with nothing made could never be refused.
        const from = Math.min(tried, TRIES_A_CREATIVE - 1);
        const most = Math.min(TRIES_A_MAKING, TRIES_A_CREATIVE - from);
        const made = await deps.studio.make(creative.brief, signal, { from, most, siblings });
        const blobs: string[] = [];
        for (const rendition of made.renditions) blobs.push(await deps.blobs.put(rendition.bytes));
        const outcome = await deps.creatives.keep(made, blobs);
        if (outcome !== "too-alike") return outcome;
      }
    } catch (error) {
      // The queue does not try a hopeless one again: unrecorded, its row would stay planned for ever.
      // A shutdown is no failure of the creative: the job comes back after the restart.
      if ((lastAttempt || isHopeless(error)) && !signal.aborted) await deps.creatives.fail(creativeId, reasonOf(error));
      throw error;
    }
  };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
