import { Locale } from "../core/attributes.ts";
import { ChannelName } from "../core/channel.ts";
import type { ClusterId } from "../core/cluster.ts";
import { type Context, type ContextKey, ContextName, contextKeyOf, Daypart, Device } from "../core/context.ts";
import type { Copy } from "../core/copy.ts";
import type { CreativeId, Rendition } from "../core/creative.ts";
import type { Basis } from "../core/event.ts";
import type { Experiment } from "../core/experiment.ts";
import type { PolicyLookup, PolicyView } from "../core/policy-lookup.ts";
import type { Servable } from "../core/snapshot.ts";
import { type Lot, lotOf } from "../experiments/lot.ts";
import { evenly, stretchesOf } from "../experiments/stretches.ts";
import { chosenOf, sourcesFor } from "./renditions.ts";

/** What is drawn from for one title, cluster, context and channel. */
export type Cell = {
  readonly lot: Lot;
  /** How its draws are called; `fixed` and `fallback` have one arm. */
  readonly basis: Extract<Basis, "policy" | "fixed" | "fallback">;
  /** Where shares follow what is learned: novelty and rows may turn from them. */
  readonly learns: boolean;
  readonly context: ContextKey;
  /** In the order of the lot's `eligible`. */
  readonly eligible: readonly CreativeId[];
  /** `eligible` where it is not all of the policy's arms: what a claim must say. */
  readonly fewer: readonly CreativeId[] | undefined;
};

/** What is shown of a creative in one channel and language. */
export type Shown = {
  readonly rendition: Rendition;
  readonly sources: readonly Rendition[];
  readonly copy: Copy | null;
};

/** Every context that an experiment may tell apart, by device and daypart; 0: not known, or not told apart. */
const DEVICES = Device.options.length + 1;
const CONTEXTS = DEVICES * (Daypart.options.length + 1);
const CHANNEL_AT = new Map(ChannelName.options.map((channel, at) => [channel, at]));
const LOCALE_AT = new Map(Locale.options.map((locale, at) => [locale, at]));
const DEVICE_AT = new Map(Device.options.map((device, at) => [device, at + 1]));
const DAYPART_AT = new Map(Daypart.options.map((part, at) => [part, at + 1]));

/** One title as decisions see it. Cells and pictures are made ready when they are first asked for, and then kept. */
export class TitleView {
  /** A keyed hash of the title's id. */
  readonly high: number;
  readonly low: number;
  readonly creatives: ReadonlyMap<CreativeId, Servable>;
  readonly #experiment: Experiment | undefined;
  readonly #policies: PolicyLookup;
  readonly #winners: ReadonlyMap<ClusterId, CreativeId>;
  readonly #arms: ReadonlySet<CreativeId>;
  readonly #cells = new Map<ClusterId | null, (Cell | null | undefined)[]>();
  readonly #shown = new Map<CreativeId, (Shown | null | undefined)[]>();

  constructor(given: {
    readonly hash: { readonly high: number; readonly low: number };
    /** Not empty. */
    readonly creatives: readonly Servable[];
    readonly experiment: Experiment | undefined;
    readonly policies: PolicyLookup;
    readonly winners: ReadonlyMap<ClusterId, CreativeId>;
  }) {
    const { experiment, creatives } = given;
    this.high = given.hash.high;
    this.low = given.hash.low;
    this.creatives = new Map(creatives.map((creative) => [creative.id, creative]));
    this.#experiment = experiment;
    this.#policies = given.policies;
    this.#winners = given.winners;
    const paused = new Set(experiment?.paused.map(({ creativeId }) => creativeId));
    const named = experiment?.arms ?? creatives.map(({ id }) => id).sort();
    this.#arms = new Set(named.filter((id) => this.creatives.has(id) && !paused.has(id)));
  }

  /** The cluster whose policy and counts this one shares. */
  hostOf(cluster: ClusterId): ClusterId {
    return this.#experiment?.merged[cluster] ?? cluster;
  }

