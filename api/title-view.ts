import { Locale } from "../core/attributes.ts";
import { ChannelName } from "../core/channel.ts";
import type { ClusterId } from "../core/cluster.ts";
import { type Context, type ContextKey, ContextName, contextKeyOf, Daypart, Device } from "../core/context.ts";
import type { Copy } from "../core/copy.ts";
import type { CreativeId, Rendition } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { Basis } from "../core/event.ts";
import type { Experiment } from "../core/experiment.ts";
import type { PolicyLookup, PolicyView } from "../core/policy-lookup.ts";
import type { Servable } from "../core/snapshot.ts";
import type { TitleId } from "../core/title.ts";
import { type Lot, lotOf } from "../experiments/lot.ts";
import type { SipHash } from "../experiments/siphash.ts";
import { evenly, stretchesOf } from "../experiments/stretches.ts";
import { lookOf, NO_LOOK } from "./neighbours.ts";
import { chosenOf, sourcesFor } from "./renditions.ts";

/** What is drawn from for one title, cluster, context and channel. */
export type Cell = {
  readonly lot: Lot;
  /** How its draws are called; `fixed` and `fallback` have one arm. */
  readonly basis: Extract<Basis, "policy" | "fixed" | "fallback">;
  /** Where shares follow what is learned: novelty and rows may turn from them. */
  readonly learns: boolean;
  /** Where whoever has played the title keeps its artwork. */
  readonly locks: boolean;
  /** What each arm of the lot looks like at a glance; see neighbours.ts. */
  readonly looks: Int32Array;
  /** The policy version at which shares had last moved far enough to draw visitors anew; 0: not since we look. */
  readonly movedAt: number;
  /** Tells the visitors of one context from the same users' in others; 0: of no context. */
  readonly salt: number;
  readonly channel: ChannelName;
  readonly context: ContextKey;
  /** By arm and locale, as far as it was asked for. */
  readonly shown: (Shown | undefined)[];
  /** In the order of the lot's `eligible`. */
  readonly eligible: readonly CreativeId[];
  /** `eligible` where it is not all of the policy's arms: what a claim must say. */
  readonly fewer: readonly CreativeId[] | undefined;
};

/** What is shown of a creative in one channel and language. */
export type Shown = {
  readonly creative: Servable;
  readonly rendition: Rendition;
  readonly sources: readonly Rendition[];
  readonly copy: Copy | null;
};

/** Where and in what surroundings somebody asks, looked up once for a whole row. */
export type Place = {
  readonly channel: ChannelName;
  readonly channelAt: number;
  readonly locale: Locale;
  readonly localeAt: number;
  readonly context: Context;
};

export const placeOf = (channel: ChannelName, locale: Locale, context: Context): Place => ({
  channel,
  channelAt: CHANNEL_AT.get(channel) as number,
  locale,
  localeAt: LOCALE_AT.get(locale) as number,
  context,
});

/** Every context that an experiment may tell apart, by device and daypart; 0: not known, or not told apart. */
const DEVICES = Device.options.length + 1;
const CHANNEL_AT = new Map(ChannelName.options.map((channel, at) => [channel, at]));
const LOCALE_AT = new Map(Locale.options.map((locale, at) => [locale, at]));
const DEVICE_AT = new Map(Device.options.map((device, at) => [device, at + 1]));
const DAYPART_AT = new Map(Daypart.options.map((part, at) => [part, at + 1]));

/** Cells that are kept ready at once, some 1,500 bytes each; a million policies are not all asked for at once. */
const MOST_READY = 100_000;

/** What a cell's shares were when they had last moved, and at what version that was. */
type Mark = { readonly lot: Lot; readonly movedAt: number };
export type Marks = Map<string, Mark>;

/** Shares that move by less, net, draw no visitor anew: five users in a hundred would see another arm. */
const MOVED = 0.05;

