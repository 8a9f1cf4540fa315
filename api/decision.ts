import type { ClusterId } from "../core/cluster.ts";
import type { Device } from "../core/context.ts";
import type { Copy } from "../core/copy.ts";
import type { CreativeId, Rendition } from "../core/creative.ts";
import type { Basis, DecisionClaim } from "../core/event.ts";
import type { Servable } from "../core/snapshot.ts";
import type { Choice } from "./choose.ts";
import { hexOf, type IdPool } from "./decision-ids.ts";
import type { Cell, Shown } from "./title-view.ts";

/** What all decisions of one request share. */
export type Asked = { readonly device: Device | undefined; readonly isUser: boolean; readonly nowMs: number };

/** One arm for one question, and what is shown of it. Its fields are plain, and texts are made when they are asked for. */
export class Decision {
  readonly creative: Servable;
  /** The one file for a caller that takes one. */
  readonly rendition: Rendition;
  readonly basis: Basis;
  readonly propensity: number;
  readonly #shown: Shown;
  readonly #cell: Cell;
  readonly #asked: Asked;
  readonly #cluster: ClusterId;
  readonly #version: number;
  readonly #repeat: number;
  readonly #high: number;
  readonly #low: number;
  readonly #pool: IdPool;
  readonly #at: number;

  constructor(
    cell: Cell,
    shown: Shown,
    rendition: Rendition,
    choice: Pick<Choice, "propensity" | "basis" | "repeat" | "version">,
    who: { readonly high: number; readonly low: number },
    cluster: ClusterId,
    asked: Asked,
    ids: { readonly pool: IdPool; readonly at: number },
  ) {
    this.creative = shown.creative;
    this.rendition = rendition;
    this.basis = choice.basis;
    this.propensity = choice.propensity;
    this.#shown = shown;
    this.#cell = cell;
    this.#asked = asked;
    this.#cluster = cluster;
    this.#version = choice.version;
    this.#repeat = choice.repeat;
    this.#high = who.high;
    this.#low = who.low;
    this.#pool = ids.pool;
    this.#at = ids.at;
  }

  /** Every file of the same picture, the rendition among them. */
  get sources(): readonly Rendition[] {
    return this.#shown.sources;
  }

  get copy(): Copy | null {
    return this.#shown.copy;
  }

  /** The arms that could have been chosen. */
  get eligible(): readonly CreativeId[] {
    return this.#isDrawn ? this.#cell.eligible : [this.creative.id];
  }

  /** What its token says. */
  get claim(): DecisionClaim {
    const { channel, context, fewer } = this.#cell;
    const { device, isUser, nowMs } = this.#asked;
    return {
      decisionId: this.#pool.textOf(this.#at),
      titleId: this.creative.titleId,
      creativeId: this.creative.id,
      clusterId: this.#cluster,
      channel,
      policyVersion: this.#version,
      propensity: this.propensity,
      basis: this.basis,
      context,
      ...(device && { device }),
      ...(this.#isDrawn && fewer && { eligible: [...fewer] }),
      ...(isUser && { visitor: hexOf(this.#high, this.#low) }),
      repeat: this.#repeat,
      decidedAtMs: nowMs,
    };
  }

  get #isDrawn(): boolean {
    return this.basis === "policy" || this.basis === "novelty" || this.basis === "row";
  }
}
