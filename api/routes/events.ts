import { z } from "zod";
import { AppError, type FieldIssue } from "../../core/errors.ts";
import { EventKind, type OutcomeEvent } from "../../core/event.ts";
import { defineRoute } from "../route.ts";

export const postEvents = defineRoute({
  method: "post",
  path: "/v1/events",
  summary: "Report what happened to decisions: seen, clicked. Kept when the answer comes; repeats count once.",
  scope: "events:write",
  body: z.strictObject({
    events: z
      .array(z.strictObject({ kind: EventKind, token: z.string().min(1).max(2_000) }))
      .min(1)
      .max(500),
  }),
  // 500 tokens of about 500 characters each, with room to spare.
  maxBodyBytes: 1024 * 1024,
  reply: z.object({ accepted: z.int(), duplicates: z.int() }),
  errors: ["storage_full"],
  handle: async ({ body }, { events, tokens, now }) => {
    const nowMs = now();
    const verified: OutcomeEvent[] = [];
    const issues: FieldIssue[] = [];
    for (const [index, { kind, token }] of body.events.entries()) {
      const claim = tokens.verify(token, nowMs);
      if ("refused" in claim) issues.push({ field: `body.events.${index}.token`, reason: claim.refused });
      else verified.push({ kind, claim });
    }
    if (issues.length > 0) throw new AppError("invalid_request", `${issues.length} bad tokens`, { issues });
    return events.append(verified);
  },
});
