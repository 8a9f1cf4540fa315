import { expect, it } from "vitest";
import type { CreativeOrigin } from "../../adapters/origin-postgres.ts";
import type { Creative, MadeCreative } from "../../core/creative.ts";
import { tinyBrief } from "../../pipeline/tiny.ts";
import { tell } from "./tell.ts";

const brief = tinyBrief();
const creative = (change: object = {}): Creative =>
  ({
    id: brief.creativeId,
    titleId: brief.titleId,
    clusterId: null,
    jobId: "job_1",
    status: "approved",
    reason: null,
    pull: null,
    liveIn: [],
    autoApproved: [],
    brief,
    copy: {
      en: {
        lines: [
          { kind: "headline", channels: ["web", "tv"], text: "One night.", source: "model", score: 0.8 },
          { kind: "push", channels: ["push"], text: "No way back.", source: "synopsis", failed: ["cliche", "length"] },
        ],
        judged: 40,
        refused: { cliche: 3 },
      },
    },
    checks: [
      { gate: "spread", where: "web", passed: true, measured: 30, limit: 8 },
      { gate: "contrast", where: "web, en", passed: true, measured: 4.6123, limit: 4.5 },
      { gate: "glyphs", passed: true, measured: 0, limit: 0 },
    ],
    provenance: {
      prompt: "An oil painting of train and forest.",
      stages: { sketch: 1, paint: 2 },
      imageModel: { id: "tiny-painter", sha256: "0".repeat(64) },
      textModel: { id: "tiny-writer", sha256: "1".repeat(64) },
      proof: { algorithm: "ed25519", certificate: "c".repeat(64), unsigned: [] },
      cutter: { id: "tiny-cutter", sha256: "2".repeat(64) },
      retry: 1,
      seed: 77,
      stageMs: { sketch: 12.4, paint: 1_500 },
    } satisfies MadeCreative["provenance"],
    renditions: [{ channel: "web", locale: "en", byteLength: 40_400 }],
    ...change,
  }) as unknown as Creative;

const history = (change: Partial<CreativeOrigin> = {}): CreativeOrigin => ({
  workspace: "default",
  plannedAt: "2026-11-26T02:31:07.000Z",
  orders: [{ jobId: "job_1", at: "2026-11-26T02:30:00.000Z", by: "ann" }],
  audit: [
    { at: "2026-11-26T03:00:00.000Z", actor: "eve", action: "creative.approve", detail: { reason: null } },
    { at: "2026-11-26T04:00:00.000Z", actor: "eve", action: "creative.pull", detail: { reason: "rights" } },
  ],
  rejections: [
    { retry: 0, seed: 5, gate: "alike", where: "wide", measured: 3, limit: 10, detail: "crv_0123456789abcdef" },
  ],
  experiment: { state: "open", isControl: true },
  clusters: [
    {
      clusterId: "night-owls",
      exposures: 200,
      clicks: 13,
      share: { versions: 3, first: 0.25, last: 0.61, least: 0.2, most: 0.7 },
      won: { at: "2026-11-26T05:00:00.000Z", until: null },
    },
  ],
  ...change,
});

it("tells the whole of it in plain sentences", () => {
  const told = tell(creative(), history());
  for (const sentence of [
    `${brief.creativeId} is artwork for “The General” (the-general), made for nobody in particular: it is the control of its title, in the workspace default.`,
    "It was planned on 2026-11-26 02:31 UTC, for order job_1 of 2026-11-26 02:30 UTC by ann.",
    `Its attributes were drawn by design, with the seed ${brief.seed}:`,
    "An oil painting of train and forest.",
    "It was painted by tiny-painter (sha256 000000000000), and its words were written by tiny-writer (sha256 111111111111).",
    "tiny-cutter (sha256 222222222222) found the subject of its key art.",
    "It is try 2, with the seed 77: the tries before it did not pass.",
    "Making it took 1.5 s:\n  sketch       version 1, 12 ms\n  paint        version 2, 1.5 s",
    "It passed all of its 3 checks, of 3 gates.",
    "The closest call: contrast (web, en) measured 4.612, and the limit is 4.5.",
    "Try 1, with the seed 5, did not pass alike (wide) [crv_0123456789abcdef]: 3, and the limit is 10.",
    "Its words in en, from 40 candidates; the gates refused some (cliche 3):",
    "  headline     “One night.” (written by the text model; for web and tv)",
    "  push         “No way back.” (the title's own synopsis, shortened, for no candidate passed cliche and length; for push)",
    "It is 1 files of 40 kB together, for web; each says that it is trainedAlgorithmicMedia.",
    "Each is signed (ed25519) by the key of certificate cccccccccccc.",
    "It is approved.\n  2026-11-26 03:00 UTC  eve  creative.approve\n  2026-11-26 04:00 UTC  eve  creative.pull: rights",
    "It is the control of its title's experiment, which is open:\n  night-owls: seen 200 times, clicked 13 times (6.5 %); its share is 61 %, was 25 % at first, and between 20 % and 70 % over 3 policies; the winner since 2026-11-26 05:00 UTC",
  ])
    expect(told).toContain(sentence);
  for (const [attribute, level] of Object.entries(brief.attributes))
    expect(told).toMatch(new RegExp(`^ {2}${attribute} +${level} +drawn with probability [\\d.]+ %$`, "m"));
});

it("says of one that was not made, not approved or not shown just that", () => {
  const bare = { provenance: null, renditions: [], checks: [], copy: {} };
  const nobody = history({ audit: [], experiment: null, clusters: [], orders: [], rejections: [] });
  const planned = tell(creative({ ...bare, status: "draft" }), nobody);
  expect(planned).toContain("It has not been made yet.");
  expect(planned).toContain("It was planned on 2026-11-26 02:31 UTC.\n");
  expect(planned).not.toMatch(/checks|signed|words/);
  expect(tell(creative({ ...bare, status: "failed", reason: "the disk is full" }), nobody)).toContain(
    "It was not made: the disk is full.",
  );
  const refused = [{ gate: "contrast", where: "web, en", passed: false, measured: 2, limit: 4.5, detail: "uk" }];
  expect(tell(creative({ checks: refused, status: "refused", reason: "did not pass: contrast" }), nobody)).toContain(
    "It did not pass 1 of 1 checks:\n  contrast (web, en) [uk]: 2, and the limit is 4.5\n",
  );
  const pull = { reason: "rights", note: "a call", actor: "eve", at: "2026-11-26T04:00:00.000Z" };
  expect(tell(creative({ status: "live", liveIn: ["web", "tv"], autoApproved: ["push"], pull }), nobody)).toContain(
    "It is live, shown in web and tv.\nIt was pulled on 2026-11-26 04:00 UTC by eve (rights): it is in no answer.\n" +
      "The workspace approves push without a person.",
  );
  expect(tell(creative(), history({ clusters: [] }))).toContain("which is open; nobody was shown it yet.");
});