/** Where all views of a snapshot look for policies: a new version takes the place of the old one for all at once. */
export class PolicySource {
  #policies: PolicyLookup;
  /** Views with cells that are ready, made of `policies`. */
  #warm: TitleView[] = [];
  #ready = 0;

  constructor(policies: PolicyLookup) {
    this.#policies = policies;
  }

  get policies(): PolicyLookup {
    return this.#policies;
  }

  /** What was made of the old ones is forgotten, also where nobody will ask again: it would keep all of them alive. */
  set policies(policies: PolicyLookup) {
    this.#policies = policies;
    this.#forget();
  }

  /** A view is about to make a cell; `first`: it has none. */
  making(view: TitleView, first: boolean): void {
    if (this.#ready >= MOST_READY) this.#forget();
    this.#ready++;
    if (first || this.#ready === 1) this.#warm.push(view);
  }

  #forget(): void {
    for (const view of this.#warm) view.forget();
    this.#warm = [];
    this.#ready = 0;
  }
}

/** One title as decisions see it. Cells and pictures are made ready when they are first asked for, and then kept. */
export class TitleView {
  readonly titleId: TitleId;
  readonly marks: Marks;
  isReady = false;
  /** A keyed hash of the title's id. */
  high = 0;
  low = 0;
  readonly #given: readonly Servable[];
  readonly #names: readonly ContextName[] | null;
  readonly #merged: Experiment["merged"] | null;
  #creatives: ReadonlyMap<CreativeId, Servable> = new Map();
  readonly #experiment: Experiment | undefined;
  readonly #source: PolicySource;
  readonly #winners: ReadonlyMap<ClusterId, CreativeId>;
  #arms: ReadonlySet<CreativeId> = new Set();
  readonly #cells = new Map<ClusterId | null, (Cell | null | undefined)[]>();
  // Those of the cluster that was asked for last.
  #lastCluster: ClusterId | null = null;
  #lastCells: (Cell | null | undefined)[] | null = null;

  /** Cheap: what is asked for is made ready when it is. */
  constructor(given: {
    readonly titleId: TitleId;
    /** Not empty. */
    readonly creatives: readonly Servable[];
    readonly experiment: Experiment | undefined;
    readonly source: PolicySource;
    readonly winners: ReadonlyMap<ClusterId, CreativeId>;
    /** Of the view that this one takes the place of. */
    readonly marks: Marks | undefined;
  }) {
    this.titleId = given.titleId;
    this.#given = given.creatives;
    this.#experiment = given.experiment;
    this.#source = given.source;
    this.#winners = given.winners;
    this.marks = given.marks ?? new Map();
    const names = given.experiment?.settings.context ?? [];
    this.#names = names.length > 0 ? names : null;
    const merged = given.experiment?.merged ?? {};
    this.#merged = Object.keys(merged).length > 0 ? merged : null;
  }

  /** Before the first question. */
  prepare(hash: SipHash): void {
    if (this.isReady) return;
    hash.text(this.titleId);
    this.high = hash.out[0] as number;
    this.low = hash.out[1] as number;
    this.#creatives = new Map(this.#given.map((creative) => [creative.id, creative]));
    const paused = new Set(this.#experiment?.paused.map(({ creativeId }) => creativeId));
    const named = this.#experiment?.arms ?? [...this.#creatives.keys()].sort();
    this.#arms = new Set(named.filter((id) => this.#creatives.has(id) && !paused.has(id)));
    this.isReady = true;
  }

  /** The cluster whose policy and counts this one shares. */
  hostOf(cluster: ClusterId): ClusterId {
    return this.#merged?.[cluster] ?? cluster;
  }

  /**
   * @param cluster `null`: users of no cluster, and those in the holdout
   * @returns `null` when nothing is live in the channel
   */
  cellOf(cluster: ClusterId | null, place: Place): Cell | null {
    const at = this.#names ? place.channelAt + CHANNEL_AT.size * indexOf(this.#names, place.context) : place.channelAt;
    if (cluster !== this.#lastCluster || this.#lastCells === null) {
      this.#lastCells = this.#cells.get(cluster) ?? null;
      this.#lastCluster = cluster;
    }
    const known = this.#lastCells?.[at];
    if (known !== undefined) return known;
    this.#source.making(this, this.#cells.size === 0);
    let cells = this.#cells.get(cluster);
    if (!cells) {
      cells = [];
      this.#cells.set(cluster, cells);
    }
    const apart = (at - place.channelAt) / CHANNEL_AT.size;
    const cell = this.#make(cluster, place.channel, contextKeyOf(this.#names ?? [], place.context), apart);
    cells[at] = cell;
    return cell;
  }

  /** Cells are made anew when they are asked for. */
  forget(): void {
    this.#cells.clear();
    this.#lastCells = null;
  }

  /** Whether the experiment may show the arm in the channel: approved, neither paused nor left out, and live there. */
  isShown(id: CreativeId, channel: ChannelName): boolean {
    return this.#arms.has(id) && this.#isLive(id, channel);
  }

  /** Whether the experiment may show the arm at all: approved, and neither paused nor left out. */
  hasArm(id: CreativeId): boolean {
    return this.#arms.has(id);
  }

  /** What is shown of an arm of a cell, by its index in the lot. */
  shownIn(cell: Cell, arm: number, place: Place): Shown {
    const at = arm * LOCALE_AT.size + place.localeAt;
    const known = cell.shown[at];
    if (known) return known;
    const shown = this.shownOf(cell.lot.ids[arm] as CreativeId, cell.channel, place.locale);
    cell.shown[at] = shown;
    return shown;
  }

  /** What is shown of a creative that is live in the channel. */
  shownOf(id: CreativeId, channel: ChannelName, locale: Locale): Shown {
    const creative = this.#creatives.get(id) as Servable;
    const sources = sourcesFor(creative.renditions, channel, locale);
    const rendition = chosenOf(sources, {});
    if (!rendition) throw new AppError("no_artwork", `creative ${id} has no ${channel} rendition`);
    const copy = creative.copy[locale] ?? creative.copy[rendition.locale] ?? null;
    return { creative, rendition, sources, copy };
  }

  #isLive(id: CreativeId, channel: ChannelName): boolean {
    return this.#creatives.get(id)?.renditions.some((rendition) => rendition.channel === channel) ?? false;
  }

  #make(cluster: ClusterId | null, channel: ChannelName, context: ContextKey, apart: number): Cell | null {
    const experiment = this.#experiment;
    if (cluster !== null && experiment && experiment.settings.mode !== "holdout") {
      const isEligible = (id: CreativeId) => this.isShown(id, channel);
      const policy = this.#policyOf(experiment, cluster, context);
      const lot = policy && lotOf(policy, isEligible);
      if (lot && experiment.state === "closed") {
        const winner = this.#winners.get(cluster);
        const best = winner && isEligible(winner) ? winner : favouriteOf(lot);
        return this.#certain(best, channel, "fixed", context);
      }
      if (lot) {
        const eligible = lot.eligible.map((i) => lot.ids[i] as CreativeId);
        const fewer = eligible.length < lot.ids.length ? eligible : undefined;
        const learns = experiment.settings.mode === "bandit";
        const looks = this.#looksOf(lot);
        const movedAt = fewer ? 0 : this.#movedAt(`${cluster} ${context}`, lot);
        const about = { movedAt, salt: Math.imul(apart, 0x9e3779b1), channel, context };
        return { lot, basis: "policy", learns, locks: true, looks, ...about, eligible, fewer, shown: [] };
      }
    }
    const held = cluster !== null && experiment?.settings.mode === "holdout";
    return this.#certain(this.#control(), channel, held ? "fixed" : "fallback", context);
  }

  /** Compares with what was when shares had last moved, so that going to and fro is no movement. */
  #movedAt(cell: string, lot: Lot): number {
    const before = this.marks.get(cell);
    if (before && variation(before.lot, lot) < MOVED) return before.movedAt;
    const movedAt = before ? this.#source.policies.version : 0;
    this.marks.set(cell, { lot, movedAt });
    return movedAt;
  }

