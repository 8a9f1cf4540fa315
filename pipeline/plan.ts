import { createHash } from "node:crypto";
import type { AttributeName, AttributeProbabilities, Attributes } from "../core/attributes.ts";
import type { Brand } from "../core/brand.ts";
import { ChannelName, Format } from "../core/channel.ts";
import type { Cluster } from "../core/cluster.ts";
import type { Brief, CreativeId } from "../core/creative.ts";
import { leaningOf, type ProvenEffect } from "../core/effect.ts";
import { AppError } from "../core/errors.ts";
import { seedOf } from "../core/random.ts";
import { conceptsWithout } from "../core/themes.ts";
import { TITLE_TERMS, type Title } from "../core/title.ts";
import { DEFAULT_WORKSPACE, type WorkspaceId } from "../core/workspace.ts";
import { drawDesign, type Leaning, MAX_ARMS } from "./plan/design.ts";
import { type Levels, levelsOf, NAMES } from "./plan/levels.ts";

export type Order = {
  readonly title: Title;
  readonly clusters: readonly Cluster[];
  /** Creatives a cluster, 1..16. */
  readonly armsPerCluster: number;
  /** All of them when left out. */
  readonly channels?: readonly ChannelName[];
  /** All of them when left out. */
  readonly formats?: readonly Format[];
  /** Whole number in 0..2^32-1. */
  readonly seed: number;
  /** Whose title it is: two workspaces may have titles and clusters of the same ids. */
  readonly workspace?: WorkspaceId;
  /** Absent: a workspace without a brand. */
  readonly brand?: Brand;
  /** What is proven of levels in the clusters; none: every level is as likely as the others. */
  readonly proven?: readonly ProvenEffect[];
};

/**
 * Plans one title's creatives: a control for nobody in particular, drawn from all levels, then `armsPerCluster`
 * for each cluster, drawn from what that cluster allows.
 *
 * By design, not by chance: within a cluster the counts of an attribute's levels differ by one at most, attributes are
 * as little tied to each other as so many arms allow (`plan/design.ts`), and each level is drawn with probability
 * exactly 1 / (levels allowed), which is recorded. Where levels are proven good or bad for a cluster its plan leans, and
 * records those probabilities instead: still drawn, so still no reason for anything else (`core/effect.ts`). No two arms of a cluster are alike while there are unlike ones to
 * draw. The same order gives the same briefs, and a longer one begins with the shorter one's.
 *
 * @throws RangeError when `armsPerCluster` is no whole number in 1..16
 * @throws AppError `plan_impossible` where a cluster and the brand together allow no level of an attribute, or the
 *   title forbids all that it may show
 */
export function planBriefs(order: Order): Brief[] {
  const { title, clusters, armsPerCluster, channels = ChannelName.options, formats, seed, brand, proven = [] } = order;
  if (!Number.isInteger(armsPerCluster) || armsPerCluster < 1 || armsPerCluster > MAX_ARMS) {
    throw new RangeError(`armsPerCluster must be a whole number in 1..${MAX_ARMS}, not ${armsPerCluster}`);
  }
  const { workspace = DEFAULT_WORKSPACE } = order;
  const concepts = conceptsOf(title);
  const all = [
    ...briefsFor(title, null, levelsOf("control", {}, title.genres, brand), 1, seed, []),
    ...clusters.flatMap(({ id, allowed }) => {
      const known = proven.filter(({ clusterId }) => clusterId === id);
      return briefsFor(title, id, levelsOf(id, allowed, title.genres, brand), armsPerCluster, seed, known);
    }),
  ];
  return all.map((brief) => ({
    ...brief,
    concepts,
    channels: [...channels],
    ...(formats && formats.length < Format.options.length ? { formats: [...formats] } : {}),
    creativeId: workspace === DEFAULT_WORKSPACE ? brief.creativeId : idWithin(workspace, brief.creativeId),
    ...(brand ? { brand } : {}),
  }));
}

function briefsFor(
  title: Title,
  clusterId: Brief["clusterId"],
  levels: Levels,
  arms: number,
  orderSeed: number,
  proven: readonly ProvenEffect[],
): Omit<Brief, "channels" | "concepts">[] {
  const leaning = leaningIn(levels, proven);
  const design = drawDesign(levels, arms, seedOf("plan", title.id, clusterId ?? "", orderSeed), leaning);
  return design.map((attributes, arm) => ({
    creativeId: creativeIdOf(title.id, clusterId, arm, orderSeed),
    titleId: title.id,
    clusterId,
    seed: seedOf("creative", title.id, clusterId ?? "", arm, orderSeed),
    genres: title.genres,
    ...(title.year === undefined ? {} : { year: title.year }),
    attributes,
    probabilities: probabilitiesOf(attributes, levels, leaning),
    texts: title.texts,
    ...termsOf(title),
  }));
}

/** The attributes that lean; the others stay as they were. */
function leaningIn(levels: Levels, proven: readonly ProvenEffect[]): Leaning {
  const leaning = NAMES.map((name): [AttributeName, number[]] => [
    name,
    leaningOf(
      levels[name],
      proven.filter(({ attribute }) => attribute === name),
    ),
  ]);
  return Object.fromEntries(leaning.filter(([, [first, ...rest]]) => rest.some((one) => one !== first)));
}

/** With which each of an artwork's levels was drawn. */
const probabilitiesOf = (attributes: Attributes, levels: Levels, leaning: Leaning): AttributeProbabilities =>
  Object.fromEntries(
    NAMES.map((name) => {
      const all: readonly string[] = levels[name];
      return [name, leaning[name]?.[all.indexOf(attributes[name])] ?? 1 / all.length];
    }),
  ) as AttributeProbabilities;

/** What the title may show, less what it forbids. */
function conceptsOf({ id, concepts, forbidden = [] }: Title): Brief["concepts"] {
  const left = conceptsWithout(concepts, forbidden);
  if (left.length > 0) return left;
  const reason = `are all forbidden by ${forbidden.join(", ")}: name one that is not, or forbid less`;
  throw new AppError("plan_impossible", `${id}.concepts ${reason}`, { issues: [{ field: `${id}.concepts`, reason }] });
}

/** What the title's owner says about how it may be shown, as far as anything is said. */
const termsOf = (title: Title): Pick<Title, keyof typeof TITLE_TERMS> =>
  Object.fromEntries(Object.entries(title).filter(([field]) => field in TITLE_TERMS));

/** The same arm of the same order has the same id wherever and whenever it is planned. */
function creativeIdOf(titleId: string, clusterId: string | null, arm: number, seed: number): CreativeId {
  const name = [titleId, clusterId ?? "", arm, seed].join("\u001f");
  return `crv_${createHash("sha256").update(name).digest("hex").slice(0, 16)}` as CreativeId;
}

/** The same order of another workspace makes other creatives. */
const idWithin = (workspace: WorkspaceId, id: CreativeId): CreativeId =>
  `crv_${createHash("sha256").update(`${workspace}\u001f${id}`).digest("hex").slice(0, 16)}` as CreativeId;
