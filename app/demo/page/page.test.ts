import { expect, test } from "vitest";
import type { Cluster } from "../../../core/cluster.ts";
import type { Creative } from "../../../core/creative.ts";
import type { Title } from "../../../core/title.ts";
import { Ledger } from "../ledger.ts";
import type { ArmResult, CellResult, DemoResult } from "../result.ts";
import { html } from "./html.ts";
import { reportPage } from "./page.ts";

const HOSTILE = `</title><script>alert("1")</script> & 'Tom' <b>`;
const BLOB = "a".repeat(64);

const cluster = { id: "owls", name: `Owls ${HOSTILE}`, locale: "uk", allowed: {} } as unknown as Cluster;
const title = {
  id: "film",
  genres: ["drama"],
  concepts: ["sea"],
  texts: { en: { name: `Film ${HOSTILE}`, synopsis: "s" } },
} as unknown as Title;

function arm(digit: string, clusterId: string | null, numbers: Partial<ArmResult> = {}): ArmResult {
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
        tone: "dark",
        hook: "place",
      },
    },
    copy: { en: { headline: `Headline ${HOSTILE}`, description: `Description ${HOSTILE}`, source: "model" } },
    renditions: ["web", "poster", "square"].map((channel) => ({
      channel,
      locale: "en",
      blob: BLOB,
      widthPx: 16,
      heightPx: 9,
    })),
  } as unknown as Creative;
  return { creative, exposures: 1_000, clicks: 80, rate: 0.08, low: 0.06, high: 0.1, share: 0.2, ...numbers };
}

function resultWith(cell: Partial<CellResult>): DemoResult {
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
    played: { ledger, tookMs: 1_000, accepted: 15 },
    order: { jobId: "job_0000000000000000", creatives: 7, tookMs: 10_000 },
    notMade: [],
    work: { model: 0.5, sharp: 0.3, checks: 0.1, elsewhere: 0.1, creativesPerMinute: 42 },
    policyVersion: 9,
    requestsRepeated: 0,
    times: [],
  } as unknown as DemoResult;
}

const at = new Date("2026-11-22T10:00:00Z");

test("what people typed is text on the page, never markup", () => {
  const page = reportPage(resultWith({}), at);
  expect(page).not.toContain("<script");
  expect(page).not.toContain("<b>'");
  expect(page.match(/<\/title>/g)).toHaveLength(1 + (page.match(/<circle[^>]*><title>/g)?.length ?? 0));
  expect(page).toContain(
    "Headline &lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Tom&#39; &lt;b&gt;",
  );
});

test("the page needs nothing from elsewhere, and every picture says what it shows", () => {
  const page = reportPage(resultWith({}), at);
  const pictures = page.match(/<img [^>]*>/g) ?? [];
  expect(pictures.length).toBeGreaterThan(5);
  for (const picture of pictures) {
    expect(picture).toContain(`src="images/${BLOB}.webp"`);
    expect(picture).toMatch(/alt="[^"]{10,}"/);
  }
  expect(page).not.toMatch(/https?:|url\(|@import|<link/);
});

test("the control comes last, three strangers are shown, and the others are counted", () => {
  const page = reportPage(resultWith({}), at);
  const origins = [...page.matchAll(/<p class="origin">([^<]*)</g)].map(([, origin]) => origin);
  expect(origins).toEqual(["Made for them", "Made for others", "Made for others", "Made for others", "Control"]);
  expect(page).toContain("and 2 more made for other audiences, with 40.0\u00a0% of the traffic now");
});

test("an artwork that only leads is not called a winner, and no lift over itself is shown", () => {
  const page = reportPage(resultWith({ decided: false, liftOverBestForEverybody: null }), at);
  expect(page).toContain("Leading, not proven");
  expect(page).not.toContain(">Winner<");
  expect(page).toContain("This is that artwork.");
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test("templates escape values and pass markup on, nested and in lists", () => {
  const item = (text: string) => html`<li title="${text}">${text}</li>`;
  expect(html`<ul>${["<", `"`].map(item)}</ul>${null}${false}${0}`.text).toBe(
    `<ul><li title="&lt;">&lt;</li><li title="&quot;">&quot;</li></ul>0`,
  );
});