  /** The policy in force: the context's, else the cluster's; before the first one, given or equal shares. */
  #policyOf(experiment: Experiment, cluster: ClusterId, context: ContextKey): PolicyView | null {
    const { mode, shares } = experiment.settings;
    const { titleId } = experiment;
    const learned =
      (context === "" ? null : this.#source.policies.policyOf(titleId, cluster, context)) ??
      this.#source.policies.policyOf(titleId, cluster, "");
    if (mode === "fixed" && shares) {
      const before = learned && {
        arms: learned.ids.map((creativeId, i) => ({ creativeId, probability: learned.shares[i] as number })),
        stretches:
          learned.ends && learned.of ? { ends: Array.from(learned.ends), of: Array.from(learned.of) } : undefined,
      };
      return viewOf(shares, stretchesOf(before, shares));
    }
    if (learned) return learned;
    // Nothing was learned before it was closed, so nothing is a favourite.
    if (experiment.state === "closed" || this.#arms.size === 0) return null;
    return viewOf(evenly([...this.#arms].map((creativeId) => ({ creativeId, probability: 1 }))).arms, null);
  }

  #control(): CreativeId {
    const control = this.#experiment?.controlId;
    if (control && this.#creatives.has(control)) return control;
    const all = [...this.#creatives.values()];
    return (all.find(({ clusterId }) => clusterId === null) ?? (all[0] as Servable)).id;
  }

  #certain(id: CreativeId, channel: ChannelName, basis: Cell["basis"], context: ContextKey): Cell | null {
    const lot = lotOf(viewOf([{ creativeId: id, probability: 1 }], null), () => this.#isLive(id, channel));
    if (!lot) return null;
    const locks = basis === "fixed" && this.#experiment?.settings.mode !== "holdout";
    const looks = this.#looksOf(lot);
    const fewer = undefined;
    const about = { movedAt: 0, salt: 0, channel, context };
    return { lot, basis, learns: false, locks, looks, ...about, eligible: [id], fewer, shown: [] };
  }

  #looksOf({ ids }: Lot): Int32Array {
    return Int32Array.from(ids, (id) => {
      const creative = this.#creatives.get(id);
      return creative ? lookOf(creative.attributes) : NO_LOOK;
    });
  }
}

/** Total variation between two lots. */
function variation(one: Lot, other: Lot): number {
  const change = new Map(one.ids.map((id, i) => [id, -(one.chances[i] as number)]));
  for (const [i, id] of other.ids.entries()) change.set(id, (change.get(id) ?? 0) + (other.chances[i] as number));
  return [...change.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
}

const favouriteOf = ({ ids, chances }: Lot): CreativeId =>
  ids[chances.reduce((best, chance, i) => (chance > (chances[best] as number) ? i : best), 0)] as CreativeId;

function viewOf(
  arms: readonly { readonly creativeId: CreativeId; readonly probability: number }[],
  stretches: { readonly ends: readonly number[]; readonly of: readonly number[] } | null,
): PolicyView {
  return {
    ids: arms.map(({ creativeId }) => creativeId),
    shares: arms.map(({ probability }) => probability),
    ends: stretches?.ends ?? null,
    of: stretches?.of ?? null,
  };
}

function indexOf(names: readonly ContextName[], { device, daypart }: Context): number {
  const one = device !== undefined && names.includes(ContextName.enum.device) ? (DEVICE_AT.get(device) as number) : 0;
  const other =
    daypart !== undefined && names.includes(ContextName.enum.daypart) ? (DAYPART_AT.get(daypart) as number) : 0;
  return one + DEVICES * other;
}
