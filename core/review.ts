import { z } from "zod";
import type { CreativeStatus } from "./creative.ts";

/**
 * What a person may say of a creative. Once it is made only these move it, but that a set which came out too alike has
 * some of what nobody has reviewed made again (`in-review` to `draft`):
 *
 *                            approve              its title's experiment has been opened
 *    draft  ──▶ in-review ───────────▶ approved ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─▶ live
 *      │          │    ▲ reopen          │ │  ▲ ◀─────────── restore ──┐          │
 *      │   reject ▼    │      reject     │ └──┼──── retire ───▶ retired ◀─────────┘
 *      │        rejected ◀───────────────┘    │
 *      ├──▶ refused (a gate failed in every try)
 *      └──▶ failed  (could not be made)
 *
 * `live` is `approved` as the public sees it: it is shown to nobody before its title's experiment was opened, and to
 * somebody from then on. Nobody sets it, so it cannot be wrong. A workspace may name channels in which a creative is
 * live while it is `in-review`. One that is approved to replace another retires that one. A pull takes one out of every
 * answer without a change of its status.
 */
export const Verdict = z.enum(["approve", "reject", "retire", "reopen", "restore"]);
export type Verdict = z.infer<typeof Verdict>;

/** Where a verdict leads, and from where. One that is there already is left as it is. */
export const VERDICTS: Readonly<
  Record<Verdict, { readonly from: readonly CreativeStatus[]; readonly to: CreativeStatus }>
> = {
  approve: { from: ["in-review"], to: "approved" },
  // An approval can be taken back at any time; a rejection only in the open, so that of two reviewers at once the one
  // who objects is not overruled unseen.
  reject: { from: ["in-review", "approved"], to: "rejected" },
  reopen: { from: ["rejected", "approved"], to: "in-review" },
  retire: { from: ["approved"], to: "retired" },
  restore: { from: ["retired"], to: "approved" },
};

/** Why `verdict` cannot be given, as the end of a sentence that begins with the creative; `null` where it can. */
export function objectionTo(verdict: Verdict, status: CreativeStatus, pulled: boolean): string | null {
  const { from, to } = VERDICTS[verdict];
  const stored = status === "live" ? "approved" : status;
  if (pulled && to === "approved") return "is pulled; end the pull first";
  if (stored === to || from.includes(stored)) return null;
  const first = HINTS[stored];
  return `is ${status}, and only what is ${from.join(" or ")} can be ${PAST[verdict]}${first ? `; ${first}` : ""}`;
}

const PAST: Readonly<Record<Verdict, string>> = {
  approve: "approved",
  reject: "rejected",
  retire: "retired",
  reopen: "reopened",
  restore: "restored",
};

const HINTS: Readonly<Partial<Record<CreativeStatus, string>>> = {
  rejected: "reopen it first",
  retired: "restore it first",
  draft: "it is still being made",
};
