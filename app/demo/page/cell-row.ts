import type { Locale } from "../../../core/attributes.ts";
import { copyOf } from "../../../core/copy.ts";
import type { ArmResult, CellResult, Lift } from "../result.ts";
import { count, percent } from "../words.ts";
import { type Interval, intervalBar, intervalText, onLogScale, type Scale } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { altOf, picture } from "./pictures.ts";

/** The scales that all rows of a page share. */
export type Scales = { readonly rate: Scale; readonly lift: Scale };

// With the control and the audience's own artwork, one row of a wide page.
const OTHERS_SHOWN = 3;

export const toInterval = ({ ratio, low, high }: Lift): Interval => ({ at: ratio, low, high });
export const rateInterval = ({ rate, low, high }: ArmResult): Interval => ({ at: rate, low, high });

/** One audience of one title: what won there, the evidence, and what it won against. */
export function cellRow(cell: CellResult, scales: Scales): Html {
  const { cluster, pick, decided } = cell;
  const name = nameOf(cell, cluster.locale);
  const words = pick.creative.copy[cluster.locale] ?? Object.values(pick.creative.copy)[0];
  const copy = words && copyOf(words, "web");
  const { palette, mood, composition, style, tone, hook } = pick.creative.brief.attributes;
  return html`<article class="cell">
<header><h3>${cluster.name}</h3><span class="badge ${decided ? "won" : "leads"}">${decided ? "Winner" : "Leading, not proven"}</span></header>
<div class="shapes">
<figure class="web">${picture(pick.creative, "web", cluster.locale, altOf(pick.creative, name, "wide card"))}</figure>
<figure class="poster">${picture(pick.creative, "poster", cluster.locale, altOf(pick.creative, name, "poster"))}</figure>
<figure class="square">${picture(pick.creative, "square", cluster.locale, altOf(pick.creative, name, "square"))}</figure>
</div>
<div class="told">
<div class="copy">
${copy ? html`<p class="headline" lang="${cluster.locale}" dir="auto">${copy.headline}</p><p class="description" lang="${cluster.locale}" dir="auto">${copy.description}</p>` : null}
<ul class="chips">${[palette, mood, composition, style, `${tone} tone`, `${hook} hook`].map((chip) => html`<li>${chip}</li>`)}</ul>
</div>
<dl class="evidence">
${evidence("Click rate", `${percent(pick.rate)} (${percent(pick.low)} to ${percent(pick.high)})`, rateInterval(pick), scales.rate)}
${liftEvidence("Over the control", cell.liftOverControl, scales.lift)}
${liftEvidence("Over the best single artwork", cell.liftOverBestForEverybody, scales.lift)}
<div><dt>In truth</dt><dd class="same">${truthText(cell)}</dd></div>
</dl>
</div>
${armStrip(cell, name)}
</article>`;
}

export const nameOf = ({ title }: Pick<CellResult, "title">, locale: Locale): string =>
  (title.texts[locale] ?? Object.values(title.texts)[0])?.name ?? title.id;

const evidence = (what: string, text: string, interval: Interval, scale: Scale): Html =>
  html`<div><dt>${what}</dt><dd>${text}${intervalBar(interval, scale, `${what}: ${text}`)}</dd></div>`;

const liftEvidence = (what: string, lift: Lift | null, scale: Scale): Html =>
  lift
    ? evidence(what, intervalText(toInterval(lift)), onLogScale(toInterval(lift)), scale)
    : html`<div><dt>${what}</dt><dd class="same">The same artwork, or not known yet.</dd></div>`;

function truthText({ grade, truth }: CellResult): string {
  if (grade.exact) return `the best of ${truth.rates.size}, with ${percent(grade.rate)}`;
  return `${percent(grade.rate)}; the best of ${truth.rates.size} has ${percent(truth.best.rate)}`;
}

function armStrip(cell: CellResult, name: string): Html {
  const { arms, cluster, pick } = cell;
  const others = arms.filter(({ creative }) => creative.clusterId !== null && creative.clusterId !== cluster.id);
  const shownOthers = new Set(others.slice(0, OTHERS_SHOWN));
  const shown = arms.filter((arm) => arm === pick || !others.includes(arm) || shownOthers.has(arm));
  const hidden = arms.filter((arm) => !shown.includes(arm));
  const hiddenShare = hidden.reduce((sum, { share }) => sum + share, 0);
  return html`<ul class="arms">${shown.map((arm) => armItem(arm, cell, name))}</ul>
${hidden.length > 0 && html`<p class="rest">and ${hidden.length} more made for other audiences, with ${percent(hiddenShare)} of the traffic now</p>`}`;
}

function armItem(arm: ArmResult, { cluster, pick }: CellResult, name: string): Html {
  const { creative, share, rate, exposures } = arm;
  const origin =
    creative.clusterId === cluster.id ? "Made for them" : creative.clusterId === null ? "Control" : "Made for others";
  return html`<li${arm === pick && html` class="pick"`}>
${picture(creative, "web", cluster.locale, altOf(creative, name, origin.toLowerCase()))}
<p class="origin">${origin}</p>
<p class="numbers"><b>${percent(rate)}</b> clicks <span>${count(exposures)} shown</span></p>
<div class="share" role="img" aria-label="${percent(share)} of the traffic now"><i style="width:${(share * 100).toFixed(1)}%"></i></div>
<p class="traffic">${percent(share)} of traffic</p>
</li>`;
}
