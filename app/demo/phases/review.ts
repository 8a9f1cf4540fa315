import { z } from "zod";
import { Creative } from "../../../core/creative.ts";
import type { JobId } from "../../../core/job.ts";
import type { Api } from "../http.ts";
import { countOf } from "../words.ts";
import type { Demo } from "./demo.ts";

const CreativePage = z.object({ items: z.array(Creative), next: z.string().nullable() });
const Reviewed = z.object({ reviewed: z.int() });

// The endpoint takes 500; smaller calls show progress.
const REVIEW_AT_ONCE = 50;

export type ReviewedArtwork = {
  readonly approved: readonly Creative[];
  /** What the checks refused or could not be made, with the reason. */
  readonly notMade: readonly Creative[];
};

/** Approves everything that waits for review, as an editor with a light hand would. */
export async function approveArtwork({ api, progress }: Demo, jobId: JobId): Promise<ReviewedArtwork> {
  const waiting = await listCreatives(api, `job=${jobId}&status=in-review`);
  const phase = { label: "Approving the artwork", total: waiting.length, unit: "creative" };
  return progress.phase(phase, async (bar) => {
    for (let at = 0; at < waiting.length; at += REVIEW_AT_ONCE) {
      const creatives = waiting.slice(at, at + REVIEW_AT_ONCE).map((creative) => creative.id);
      await api.post("/v1/creatives/reviews", { creatives, verdict: "approve" }, Reviewed);
      bar.to(at + creatives.length);
    }
    const approved = await listCreatives(api, `job=${jobId}&status=approved`);
    const notMade = (
      await Promise.all(["refused", "failed"].map((status) => listCreatives(api, `job=${jobId}&status=${status}`)))
    ).flat();
    if (approved.length === 0) throw new Error(`there is nothing to show: ${notMade[0]?.reason ?? "nothing was made"}`);
    if (notMade.length > 0) bar.to(waiting.length, `${countOf(notMade.length, "other")} cannot be shown`);
    return { approved, notMade };
  });
}

async function listCreatives(api: Api, filter: string): Promise<Creative[]> {
  const all: Creative[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page: z.output<typeof CreativePage> = await api.get(
      `/v1/creatives?${filter}&limit=100${after && `&after=${encodeURIComponent(after)}`}`,
      CreativePage,
    );
    all.push(...page.items);
    after = page.next;
  }
  return all;
}
