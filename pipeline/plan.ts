import { createHash } from "node:crypto";
import {
  type AttributeName,
  type AttributeProbabilities,
  Attributes,
  Composition,
  Emphasis,
  FocalSide,
  Hook,
  Look,
  Mood,
  PaintStyle,
  PaletteName,
  Tone,
  Treatment,
} from "../core/attributes.ts";
import type { Brand } from "../core/brand.ts";
import { ChannelName } from "../core/channel.ts";
import type { Allowed, Cluster } from "../core/cluster.ts";
import type { Brief, CreativeId } from "../core/creative.ts";
import { type Random, randomFrom, seedOf } from "../core/random.ts";
import { TITLE_TERMS, type Title } from "../core/title.ts";
import { DEFAULT_WORKSPACE, type WorkspaceId } from "../core/workspace.ts";
import { treatmentsFor } from "./type/pairing.ts";

// The most arms one order may ask of a cluster (core/job.ts). Every plan is drawn this long and cut to size, so that
// ordering more arms later, with the same seed, keeps the arms that exist.
const MAX_ARMS = 16;

// Draws until no two arms are alike; 64 find a plan without twins in all but the tightest of allowed lists.
const MAX_DRAWS = 64;

const LEVELS = {
  palette: PaletteName.options,
  mood: Mood.options,
  composition: Composition.options,
  focal: FocalSide.options,
  style: PaintStyle.options,
  emphasis: Emphasis.options,
  treatment: Treatment.options,
  look: Look.options,
  tone: Tone.options,
  hook: Hook.options,
} as const satisfies { [Name in AttributeName]: readonly Attributes[Name][] };
const NAMES = Object.keys(LEVELS) as AttributeName[];

export type Order = {
  readonly title: Title;
  readonly clusters: readonly Cluster[];
  /** Creatives a cluster, 1..16. */
  readonly armsPerCluster: number;
  /** All of them when left out. */
  readonly channels?: readonly ChannelName[];
  /** Whole number in 0..2^32-1. */
  readonly seed: number;
  /** Whose title it is: two workspaces may have titles and clusters of the same ids. */
  readonly workspace?: WorkspaceId;
  /** Absent: a workspace without a brand. */
  readonly brand?: Brand;
};

/**
 * Plans one title's creatives: a control for nobody in particular, drawn from all levels, then `armsPerCluster`
 * for each cluster, drawn from what that cluster allows.
 *
 * Balanced: within a cluster the counts of an attribute's levels differ by one at most, and each level is drawn with
 * probability exactly 1 / (levels allowed), which is recorded. No two arms of a cluster are alike while there are
 * unlike ones to draw. The same order gives the same briefs, and a longer one begins with the shorter one's.
 *
 * @throws RangeError when `armsPerCluster` is no whole number in 1..16
 */
export function planBriefs(order: Order): Brief[] {
  const { title, clusters, armsPerCluster, channels = ChannelName.options, seed } = order;
  if (!Number.isInteger(armsPerCluster) || armsPerCluster < 1 || armsPerCluster > MAX_ARMS) {
    throw new RangeError(`armsPerCluster must be a whole number in 1..${MAX_ARMS}, not ${armsPerCluster}`);
  }
  const all = [
    ...briefsFor(title, null, {}, 1, seed),
    ...clusters.flatMap(({ id, allowed }) => briefsFor(title, id, allowed, armsPerCluster, seed)),
  ];
  const { workspace = DEFAULT_WORKSPACE, brand } = order;
  return all.map((brief) => ({
    ...brief,
    channels: [...channels],
    creativeId: workspace === DEFAULT_WORKSPACE ? brief.creativeId : idWithin(workspace, brief.creativeId),
    ...(brand ? { brand } : {}),
  }));
}

