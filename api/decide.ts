import { createHash } from "node:crypto";
import type { Locale } from "../core/attributes.ts";
import type { ChannelName, Density, Format } from "../core/channel.ts";
import { ClusterId, type UserId } from "../core/cluster.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { DecisionClaim } from "../core/event.ts";
import type { SnapshotRows } from "../core/snapshot.ts";
import type { TitleId } from "../core/title.ts";
import { DEFAULT_DECIDING } from "../core/workspace.ts";
import { SipHash } from "../experiments/siphash.ts";
import { Assignments } from "./assignments.ts";
import { Choice } from "./choose.ts";
import { type Asked, Decision } from "./decision.ts";
import { DecisionIds, RandomLots } from "./decision-ids.ts";
import { lookOf, Neighbours } from "./neighbours.ts";
import { chosenOf } from "./renditions.ts";
import { PolicySource, placeOf, TitleView } from "./title-view.ts";

/** Users of no cluster get the control; their events are kept under this name, which no client can create. */
export const NO_CLUSTER = ClusterId.parse("no-cluster");

const NOWHERE: Context = {};

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

/** Answers from memory. It holds the last good snapshot, so it needs no database to decide. */
export class Decider {
  readonly #hash: SipHash;
  readonly #ids = new DecisionIds();
  readonly #lots = new RandomLots();
  readonly #staleAfterMs: number;
  readonly #assignments: Assignments;
  readonly #choice: Choice;
  #titles: ReadonlyMap<TitleId, TitleView> = new Map();
  #source: PolicySource | null = null;
  #clusters: ReadonlySet<ClusterId> = new Set();
  #members: ReadonlyMap<UserId, ClusterId> = new Map();
  #version = 0;
  #rows: SnapshotRows | null = null;
  #loadedAtMs = 0;
  // Who asks now, and for which title: kept here, so that a decision allocates nothing but its answer.
  readonly #who = { high: 0, low: 0, isUser: false, isHeldOut: false, novelty: undefined as number | undefined };
  #place = placeOf("web", "en", NOWHERE);

  /**
   * @param salt secret text that keeps users' arms unguessable and independent of other services' hashes
   * @param staleAfterMs a snapshot that has not been confirmed for longer answers nothing; without it, the last good one
   *   answers for as long as the database is away
   * @param assignments which arms visitors were given, of all workspaces; without it, those of this decider alone
   */
  constructor(salt: string, staleAfterMs: number = Number.POSITIVE_INFINITY, assignments?: Assignments) {
    this.#assignments = assignments ?? new Assignments();
    this.#hash = new SipHash(createHash("sha256").update(salt).digest().subarray(0, 16));
    this.#choice = new Choice(salt, this.#assignments, DEFAULT_DECIDING);
    this.#staleAfterMs = staleAfterMs;
  }