  /**
   * @param cluster `null`: users of no cluster, and those in the holdout
   * @returns `null` when nothing is live in the channel
   */
  cellOf(cluster: ClusterId | null, channel: ChannelName, context: Context): Cell | null {
    let cells = this.#cells.get(cluster);
    if (!cells) {
      cells = [];
      this.#cells.set(cluster, cells);
    }
    const names = this.#experiment?.settings.context;
    const apart = names === undefined || names.length === 0 ? 0 : indexOf(names, context);
    const at = (CHANNEL_AT.get(channel) as number) * CONTEXTS + apart;
    const known = cells[at];
    if (known !== undefined) return known;
    const cell = this.#make(cluster, channel, contextKeyOf(names ?? [], context));
    cells[at] = cell;
    return cell;
  }

  /** @returns `null` when the creative has no picture for the channel */
  shownOf(id: CreativeId, channel: ChannelName, locale: Locale): Shown | null {
    let all = this.#shown.get(id);
    if (!all) {
      all = [];
      this.#shown.set(id, all);
    }
    const at = (CHANNEL_AT.get(channel) as number) * LOCALE_AT.size + (LOCALE_AT.get(locale) as number);
    const known = all[at];
    if (known !== undefined) return known;
    const creative = this.creatives.get(id) as Servable;
    const sources = sourcesFor(creative.renditions, channel, locale);
    const rendition = chosenOf(sources, {});
    const copy = rendition ? (creative.copy[locale] ?? creative.copy[rendition.locale] ?? null) : null;
    const shown = rendition ? { rendition, sources, copy } : null;
    all[at] = shown;
    return shown;
  }

  #make(cluster: ClusterId | null, channel: ChannelName, context: ContextKey): Cell | null {
    const isLive = (id: CreativeId) =>
      this.creatives.get(id)?.renditions.some((rendition) => rendition.channel === channel) ?? false;
    const experiment = this.#experiment;
    if (cluster !== null && experiment && experiment.settings.mode !== "holdout") {
      const isEligible = (id: CreativeId) => this.#arms.has(id) && isLive(id);
      const policy = this.#policyOf(experiment, cluster, context);
      const lot = policy && lotOf(policy, isEligible);
      if (lot && experiment.state === "closed") {
        const winner = this.#winners.get(cluster);
        const best = winner && isEligible(winner) ? winner : favouriteOf(lot);
        return this.#certain(best, isLive, "fixed", context);
      }
      if (lot) {
        const eligible = lot.eligible.map((i) => lot.ids[i] as CreativeId);
        const fewer = eligible.length < lot.ids.length ? eligible : undefined;
        return { lot, basis: "policy", learns: experiment.settings.mode === "bandit", context, eligible, fewer };
      }
    }
    const held = cluster !== null && experiment?.settings.mode === "holdout";
    return this.#certain(this.#control(), isLive, held ? "fixed" : "fallback", context);
  }

  /** The policy in force: the context's, else the cluster's; before the first one, given or equal shares. */
  #policyOf(experiment: Experiment, cluster: ClusterId, context: ContextKey): PolicyView | null {
    const { mode, shares } = experiment.settings;
    const { titleId } = experiment;
    const learned =
      (context === "" ? null : this.#policies.policyOf(titleId, cluster, context)) ??
      this.#policies.policyOf(titleId, cluster, "");
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
    if (control && this.creatives.has(control)) return control;
    const all = [...this.creatives.values()];
    return (all.find(({ clusterId }) => clusterId === null) ?? (all[0] as Servable)).id;
  }

  #certain(
    id: CreativeId,
    isLive: (id: CreativeId) => boolean,
    basis: Cell["basis"],
    context: ContextKey,
  ): Cell | null {
    const lot = lotOf(viewOf([{ creativeId: id, probability: 1 }], null), isLive);
    return lot && { lot, basis, learns: false, context, eligible: [id], fewer: undefined };
  }
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
