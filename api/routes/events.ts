import { z } from "zod";
import { AppError, type FieldIssue } from "../../core/errors.ts";
import { EventKind, type OutcomeEvent } from "../../core/event.ts";
import { defineRoute } from "../route.ts";

/** No film is longer than a day, and a channel that is left on says nothing more after it. */
const LONGEST_VIEW_S = 86_400;

const Reported = z
  .strictObject({
    kind: EventKind.meta({
      description:
        "`exposure`: it was seen. `click`. `play`: playing began, and the artwork stays. `view`: played for some time; " +
        "may be sent again while it goes on, and the longest report counts. `conversion`: bought, subscribed, booked.",
    }),
    token: z.string().min(1).max(8_000).meta({ description: "Of the decision; `GET /v1/artwork` gave it." }),
    seconds: z.number().min(0).max(LONGEST_VIEW_S).optional().meta({ description: "Of a view: how long it lasted." }),
    completion: z.number().min(0).max(1).optional().meta({ description: "Of a view: the share of the title watched." }),
  })
  .superRefine(({ kind, seconds, completion }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (kind === "view" && seconds === undefined && completion === undefined)
      refuse("seconds", "a view says its `seconds`, its `completion` or both");
    if (kind !== "view" && seconds !== undefined) refuse("seconds", "belongs to a view");
    if (kind !== "view" && completion !== undefined) refuse("completion", "belongs to a view");
  });

export const postEvents = defineRoute({
  method: "post",
  path: "/v1/events",
  summary: "Report what happened to decisions. Kept when the answer comes; repeats count once.",
  scope: "events:write",
  body: z.strictObject({ events: z.array(Reported).min(1).max(500) }),
  // 500 tokens of about 500 characters each, with room to spare.
  maxBodyBytes: 1024 * 1024,
  reply: z.object({ accepted: z.int(), duplicates: z.int() }),
  errors: ["storage_full"],
  handle: async ({ body }, { events, tokens, decider, now }) => {
    const nowMs = now();
    const verified: OutcomeEvent[] = [];
    const issues: FieldIssue[] = [];
    for (const [index, { kind, token, ...viewed }] of body.events.entries()) {
      const claim = tokens.verify(token, nowMs);
      if ("refused" in claim) issues.push({ field: `body.events.${index}.token`, reason: claim.refused });
      else verified.push({ kind, claim, ...(kind === "view" ? { viewed } : {}) });
    }
    if (issues.length > 0) throw new AppError("invalid_request", `${issues.length} bad tokens`, { issues });
    const counts = await events.append(verified);
    for (const { kind, claim } of verified) if (kind === "play") decider.lock(claim, nowMs);
    return counts;
  },
});
