import { expect, test } from "vitest";
import { BLOB, resultWith } from "../testing/result.ts";
import { html } from "./html.ts";
import { reportPage } from "./page.ts";

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
  expect(page).toContain("The same artwork, or not known yet.");
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test("templates escape values and pass markup on, nested and in lists", () => {
  const item = (text: string) => html`<li title="${text}">${text}</li>`;
  expect(html`<ul>${["<", `"`].map(item)}</ul>${null}${false}${0}`.text).toBe(
    `<ul><li title="&lt;">&lt;</li><li title="&quot;">&quot;</li></ul>0`,
  );
});
