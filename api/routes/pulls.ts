import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CreativeId } from "../../core/creative.ts";
import { PullReason } from "../../core/pull.ts";
import { shownText } from "../../core/text.ts";
import type { ApiDeps } from "../deps.ts";
import { refuseMissing } from "../missing.ts";
import { defineRoute } from "../route.ts";

// Every process looks at the snapshot twice a second, and says so with the next look.
const WAIT_MS = 5_000;
const ASK_EVERY_MS = 200;

const Creatives = z.array(CreativeId).min(1).max(500);

const Reach = z.object({
  creatives: z.int(),
  everywhere: z.boolean().meta({
    description:
      "Whether every API process has taken it over. One that has not said so in 5 s is stopped or cut off from the database: see the runbook.",
  }),
  behind: z.int().meta({ description: "How many API processes have not said so." }),
  images: z
    .array(z.string())
    .meta({ description: "The pictures' addresses, without their endings: purge these from a CDN." }),
});

export const pullCreatives = defineRoute({
  method: "post",
  path: "/v1/creatives/pulls",
  summary: "Take creatives out of every answer, and their pictures with them, all or none. Their status stays.",
  scope: "creatives:review",
  body: z.strictObject({ creatives: Creatives, reason: PullReason, note: shownText(500) }),
  reply: Reach,
  errors: ["creative_not_found"],
  handle: async ({ body, actor }, deps) => {
    const { missing, images } = await deps.pulls.pull(body.creatives, { reason: body.reason, note: body.note, actor });
    refuseMissing(missing, body.creatives);
    return reachOf(body.creatives, images, deps);
  },
});

export const endPulls = defineRoute({
  method: "post",
  path: "/v1/creatives/pulls/ends",
  summary: "End pulls, all or none: each creative is again what its status says, live at once where it was.",
  scope: "creatives:review",
  body: z.strictObject({ creatives: Creatives, note: shownText(500) }),
  reply: Reach,
  errors: ["creative_not_found"],
  handle: async ({ body, actor }, deps) => {
    const { missing, images } = await deps.pulls.lift(body.creatives, { note: body.note, actor });
    refuseMissing(missing, body.creatives);
    return reachOf(body.creatives, images, deps);
  },
});

/** The change is kept; this waits a little for the other processes, and tells how far it has come. */
async function reachOf(creatives: readonly CreativeId[], images: readonly string[], deps: ApiDeps) {
  const since = await deps.readers.now();
  await deps.refresh();
  const deadline = performance.now() + WAIT_MS;
  let behind = await deps.readers.behind(since);
  while (behind.length > 0 && performance.now() < deadline) {
    await sleep(ASK_EVERY_MS);
    behind = await deps.readers.behind(since);
  }
  if (behind.length > 0) deps.log.warn({ behind, creatives }, "a pull has not reached every process");
  return {
    creatives: new Set(creatives).size,
    everywhere: behind.length === 0,
    behind: behind.length,
    images: images.map((blob) => `/images/${blob}`),
  };
}
