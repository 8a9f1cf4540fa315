import { z } from "zod";
import { planVisits, type Visit } from "../../../audience/visits.ts";
import { CreativeId } from "../../../core/creative.ts";
import type { EventKind } from "../../../core/event.ts";
import type { TitleId } from "../../../core/title.ts";
import { Ledger } from "../ledger.ts";
import { DEMO_CHANNELS } from "../settings.ts";
import type { Truth } from "../truth.ts";
import type { Demo } from "./demo.ts";

// What the demo reads of an answer; the rest is for real pages.
const Shown = z.object({ creativeId: CreativeId, policyVersion: z.int(), token: z.string() });
const Counted = z.object({ accepted: z.int(), duplicates: z.int() });

// More visitors at a time do not make one API process faster, they only wait longer.
export const VISITORS = 32;
// As a page's beacon or a server would send them: together, not one by one.
const EVENTS_AT_ONCE = 200;
const AUDIENCE_SEED = 2_026;

export type Played = {
  readonly ledger: Ledger;
  /** From the first visit to the last event's answer, wall clock. */
  readonly tookMs: number;
  readonly eventsKept: number;
};

/**
 * Sends an audience past the titles: every visitor asks for artwork, sees it, clicks on it or not, and both are
 * reported in batches. The policies change under way, as the worker learns.
 */
export async function playAudience(demo: Demo, titles: readonly TitleId[], truth: Truth): Promise<Played> {
  const { api, cast, scale, progress } = demo;
  const visits = planVisits({
    seed: AUDIENCE_SEED,
    usersPerCluster: scale.usersPerCluster,
    visits: scale.visits,
    titles,
    clusters: cast.clusters,
    channels: DEMO_CHANNELS,
  });
  const ledger = new Ledger();
  let events: { kind: EventKind; token: string }[] = [];
  let kept = 0;

  const report = async () => {
    const batch = events;
    events = [];
    if (batch.length === 0) return;
    // A duplicate was kept by a try whose answer was lost.
    const { accepted, duplicates } = await api.post("/v1/events", { events: batch }, Counted);
    kept += accepted + duplicates;
  };

  const visit = async ({ userId, clusterId, titleId, channel, locale, uniform }: Visit) => {
    const shown = await api.get(`/v1/artwork/${titleId}?user=${userId}&channel=${channel}&locale=${locale}`, Shown);
    const cell = truth.cell(titleId, clusterId);
    const clicked = uniform < (cell.rates.get(shown.creativeId) ?? 0);
    ledger.add({
      policyVersion: shown.policyVersion,
      clicked,
      best: cell.best.rate,
      bestForEverybody: cell.bestForEverybody,
      control: cell.control,
    });
    events.push({ kind: "exposure", token: shown.token });
    if (clicked) events.push({ kind: "click", token: shown.token });
    if (events.length >= EVENTS_AT_ONCE) await report();
  };

  const began = performance.now();
  await progress.phase({ label: "Playing the audience", total: scale.visits, unit: "visit" }, async (bar) => {
    const isOver = () => ledger.visits >= scale.leastVisits && performance.now() - began > scale.playWithinMs;
    const visitor = async () => {
      // All visitors take from the one plan, so each visit is made once.
      for (let next = visits.next(); !next.done && !isOver(); next = visits.next()) {
        await visit(next.value);
        if (ledger.visits % 50 === 0) bar.to(ledger.visits, `policy ${ledger.policyVersion}`);
      }
    };
    await Promise.all(Array.from({ length: VISITORS }, visitor));
    await report();
    bar.to(ledger.visits, `policy ${ledger.policyVersion}`);
  });
  return { ledger, tookMs: performance.now() - began, eventsKept: kept };
}
