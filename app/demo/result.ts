import type { z } from "zod";
import type { ClusterReport, ExperimentReport } from "../../api/report.ts";
import type { Cluster } from "../../core/cluster.ts";
import type { Creative, CreativeId } from "../../core/creative.ts";
import type { Title } from "../../core/title.ts";
import type { Settings } from "../settings.ts";
import type { Cast } from "./cast.ts";
import type { Api } from "./http.ts";
import type { Order } from "./phases/order.ts";
import type { Played } from "./phases/play.ts";
import type { ReviewedArtwork } from "./phases/review.ts";
import type { PhaseTime, Progress } from "./progress.ts";
import { gradePick, type TrueCell, type Truth } from "./truth.ts";

export type Lift = NonNullable<ClusterReport["liftOverControl"]>;
export type Report = z.output<typeof ExperimentReport>;

/** One artwork in the eyes of one cluster: what was counted, with its 95 % interval, and its traffic now. */
export type ArmResult = {
  readonly creative: Creative;
  readonly exposures: number;
  readonly clicks: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Share of the cluster's traffic under the last policy. */
  readonly share: number;
};

/** One title in one cluster. */
export type CellResult = {
  readonly title: Title;
  readonly cluster: Cluster;
  readonly exposures: number;
  /** The declared winner; without one, the leader. */
  readonly pick: ArmResult;
  readonly decided: boolean;
  /** Of the pick itself, from after it led; `null`: the pick is that artwork, or it is not known yet. */
  readonly liftOverControl: Lift | null;
  readonly liftOverBestForEverybody: Lift | null;
  /** Artwork made for this cluster first, then other clusters', the most shown first; the control last. */
  readonly arms: readonly ArmResult[];
  /** How good the pick is in truth. */
  readonly grade: { readonly exact: boolean; readonly near: boolean; readonly rate: number };
  readonly truth: TrueCell;
};

/** Everything that the demo found out; the terminal and the page show parts of it. */
export type DemoResult = {
  readonly cells: readonly CellResult[];
  readonly played: Played;
  readonly order: Order;
  readonly notMade: readonly Creative[];
  readonly work: WorkShares;
  readonly policyVersion: number;
  readonly requestsRepeated: number;
  readonly times: readonly PhaseTime[];
};

/** Puts together what the phases found. */
export function resultOf(parts: {
  readonly reports: readonly Report[];
  readonly cast: Cast;
  readonly artwork: ReviewedArtwork;
  readonly truth: Truth;
  readonly played: Played;
  readonly order: Order;
  readonly settings: Settings;
  readonly api: Api;
  readonly progress: Progress;
}): DemoResult {
  const { reports, cast, artwork, truth, played, order, settings, api, progress } = parts;
  return {
    cells: cellsOf(reports, cast, artwork, truth),
    played,
    order,
    notMade: artwork.notMade,
    work: workShares([...artwork.approved, ...artwork.notMade], order, settings.studios),
    policyVersion: Math.max(...reports.map((report) => report.policyVersion)),
    requestsRepeated: api.retries,
    times: progress.times,
  };
}

function cellsOf(
  reports: readonly Report[],
  cast: Cast,
  { approved }: ReviewedArtwork,
  truth: Truth,
): readonly CellResult[] {
  const creatives = new Map(approved.map((creative) => [creative.id, creative]));
  return reports.flatMap((report) =>
    cast.clusters.flatMap((cluster) => {
      const title = cast.titles.find(({ id }) => id === report.titleId);
      const found = report.clusters.find(({ clusterId }) => clusterId === cluster.id);
      return title && found ? [cellOf(title, cluster, found, creatives, truth.cell(title.id, cluster.id))] : [];
    }),
  );
}

function cellOf(
  title: Title,
  cluster: Cluster,
  report: ClusterReport,
  creatives: ReadonlyMap<CreativeId, Creative>,
  truth: TrueCell,
): CellResult {
  const arms = report.arms.flatMap((arm) => {
    const creative = creatives.get(arm.creativeId);
    return creative ? [{ ...arm, creative }] : [];
  });
  const pickId = report.winner?.creativeId ?? report.leader;
  const pick = arms.find(({ creative }) => creative.id === pickId);
  if (!pick) throw new Error(`the experiment of ${title.id} names no leader for ${cluster.id}`);
  return {
    title,
    cluster,
    exposures: report.exposures,
    pick,
    decided: report.winner !== null,
    liftOverControl: ofPick(report.liftOverControl, pick),
    liftOverBestForEverybody: ofPick(report.liftOverBestForEverybody, pick),
    arms: arms.sort((a, b) => place(a, cluster) - place(b, cluster) || b.exposures - a.exposures),
    grade: gradePick(truth, pick.creative.id),
    truth,
  };
}

const ofPick = (lift: Lift | null, pick: ArmResult): Lift | null =>
  lift?.creativeId === pick.creative.id ? lift : null;

const place = ({ creative }: ArmResult, cluster: Cluster): number =>
  creative.clusterId === cluster.id ? 0 : creative.clusterId === null ? 2 : 1;

/** Where the time of making went, as shares of what the studios had: processes times wall-clock time. */
export type WorkShares = {
  readonly model: number;
  readonly sharp: number;
  readonly checks: number;
  /** Waiting for work, files, rows and the queue. */
  readonly elsewhere: number;
  readonly creativesPerMinute: number;
};

const STAGES = { model: ["paint", "caption"], sharp: ["sketch", "style"] } as const;

export function workShares(
  creatives: readonly Creative[],
  { creatives: made, tookMs }: Order,
  studios: number,
): WorkShares {
  const spent = { model: 0, sharp: 0, checks: 0 };
  for (const { provenance } of creatives) {
    for (const [stage, ms] of Object.entries(provenance?.stageMs ?? {})) {
      const kind = (["model", "sharp"] as const).find((one) => STAGES[one].some((name) => name === stage)) ?? "checks";
      spent[kind] += ms;
    }
  }
  const had = studios * tookMs;
  const elsewhere = Math.max(0, had - spent.model - spent.sharp - spent.checks);
  return {
    model: spent.model / had,
    sharp: spent.sharp / had,
    checks: spent.checks / had,
    elsewhere: elsewhere / had,
    creativesPerMinute: (made / tookMs) * 60_000,
  };
}

export type Found = { readonly cells: number; readonly decided: number; readonly exact: number; readonly near: number };

/** How often the hidden truth was found. */
export const foundIn = (cells: readonly Pick<CellResult, "decided" | "grade">[]): Found => ({
  cells: cells.length,
  decided: cells.filter(({ decided }) => decided).length,
  exact: cells.filter(({ grade }) => grade.exact).length,
  near: cells.filter(({ grade }) => grade.near).length,
});

/** The attributes that tell artworks apart at a glance. */
export const attributesInShort = ({ brief }: Pick<Creative, "brief">): string => {
  const { palette, mood, composition, style } = brief.attributes;
  return [palette, mood, composition, style].join(" ");
};