function briefsFor(
  title: Title,
  clusterId: Brief["clusterId"],
  allowed: Allowed,
  arms: number,
  orderSeed: number,
): Omit<Brief, "channels">[] {
  const levels = levelsOf(allowed, title.genres);
  const probabilities = Object.fromEntries(
    NAMES.map((name) => [name, 1 / levels[name].length]),
  ) as AttributeProbabilities;
  const drawn = drawArms(levels, seedOf("plan", title.id, clusterId ?? "", orderSeed));
  return drawn.slice(0, arms).map((attributes, arm) => ({
    creativeId: creativeIdOf(title.id, clusterId, arm, orderSeed),
    titleId: title.id,
    clusterId,
    seed: seedOf("creative", title.id, clusterId ?? "", arm, orderSeed),
    concepts: title.concepts,
    genres: title.genres,
    ...(title.year === undefined ? {} : { year: title.year }),
    attributes,
    probabilities,
    texts: title.texts,
    ...termsOf(title),
  }));
}

/** What the title's owner says about how it may be shown, as far as anything is said. */
const termsOf = (title: Title): Pick<Title, keyof typeof TITLE_TERMS> =>
  Object.fromEntries(Object.entries(title).filter(([field]) => field in TITLE_TERMS));

/** The levels that may be drawn, each once, in the vocabulary's own order. */
function levelsOf(allowed: Allowed, genres: Title["genres"]): Record<AttributeName, readonly string[]> {
  const entries = NAMES.map((name) => {
    const some: readonly string[] | undefined = allowed[name];
    return [name, some ? LEVELS[name].filter((level) => some.includes(level)) : LEVELS[name]];
  });
  const levels = Object.fromEntries(entries);
  // Type that suits the story, where the cluster allows any that does.
  const suiting = treatmentsFor(genres).filter((treatment) => levels.treatment.includes(treatment));
  return suiting.length > 0 ? { ...levels, treatment: suiting } : levels;
}

/**
 * Draws whole plans until one has no twins, and keeps the one whose first twin comes latest. Twins do not depend on
 * what a level is called, so choosing among plans this way leaves every level's probability at 1 / (levels).
 */
function drawArms(levels: Record<AttributeName, readonly string[]>, seed: number): Attributes[] {
  let best: Attributes[] = [];
  let bestRun = -1;
  for (let draw = 0; draw < MAX_DRAWS && bestRun < MAX_ARMS; draw++) {
    const columns = NAMES.map((name) => balancedColumn(levels[name], randomFrom(seedOf("draw", seed, name, draw))));
    const arms = Array.from({ length: MAX_ARMS }, (_, arm) =>
      Attributes.parse(Object.fromEntries(NAMES.map((name, i) => [name, columns[i]?.[arm]]))),
    );
    const run = unlikeRun(arms);
    if (run > bestRun) [best, bestRun] = [arms, run];
  }
  return best;
}

/** A fresh permutation of the levels for each stretch of that many arms. */
function balancedColumn(levels: readonly string[], random: Random): string[] {
  const column: string[] = [];
  while (column.length < MAX_ARMS) column.push(...shuffled(levels, random));
  return column;
}

/** Fisher and Yates: every order is equally likely. */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  const order: Item[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(random() * left.length), 1));
  return order;
}

/** How many arms come before the first that repeats an earlier one. */
function unlikeRun(arms: readonly Attributes[]): number {
  const seen = new Set<string>();
  for (const arm of arms) {
    const key = NAMES.map((name) => arm[name]).join();
    if (seen.has(key)) return seen.size;
    seen.add(key);
  }
  return seen.size;
}

/** The same arm of the same order has the same id wherever and whenever it is planned. */
function creativeIdOf(titleId: string, clusterId: string | null, arm: number, seed: number): CreativeId {
  const name = [titleId, clusterId ?? "", arm, seed].join("\u001f");
  return `crv_${createHash("sha256").update(name).digest("hex").slice(0, 16)}` as CreativeId;
}

/** The same order of another workspace makes other creatives. */
const idWithin = (workspace: WorkspaceId, id: CreativeId): CreativeId =>
  `crv_${createHash("sha256").update(`${workspace}\u001f${id}`).digest("hex").slice(0, 16)}` as CreativeId;
