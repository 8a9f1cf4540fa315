import type { Attributes } from "../../core/attributes.ts";
import { ClusterId, UserId } from "../../core/cluster.ts";
import { CreativeId, Rendition } from "../../core/creative.ts";
import { digitalSourceOf } from "../../core/digital-source.ts";
import { DEFAULT_EXPERIMENT, type Policy } from "../../core/experiment.ts";
import { PolicyTable } from "../../core/policy-table.ts";
import { type Random, randomFrom } from "../../core/random.ts";
import type { Servable, SnapshotRows } from "../../core/snapshot.ts";
import { TitleId } from "../../core/title.ts";
import { DEFAULT_DECIDING } from "../../core/workspace.ts";
import { stretchesOf } from "../../experiments/stretches.ts";
import { COPY } from "../words-sample.ts";

export const CLUSTER: ClusterId = ClusterId.parse("night-owls");
export const MEMBERS = 10_000;
export const titleAt = (i: number): TitleId => TitleId.parse(`title-${i}`);
export const memberAt = (i: number): UserId => UserId.parse(`u${i}`);

const ATTRIBUTES: Attributes = {
  palette: "noir",
  mood: "tense",
  composition: "icon",
  focal: "left",
  style: "noir",
  emphasis: "medium",
  treatment: "cold",
  look: "clean",
  tone: "dark",
  hook: "stakes",
};

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");

function arm(title: number, i: number, attributes: Attributes): Servable {
  const rendition = Rendition.parse({
    channel: "web",
    locale: "en",
    density: 1,
    format: "webp",
    blob: hex(title * 64 + i, 64),
    widthPx: 640,
    heightPx: 360,
    byteLength: 60_000,
    contentType: "image/webp",
    quality: 78,
    score: 0.99,
    contrast: 7,
    thumbHash: "3dkNHIJpmXiPd3d1d4hrj/PnVw==",
    dominant: "#a6b45f",
  });
  return {
    id: CreativeId.parse(`crv_${hex(title * 64 + i, 16)}`),
    titleId: titleAt(title),
    clusterId: i === 0 ? null : CLUSTER,
    digitalSourceType: digitalSourceOf({}),
    attributes,
    copy: COPY,
    renditions: [rendition],
  };
}

/** Looks that differ, so that a row has something to turn towards. */
function lookOf(random: Random): Attributes {
  const of = <Level>(levels: readonly Level[]) => levels[Math.floor(random() * levels.length)] as Level;
  return {
    ...ATTRIBUTES,
    palette: of(["noir", "tide", "ember"]),
    mood: of(["tense", "dark", "calm"]),
    composition: of(["icon", "vista", "figure"]),
  };
}

/** Titles whose experiments are open, each with a policy that has been learned for a while. */
export function rowsOf({ titles, arms }: { titles: number; arms: number }): SnapshotRows {
  const random = randomFrom(1);
  const byTitle = Array.from({ length: titles }, (_, t) =>
    Array.from({ length: arms }, (_, i) => arm(t, i, lookOf(random))),
  );
  const policies = byTitle.map((creatives, t): Policy => {
    const weights = creatives.map(() => 0.02 + random() ** 3);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = creatives.map(({ id }, i) => ({ creativeId: id, probability: (weights[i] as number) / total }));
    return { titleId: titleAt(t), clusterId: CLUSTER, arms: shares, stretches: stretchesOf(null, shares) };
  });
  return {
    revision: 1,
    catalogue: 1,
    refused: [],
    deciding: DEFAULT_DECIDING,
    winners: [],
    experiments: byTitle.map((creatives, t) => ({
      titleId: titleAt(t),
      state: "open",
      controlId: (creatives[0] as Servable).id,
      openedAt: "2026-01-01T00:00:00.000Z",
      merged: {},
      paused: [],
      settings: DEFAULT_EXPERIMENT,
    })),
    policies: PolicyTable.of({ version: 1, policies }),
    approved: byTitle.flat(),
    clusters: [CLUSTER],
    members: new Map(Array.from({ length: MEMBERS }, (_, i) => [memberAt(i), CLUSTER])),
  };
}
