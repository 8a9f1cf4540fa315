import { Attributes } from "../../core/attributes.ts";
import type { ChannelName } from "../../core/channel.ts";
import { ClusterId, UserId } from "../../core/cluster.ts";
import { CreativeId } from "../../core/creative.ts";
import { digitalSourceOf } from "../../core/digital-source.ts";
import { DEFAULT_EXPERIMENT, type Experiment, type Policy } from "../../core/experiment.ts";
import { PolicyTable } from "../../core/policy-table.ts";
import type { Servable, SnapshotRows } from "../../core/snapshot.ts";
import { TitleId } from "../../core/title.ts";
import { Deciding } from "../../core/workspace.ts";

export const OWLS: ClusterId = ClusterId.parse("night-owls");
export const titleAt = (t: number): TitleId => TitleId.parse(`title-${t}`);
export const armAt = (t: number, i: number): CreativeId =>
  CreativeId.parse(`crv_${(t * 1_000 + i).toString(16).padStart(16, "0")}`);
export const userAt = (i: number): UserId => UserId.parse(`person-${i}`);

const ATTRIBUTES = Attributes.parse({
  palette: "tide",
  mood: "dark",
  composition: "vista",
  focal: "left",
  style: "oil",
  emphasis: "medium",
  treatment: "bill",
  look: "clean",
  tone: "epic",
  hook: "place",
});

/** The first arm of a title is its control. */
export function servable(
  t: number,
  i: number,
  over: { readonly channels?: readonly ChannelName[]; readonly attributes?: Partial<Attributes> } = {},
): Servable {
  return {
    id: armAt(t, i),
    titleId: titleAt(t),
    clusterId: i === 0 ? null : OWLS,
    copy: {},
    attributes: { ...ATTRIBUTES, ...over.attributes },
    digitalSourceType: digitalSourceOf({}),
    renditions: (over.channels ?? ["web", "tv"]).map((channel) => ({
      channel,
      locale: "en",
      density: 1,
      format: "webp",
      blob: "0".repeat(64) as Servable["renditions"][number]["blob"],
      widthPx: 640,
      heightPx: 360,
      byteLength: 60_000,
      contentType: "image/webp",
      quality: 78,
      score: 0.99,
      contrast: 7,
      thumbHash: "3dkNHIJpmXiPd3d1d4hrj/PnVw==",
      dominant: "#a6b45f",
    })),
  };
}

export const experimentOf = (t: number, over: Partial<Experiment> = {}): Experiment => ({
  titleId: titleAt(t),
  state: "open",
  controlId: armAt(t, 0),
  openedAt: "2026-01-01T00:00:00.000Z",
  merged: {},
  paused: [],
  settings: DEFAULT_EXPERIMENT,
  ...over,
});

export const policyOf = (t: number, shares: readonly number[], over: Partial<Policy> = {}): Policy => ({
  titleId: titleAt(t),
  clusterId: OWLS,
  arms: shares.map((probability, i) => ({ creativeId: armAt(t, i), probability })),
  ...over,
});

/** One cluster, of which everybody is asked to be; nobody held out, no novelty and no end of changes unless `deciding` says so. */
export const rowsOf = (given: {
  readonly approved: readonly Servable[];
  readonly experiments?: readonly Experiment[];
  readonly policies?: readonly Policy[];
  readonly version?: number;
  readonly deciding?: Partial<Deciding>;
  readonly winners?: SnapshotRows["winners"];
}): SnapshotRows => ({
  revision: 1,
  deciding: Deciding.parse({ holdout: 0, novelty: 0, changesAMonth: 100, ...given.deciding }),
  catalogue: 1,
  refused: [],
  policies: PolicyTable.of({ version: given.version ?? 1, policies: [...(given.policies ?? [])] }),
  experiments: given.experiments ?? [],
  winners: given.winners ?? [],
  approved: given.approved,
  clusters: [OWLS],
  members: new Map(),
});