  /** @throws AppError `database_away` when what it knows is older than it may be */
  checkFresh(nowMs: number): void {
    const ageMs = nowMs - this.#loadedAtMs;
    if (this.#rows && ageMs > this.#staleAfterMs)
      throw new AppError("database_away", `the snapshot is ${ageMs} ms old, and may be ${this.#staleAfterMs} ms`);
  }

  /** Takes over a new snapshot, all at once. Where nothing but policies is new, it costs nothing. */
  load(rows: SnapshotRows, nowMs: number): void {
    const { titles, source } = this.#views(rows);
    if (source.policies !== rows.policies) source.policies = rows.policies;
    this.#titles = titles;
    this.#source = source;
    this.#clusters = new Set(rows.clusters);
    this.#members = rows.members;
    this.#version = rows.policies.version;
    this.#choice.deciding = rows.deciding;
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
    return this.#answer(question, question.titleId, cluster, this.#askedBy(question, nowMs), null);
  }

  /**
   * One arm for each title of a row, in order. Arms turn towards what the two before them are not, in palette, mood and
   * composition.
   *
   * @param row.titles none of them twice
   * @param row.diverse `false`: each title is decided for itself
   * @returns for each title its decision, or the error that `decide` would throw of it
   * @throws AppError `cluster_not_found`, `database_away`
   */
  decideRow(
    {
      asker,
      titles,
      diverse,
    }: { readonly asker: Asker; readonly titles: readonly TitleId[]; readonly diverse: boolean },
    nowMs: number,
  ): (Decision | AppError)[] {
    this.checkFresh(nowMs);
    const cluster = this.#meet(asker);
    const asked = this.#askedBy(asker, nowMs);
    const neighbours = diverse ? new Neighbours() : null;
    const answers: (Decision | AppError)[] = [];
    for (const titleId of titles) {
      const answer = this.#answerOrError(asker, titleId, cluster, asked, neighbours);
      if (neighbours && !(answer instanceof AppError)) neighbours.add(lookOf(answer.creative.attributes));
      answers.push(answer);
    }
    return answers;
  }

  #answerOrError(
    asker: Asker,
    titleId: TitleId,
    own: ClusterId | null,
    asked: Asked,
    row: Neighbours | null,
  ): Decision | AppError {
    try {
      return this.#answer(asker, titleId, own, asked, row);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }

  /** Whoever plays a title keeps its artwork. Does nothing for decisions without a user. */
  lock({ visitor, creativeId }: DecisionClaim, nowMs: number): void {
    if (visitor && this.#choice.deciding.lockAfterPlay)
      this.#assignments.lock(visitor, creativeId, Math.floor(nowMs / 1_000));
  }

  /** Remembers who asks. @returns the cluster; `null`: none */
  #meet({ user, cluster, novelty }: Asker): ClusterId | null {
    if (cluster !== null && !this.#clusters.has(cluster))
      throw new AppError("cluster_not_found", cluster, {
        issues: [{ field: "query.cluster", reason: `no cluster has the id ${cluster}` }],
      });
    this.#who.isUser = user !== null;
    this.#who.isHeldOut = false;
    this.#who.novelty = novelty;
    if (user === null) return cluster;
    this.#hash.text(user);
    const high = this.#hash.out[0] as number;
    const low = this.#hash.out[1] as number;
    this.#hash.begin(high, low);
    this.#who.isHeldOut = this.#choice.isHeldOut(high, low);
    return cluster ?? this.#members.get(user) ?? null;
  }

  #answer(asker: Asker, titleId: TitleId, own: ClusterId | null, asked: Asked, row: Neighbours | null): Decision {
    const view = this.#titles.get(titleId);
    if (!view) throw new AppError("no_artwork", `title ${titleId} has nothing approved`);
    if (!view.isReady) view.prepare(this.#hash);
    const cluster = own === null ? null : view.hostOf(own);
    const who = this.#who;
    const place = this.#place;
    const cell = view.cellOf(who.isHeldOut ? null : cluster, place);
    if (!cell) throw new AppError("no_artwork", `title ${titleId} has nothing live for ${place.channel}`);

    this.#ids.next();
    this.#lotFor(view);
    const choice = this.#choice;
    choice.make(cell, view, who, this.#version, asked.nowMs, row);

    const { arm, kept } = choice;
    const shown = kept ? view.shownOf(kept, place.channel, place.locale) : view.shownIn(cell, arm, place);
    const isChosen = asker.density !== undefined || asker.format !== undefined;
    const rendition = (isChosen && chosenOf(shown.sources, asker)) || shown.rendition;
    return new Decision(cell, shown, rendition, choice, who, cluster ?? NO_CLUSTER, asked, this.#ids);
  }

  /** The bits that all is drawn with: of user and title, else of chance. */
  #lotFor(view: TitleView): void {
    const who = this.#who;
    if (who.isUser) {
      this.#hash.end(view.high, view.low);
      who.high = this.#hash.out[0] as number;
      who.low = this.#hash.out[1] as number;
    } else {
      this.#lots.next();
      who.high = this.#lots.high;
      who.low = this.#lots.low;
    }
  }

  /** Remembers where somebody asks; mostly it is where the one before did. */
  #askedBy({ channel, locale, context = NOWHERE }: Asker, nowMs: number): Asked {
    const { device } = context;
    const last = this.#place;
    if (last.channel !== channel || last.locale !== locale || last.context !== context)
      this.#place = placeOf(channel, locale, context);
    return { device, isUser: this.#who.isUser, nowMs };
  }

  #views(rows: SnapshotRows): Views {
    const held = this.#rows;
    if (
      held &&
      held.approved === rows.approved &&
      held.experiments === rows.experiments &&
      held.winners === rows.winners
    )
      return { titles: this.#titles, source: this.#source as PolicySource };
    return viewsOf(rows, this.#titles);
  }
}

type Views = { readonly titles: ReadonlyMap<TitleId, TitleView>; readonly source: PolicySource };

function viewsOf(rows: SnapshotRows, before: ReadonlyMap<TitleId, TitleView>): Views {
  const source = new PolicySource(rows.policies);
  const experiments = new Map(rows.experiments.map((experiment) => [experiment.titleId, experiment]));
  const winners = Map.groupBy(rows.winners, ({ titleId }) => titleId);
  const titles = new Map<TitleId, TitleView>();
  for (const [titleId, creatives] of Map.groupBy(rows.approved, (creative) => creative.titleId)) {
    const settled = winners.get(titleId)?.map(({ clusterId, creativeId }) => [clusterId, creativeId] as const);
    const experiment = experiments.get(titleId);
    const marks = before.get(titleId)?.marks;
    titles.set(titleId, new TitleView({ titleId, creatives, experiment, source, winners: new Map(settled), marks }));
  }
  return { titles, source };
}
