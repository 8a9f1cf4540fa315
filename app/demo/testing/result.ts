import type { Cluster } from "../../../core/cluster.ts";
import type { Creative } from "../../../core/creative.ts";
import type { Title } from "../../../core/title.ts";
import { Ledger } from "../ledger.ts";
import type { ArmResult, CellResult, DemoResult } from "../result.ts";

/** A small result for tests, whose every text tries to be markup. */
export const HOSTILE = `</title><script>alert("1")</script> & 'Tom' <b>`;
export const BLOB = "a".repeat(64);

const cluster = { id: "owls", name: `Owls ${HOSTILE}`, locale: "uk", allowed: {} } as unknown as Cluster;
const title = {
  id: "film",
  genres: ["drama"],
  concepts: ["sea"],
  texts: { en: { name: `Film ${HOSTILE}`, synopsis: "s" } },
} as unknown as Title;

export function arm(digit: string, clusterId: string | null, numbers: Partial<ArmResult> = {}): ArmResult {
  const creative = {
    id: `crv_${digit.repeat(16)}`,
    titleId: "film",
    clusterId,
    brief: {
      attributes: {
        palette: "noir",
        mood: "dark",
        composition: "icon",
        focal: "left",
        style: "ink",
        emphasis: "medium",
        treatment: "omen",
        look: "clean",
        tone: "dark",
        hook: "place",
      },
    },
    copy: {
      en: {
        lines: [
          { kind: "headline", channels: ["web"], text: `Headline ${HOSTILE}`, source: "model" },
          { kind: "description", channels: ["web"], text: `Description ${HOSTILE}`, source: "model" },
        ],
        judged: 2,
        refused: {},
      },
    },
    renditions: ["web", "poster", "square"].map((channel) => ({
      channel,
      locale: "en",
      density: 1,
      format: "webp",
      blob: BLOB,
      widthPx: 16,
      heightPx: 9,
    })),
  } as unknown as Creative;
  return { creative, exposures: 1_000, clicks: 80, rate: 0.08, low: 0.06, high: 0.1, share: 0.2, ...numbers };
}

export function resultWith(cell: Partial<CellResult>): DemoResult {
  const pick = arm("1", "owls");
  const ledger = new Ledger(1);
  for (let visit = 0; visit < 10; visit++)
    ledger.add({ policyVersion: visit, clicked: visit % 2 === 0, best: 0.5, bestForEverybody: 0.4, control: 0.3 });
  const cells = [
    {
      title,
      cluster,
      exposures: 3_000,
      pick,
      decided: true,
      liftOverControl: { ratio: 0.4, low: 0.1, high: 0.9 },
      liftOverBestForEverybody: { ratio: -0.05, low: -0.2, high: 12 },
      arms: [pick, ...["2", "3", "4", "5", "6"].map((digit) => arm(digit, "others")), arm("0", null)],
      grade: { exact: true, near: true, rate: 0.1 },
      truth: {
        rates: new Map(),
        best: { creativeId: pick.creative.id, rate: 0.1 },
        control: 0.05,
        bestForEverybody: 0.07,
      },
      ...cell,
    },
  ];
  return {
    cells,
    played: { ledger, tookMs: 1_000, eventsKept: 15 },
    order: { jobId: "job_0000000000000000", creatives: 7, tookMs: 10_000 },
    notMade: [],
    work: { model: 0.5, sharp: 0.3, checks: 0.1, elsewhere: 0.1, creativesPerMinute: 42 },
    policyVersion: 9,
    requestsRepeated: 0,
    times: [],
  } as unknown as DemoResult;
}
