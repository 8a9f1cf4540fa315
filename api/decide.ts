import { randomBytes } from "node:crypto";
import type { Locale } from "../core/attributes.ts";
import type { ChannelName, Density, Format } from "../core/channel.ts";
import { ClusterId, type UserId } from "../core/cluster.ts";
import type { Copy } from "../core/copy.ts";
import type { CreativeId, Rendition } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { DecisionClaim } from "../core/event.ts";
import type { ArmShare } from "../core/experiment.ts";
import type { Servable, SnapshotRows } from "../core/snapshot.ts";
import type { TitleId } from "../core/title.ts";
import { chooseArm, uniformOf } from "../experiments/assign.ts";
import { chosenOf, sourcesFor } from "./renditions.ts";

/** Users of no cluster get the control; their events are kept under this name, which no client can create. */
export const NO_CLUSTER = ClusterId.parse("no-cluster");

export type Question = {
  readonly titleId: TitleId;
  readonly user: UserId | null;
  readonly cluster: ClusterId | null;
  readonly channel: ChannelName;
  readonly locale: Locale;
  /** The nearest there is, when given. */
  readonly density?: Density | undefined;
  readonly format?: Format | undefined;
};

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

type TitleView = {
  readonly creatives: ReadonlyMap<CreativeId, Servable>;
  readonly fallback: readonly ArmShare[];
  readonly byCluster: ReadonlyMap<ClusterId, readonly ArmShare[]>;
  /** Small clusters, each with the one whose policy and counts it shares in this title. */
  readonly merged: Readonly<Partial<Record<ClusterId, ClusterId>>>;
};

/** Answers from memory. It holds the last good snapshot, so it needs no database to decide. */
export class Decider {
  readonly #salt: string;
  readonly #staleAfterMs: number;
  #titles: ReadonlyMap<TitleId, TitleView> = new Map();
  #rows: SnapshotRows | null = null;
  #loadedAtMs = 0;

  /**
   * @param salt secret text that keeps users' arms unguessable and independent of other services' hashes
   * @param staleAfterMs a snapshot that has not been confirmed for longer answers nothing; without it, the last good one
   *   answers for as long as the database is away
   */
  constructor(salt: string, staleAfterMs: number = Number.POSITIVE_INFINITY) {
    this.#salt = salt;
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
    this.#titles = compile(rows);
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
   * One arm for one question. A user keeps an arm for as long as the policy version stands.
   *
   * @throws AppError `no_artwork`, `cluster_not_found`, `database_away`
   */
  decide(question: Question, nowMs: number): Decision {
    this.checkFresh(nowMs);
    const rows = this.#rows;
    const view = this.#titles.get(question.titleId);
    if (!rows || !view) throw new AppError("no_artwork", `title ${question.titleId} has nothing approved`);
    if (question.cluster && !rows.clusters.includes(question.cluster))
      throw new AppError("cluster_not_found", question.cluster, {
        issues: [{ field: "query.cluster", reason: `no cluster has the id ${question.cluster}` }],
      });

    const own = question.cluster ?? (question.user && rows.members.get(question.user)) ?? NO_CLUSTER;
    const cluster = view.merged[own] ?? own;
    const arms = armsIn(view, cluster, question.channel);
    if (arms.length === 0)
      throw new AppError("no_artwork", `title ${question.titleId} has nothing live for ${question.channel}`);
    const decisionId = randomBytes(16).toString("hex");
    const version = rows.policies.version;
    const uniform = question.user
      ? uniformOf(this.#salt, question.user, question.titleId, version)
      : uniformOf(this.#salt, decisionId);
    const { creativeId, propensity } = chooseArm(arms, uniform);
    const creative = view.creatives.get(creativeId);
    const sources = creative ? sourcesFor(creative.renditions, question.channel, question.locale) : [];
    const rendition = chosenOf(sources, question);
    if (!creative || !rendition)
      throw new AppError("no_artwork", `creative ${creativeId} has no ${question.channel} rendition`);

    const claim: DecisionClaim = {
      decisionId,
      titleId: question.titleId,
      creativeId,
      clusterId: cluster,
      channel: question.channel,
      policyVersion: version,
      propensity,
      basis: view.byCluster.has(cluster) ? "policy" : "fallback",
      context: "",
      repeat: 0,
      decidedAtMs: nowMs,
    };
    const copy = creative.copy[question.locale] ?? creative.copy[rendition.locale] ?? null;
    return { claim, creative, rendition, sources, copy, eligible: arms.map((arm) => arm.creativeId) };
  }
}

/**
 * The arms that are live in the channel, with the others' shares among them: a creative may have been made for some
 * channels only, or be live without a person's approval in some. Where none of the cluster's is, the fallback; where
 * the fallback is not either, nothing.
 */
function armsIn(view: TitleView, cluster: ClusterId, channel: ChannelName): readonly ArmShare[] {
  const isLive = ({ creativeId }: ArmShare) =>
    view.creatives.get(creativeId)?.renditions.some((rendition) => rendition.channel === channel) ?? false;
  const all = view.byCluster.get(cluster) ?? view.fallback;
  if (all.every(isLive)) return all;
  const live = all.filter(isLive);
  return live.length > 0 ? renormalise(live) : view.fallback.filter(isLive);
}

function compile(rows: SnapshotRows): ReadonlyMap<TitleId, TitleView> {
  const approved = Map.groupBy(rows.approved, (creative) => creative.titleId);
  const policies = Map.groupBy(rows.policies.policies, (policy) => policy.titleId);
  const experiments = new Map(rows.experiments.map((experiment) => [experiment.titleId, experiment]));

  return new Map(
    [...approved].map(([titleId, list]) => {
      const creatives = new Map(list.map((creative) => [creative.id, creative]));
      const experiment = experiments.get(titleId);
      const control = experiment && creatives.get(experiment.controlId);
      const fallback = certain(control ?? list.find((creative) => creative.clusterId === null) ?? list[0]);
      const byCluster = new Map<ClusterId, readonly ArmShare[]>();
      if (experiment?.state === "open") {
        for (const cluster of rows.clusters) byCluster.set(cluster, equalShares(list));
      }
      if (experiment) {
        for (const policy of policies.get(titleId) ?? []) {
          // A creative withdrawn since the policy was computed gets nothing; the rest share its part.
          const left = renormalise(policy.arms.filter((arm) => creatives.has(arm.creativeId)));
          if (left.length > 0) byCluster.set(policy.clusterId, experiment.state === "open" ? left : certainShare(left));
        }
      }
      return [titleId, { creatives, fallback, byCluster, merged: experiment?.merged ?? {} }];
    }),
  );
}

const certain = (creative: Servable | undefined): readonly ArmShare[] =>
  creative ? [{ creativeId: creative.id, probability: 1 }] : [];

const equalShares = (list: readonly Servable[]): readonly ArmShare[] =>
  list.map((creative) => ({ creativeId: creative.id, probability: 1 / list.length }));

function renormalise(arms: readonly ArmShare[]): readonly ArmShare[] {
  const total = arms.reduce((sum, arm) => sum + arm.probability, 0);
  return arms.map((arm) => ({ ...arm, probability: arm.probability / total }));
}

/** A closed experiment serves the arm that its last policy favoured. */
function certainShare(arms: readonly ArmShare[]): readonly ArmShare[] {
  const best = arms.reduce((a, b) => (b.probability > a.probability ? b : a));
  return [{ creativeId: best.creativeId, probability: 1 }];
}
