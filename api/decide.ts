import { createHash } from "node:crypto";
import type { Locale } from "../core/attributes.ts";
import type { ChannelName, Density, Format } from "../core/channel.ts";
import { ClusterId, type UserId } from "../core/cluster.ts";
import type { Context } from "../core/context.ts";
import type { Copy } from "../core/copy.ts";
import type { CreativeId, Rendition } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { Basis, DecisionClaim } from "../core/event.ts";
import type { Servable, SnapshotRows } from "../core/snapshot.ts";
import type { TitleId } from "../core/title.ts";
import { DEFAULT_DECIDING, type Deciding } from "../core/workspace.ts";
import { drawFrom } from "../experiments/lot.ts";
import { pointOf } from "../experiments/point.ts";
import { SipHash } from "../experiments/siphash.ts";
import { DecisionIds, hexOf } from "./decision-ids.ts";
import { chosenOf } from "./renditions.ts";
import { type Cell, TitleView } from "./title-view.ts";

/** Users of no cluster get the control; their events are kept under this name, which no client can create. */
export const NO_CLUSTER = ClusterId.parse("no-cluster");

/** A user of middling tolerance gets the workspace's share of novelty; the most tolerant twice as much. */
const MIDDLING = 0.5;

const DAY_MS = 86_400_000;

/** Who asks, and in what surroundings. */
export type Asker = {
  readonly user: UserId | null;
  readonly cluster: ClusterId | null;
  readonly channel: ChannelName;
  readonly locale: Locale;
  readonly context?: Context | undefined;
  /** The user's tolerance of artwork outside the cluster's habit, 0..1. */
  readonly novelty?: number | undefined;
  /** The nearest there is, when given. */
  readonly density?: Density | undefined;
  readonly format?: Format | undefined;
};

export type Question = Asker & { readonly titleId: TitleId };

export type Decision = {
  readonly claim: DecisionClaim;
  readonly creative: Servable;
  readonly rendition: Rendition;
  /** Every file of the same picture, the rendition among them. */
  readonly sources: readonly Rendition[];
  readonly copy: Copy | null;
  /** The arms that could have been chosen. */
  readonly eligible: readonly CreativeId[];
};

/** Answers from memory. It holds the last good snapshot, so it needs no database to decide. */
export class Decider {
  readonly #hash: SipHash;
  readonly #ids = new DecisionIds();
  readonly #staleAfterMs: number;
  readonly #salts: Salts;
  #deciding: Deciding = DEFAULT_DECIDING;
  #titles: ReadonlyMap<TitleId, () => TitleView> = new Map();
  #clusters: ReadonlySet<ClusterId> = new Set();
  #rows: SnapshotRows | null = null;
  #loadedAtMs = 0;
  // Of the user who asks now: its hash, and whether it is in the holdout.
  #high = 0;
  #low = 0;
  #isHeldOut = false;

  /**
   * @param salt secret text that keeps users' arms unguessable and independent of other services' hashes
   * @param staleAfterMs a snapshot that has not been confirmed for longer answers nothing; without it, the last good one
   *   answers for as long as the database is away
   */
  constructor(salt: string, staleAfterMs: number = Number.POSITIVE_INFINITY) {
    this.#hash = new SipHash(createHash("sha256").update(salt).digest().subarray(0, 16));
    this.#salts = saltsOf(salt);
    this.#staleAfterMs = staleAfterMs;
  }

  /** @throws AppError `database_away` when what it knows is older than it may be */
  checkFresh(nowMs: number): void {
    const ageMs = nowMs - this.#loadedAtMs;
    if (this.#rows && ageMs > this.#staleAfterMs)
      throw new AppError("database_away", `the snapshot is ${ageMs} ms old, and may be ${this.#staleAfterMs} ms`);
  }

  /** Takes over a new snapshot, all at once. */
  load(rows: SnapshotRows, nowMs: number): void {
    this.#titles = this.#viewsOf(rows);
    this.#clusters = new Set(rows.clusters);
    this.#deciding = rows.deciding;
    this.#rows = rows;
    this.#loadedAtMs = nowMs;
  }

  /** `revision` is -1 before the first load. */
  state(nowMs: number): { revision: number; policyVersion: number; ageMs: number } {
    if (!this.#rows) return { revision: -1, policyVersion: 0, ageMs: 0 };
    return {
      revision: this.#rows.revision,
      policyVersion: this.#rows.policies.version,
      ageMs: nowMs - this.#loadedAtMs,
    };
  }

  /** The snapshot has been read again and nothing has changed. */
  confirm(nowMs: number): void {
    this.#loadedAtMs = nowMs;
  }

  /**
   * One arm for one question. A user keeps an arm for as long as its share allows.
   *
   * @throws AppError `no_artwork`, `cluster_not_found`, `database_away`
   */
  decide(question: Question, nowMs: number): Decision {
    this.checkFresh(nowMs);
    const cluster = this.#meet(question);
    return this.#answer(question, question.titleId, cluster, nowMs);
  }

  /** Remembers who asks. @returns the cluster; `null`: none */
  #meet({ user, cluster }: Asker): ClusterId | null {
    if (cluster !== null && !this.#clusters.has(cluster))
      throw new AppError("cluster_not_found", cluster, {
        issues: [{ field: "query.cluster", reason: `no cluster has the id ${cluster}` }],
      });
    this.#isHeldOut = false;
    if (user !== null) {
      this.#hash.text(user);
      this.#high = this.#hash.out[0] as number;
      this.#low = this.#hash.out[1] as number;
      const { holdoutHigh, holdoutLow } = this.#salts;
      this.#isHeldOut = pointOf(this.#high, this.#low, holdoutHigh, holdoutLow) < this.#deciding.holdout;
    }
    return cluster ?? (user !== null ? (this.#rows?.members.get(user) ?? null) : null);
  }

  #answer(asker: Asker, titleId: TitleId, own: ClusterId | null, nowMs: number): Decision {
    const view = this.#titles.get(titleId)?.();
    if (!view) throw new AppError("no_artwork", `title ${titleId} has nothing approved`);
    const cluster = own === null ? null : view.hostOf(own);
    const context = asker.context ?? NOWHERE;
    const cell = view.cellOf(this.#isHeldOut ? null : cluster, asker.channel, context);
    if (!cell) throw new AppError("no_artwork", `title ${titleId} has nothing live for ${asker.channel}`);

    const decisionId = this.#ids.next();
    const { words } = this.#ids;
    if (asker.user === null)
      this.#hash.pair(words[0] as number, words[1] as number, words[2] as number, words[3] as number);
    else this.#hash.pair(this.#high, this.#low, view.high, view.low);
    const high = this.#hash.out[0] as number;
    const low = this.#hash.out[1] as number;
    const drawn = this.#draw(cell, high, low, asker, nowMs);

    const creativeId = cell.lot.ids[drawn.arm] as CreativeId;
    const shown = view.shownOf(creativeId, asker.channel, asker.locale);
    if (!shown) throw new AppError("no_artwork", `creative ${creativeId} has no ${asker.channel} rendition`);
    const wishes = asker.density !== undefined || asker.format !== undefined;
    const claim: DecisionClaim = {
      decisionId,
      titleId,
      creativeId,
      clusterId: cluster ?? NO_CLUSTER,
      channel: asker.channel,
      policyVersion: this.#rows?.policies.version ?? 0,
      propensity: drawn.propensity,
      basis: drawn.basis,
      context: cell.context,
      device: context.device,
      eligible: cell.fewer ? [...cell.fewer] : undefined,
      visitor: asker.user === null ? undefined : hexOf(high, low),
      repeat: 0,
      decidedAtMs: nowMs,
    };
    return {
      claim,
      creative: view.creatives.get(creativeId) as Servable,
      rendition: (wishes && chosenOf(shown.sources, asker)) || shown.rendition,
      sources: shown.sources,
      copy: shown.copy,
      eligible: cell.eligible,
    };
  }

  /** The arm, and the probability with which policy and novelty together give it. */
  #draw(cell: Cell, high: number, low: number, asker: Asker, nowMs: number): Drawn {
    const { lot } = cell;
    const { lotHigh, lotLow } = this.#salts;
    if (this.#isHeldOut) return { arm: 0, propensity: 1, basis: "holdout" };
    if (cell.basis !== "policy") return { arm: 0, propensity: 1, basis: cell.basis };
    const { outside, chances } = lot;
    const share = cell.learns && outside.length > 0 ? 2 * (asker.novelty ?? MIDDLING) * this.#deciding.novelty : 0;
    if (share === 0) {
      const arm = drawFrom(lot, high, low, lotHigh, lotLow);
      return { arm, propensity: chances[arm] as number, basis: "policy" };
    }
    // The same all day, so that a page does not flicker, and drawn anew the next.
    const day = Math.floor(nowMs / DAY_MS);
    const { noveltyHigh, noveltyLow } = this.#salts;
    const roll = pointOf(high, low, noveltyHigh ^ Math.imul(day, 0x9e3779b1), noveltyLow);
    const isNovel = roll < share;
    const arm = isNovel
      ? (outside[Math.floor((roll / share) * outside.length)] as number)
      : drawFrom(lot, high, low, lotHigh, lotLow);
    const evenly = outside.includes(arm) ? share / outside.length : 0;
    return { arm, propensity: (1 - share) * (chances[arm] as number) + evenly, basis: isNovel ? "novelty" : "policy" };
  }

  /** A view of a title is made when it is first asked for: a snapshot may hold a hundred thousand. */
  #viewsOf(rows: SnapshotRows): ReadonlyMap<TitleId, () => TitleView> {
    const { policies } = rows;
    const approved = Map.groupBy(rows.approved, ({ titleId }) => titleId);
    const experiments = new Map(rows.experiments.map((experiment) => [experiment.titleId, experiment]));
    const winners = Map.groupBy(rows.winners, ({ titleId }) => titleId);
    return new Map(
      [...approved].map(([titleId, creatives]) => {
        let view: TitleView | undefined;
        const make = () => {
          this.#hash.text(titleId);
          return new TitleView({
            hash: { high: this.#hash.out[0] as number, low: this.#hash.out[1] as number },
            creatives,
            experiment: experiments.get(titleId),
            policies,
            winners: new Map(winners.get(titleId)?.map(({ clusterId, creativeId }) => [clusterId, creativeId])),
          });
        };
        return [titleId, () => (view ??= make())];
      }),
    );
  }
}

type Drawn = { readonly arm: number; readonly propensity: number; readonly basis: Basis };

const NOWHERE: Context = {};

/** Secret words that make unrelated lots of one hash. */
type Salts = Readonly<
  Record<"holdoutHigh" | "holdoutLow" | "lotHigh" | "lotLow" | "noveltyHigh" | "noveltyLow", number>
>;

function saltsOf(salt: string): Salts {
  const words = createHash("sha256").update(`lots of ${salt}`).digest();
  const [holdoutHigh, holdoutLow, lotHigh, lotLow, noveltyHigh, noveltyLow] = Array.from({ length: 6 }, (_, i) =>
    words.readInt32LE(4 * i),
  ) as [number, number, number, number, number, number];
  return { holdoutHigh, holdoutLow, lotHigh, lotLow, noveltyHigh, noveltyLow };
}
