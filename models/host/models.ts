import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import type { ModelPapers, Progress } from "../../core/ports.ts";
import { type Role, roleOf } from "../open.ts";
import { glancePapers, type ModelKind } from "../papers.ts";
import { toUnload } from "./budget.ts";
import { ModelChild, REFUSED } from "./child.ts";
import { type HostSettings, type Running, TIME_LIMIT_MS } from "./settings.ts";

/**
 * The native runtime does not give all its memory back: a process is replaced at twice what its papers say, and 300 MB
 * for Node and the runtime themselves, which small models' papers forget.
 */
const recycleMbOf = (memoryMb: number): number => memoryMb * 2 + 300;
const BYTES_A_MB = 1_000_000;
const UNLOADED = "was unloaded";

/** Something that a model is to do. */
type Job = {
  readonly on: (child: ModelChild) => Promise<void>;
  readonly reject: (error: unknown) => void;
};

/** One model: its process, when it has one, and what waits for it. */
type Slot = {
  readonly id: string;
  readonly kind: ModelKind;
  readonly folder: string;
  readonly sha256: string;
  /** By its papers. */
  readonly memoryMb: number;
  readonly waiting: Job[];
  current: Job | null;
  child: ModelChild | null;
  /** Settles when nothing waits any more. */
  work: Promise<void> | null;
  /** Opening, or in the middle of a job. */
  busy: boolean;
  lastUsed: number;
};

/** The models of a host: who is loaded, who waits, and who has to go. */
export class Models {
  readonly #settings: HostSettings;
  readonly #slots = new Map<string, Slot>();
  /** Every process that is alive, until it is gone: its memory counts. */
  readonly #alive = new Map<ModelChild, Slot>();
  /** Settled and replaced whenever room may have come free. */
  #changed = Promise.withResolvers<void>();
  #uses = 0;
  #closed = false;

  constructor(settings: HostSettings) {
    this.#settings = settings;
  }

  async slot(id: string, role?: Role): Promise<Slot> {
    const model = this.#settings.models.find((one) => one.id === id);
    if (!model) {
      const known = this.#settings.models.map((one) => one.id).join(", ");
      throw new Error(`model ${id}: there is none of this name; there are ${known}`);
    }
    const { kind, folder, memoryMb, reason } = model;
    if (reason !== null || kind === null || memoryMb === null)
      throw new Error(reason ?? `model ${id}: it has no papers`);
    if (role !== undefined && roleOf(kind) !== role)
      throw new Error(`model ${id}: it is a ${kind} and no ${role} model`);
    if (memoryMb > this.#settings.memoryMb) {
      const budget = this.#settings.memoryMb;
      throw new Error(`model ${id}: it needs ${memoryMb} MB, and all models together may hold ${budget} MB`);
    }
    const { sha256 } = await glancePapers(folder);
    const fresh = { waiting: [], current: null, child: null, work: null, busy: false, lastUsed: 0 };
    const slot = this.#slots.get(id) ?? { id, kind, folder, memoryMb, sha256, ...fresh };
    this.#slots.set(id, slot);
    return slot;
  }

  common(slot: Slot): { papers: ModelPapers; close(): Promise<void> } {
    return { papers: { id: slot.id, sha256: slot.sha256 }, close: () => this.#unload(slot) };
  }

  async start(id: string): Promise<void> {
    const slot = await this.slot(id);
    await new Promise<void>((resolve, reject) => this.#add(slot, { on: async () => resolve(), reject }));
  }

  /** The answer is of the type that the model's own method promises. */
  async ask<Result>(slot: Slot, request: unknown, signal: AbortSignal, progress?: Progress): Promise<Result> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const limitMs = this.#settings.timeLimitMs ?? TIME_LIMIT_MS[slot.kind];
    const job: Job = { on: (child) => child.run({ request, signal, progress, resolve, reject }, limitMs), reject };
    const leave = () => {
      const at = slot.waiting.indexOf(job);
      if (at >= 0) slot.waiting.splice(at, 1);
      reject(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      this.#add(slot, job);
      return (await promise) as Result;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  running(): readonly Running[] {
    return [...this.#alive].map(([child, slot]) => ({
      id: slot.id,
      pid: child.pid ?? 0,
      memoryMb: memoryOf(child, slot),
      idle: !slot.busy,
    }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { waiting, current } of this.#slots.values()) {
      for (const job of [...waiting.splice(0), ...(current ? [current] : [])]) job.reject(closed());
    }
    this.#tellChange();
    await Promise.all([...this.#alive.keys()].map((child) => child.end(UNLOADED)));
  }

  #add(slot: Slot, job: Job): void {
    if (this.#closed) {
      job.reject(closed());
      return;
    }
    slot.waiting.push(job);
    slot.work ??= this.#workOff(slot);
  }

  async #workOff(slot: Slot): Promise<void> {
    while (slot.waiting.length > 0) {
      try {
        const child = await this.#childOf(slot);
        slot.current = slot.waiting.shift() ?? null;
        slot.busy = true;
        slot.lastUsed = ++this.#uses;
        if (child) await slot.current?.on(child);
      } catch (error) {
        slot.waiting.shift()?.reject(error);
      }
      slot.current = null;
      slot.busy = false;
      await this.#tidy(slot);
      this.#tellChange();
      await nextTurn(); // who waits for room comes before the next of this model's own
    }
    slot.work = null;
  }

  /** The model's process, started when there is none; null when nobody waits for it any more. */
  async #childOf(slot: Slot): Promise<ModelChild | null> {
    if (slot.child && slot.child.ended === null) return slot.child;
    while (slot.waiting.length > 0) {
      const victims = toUnload(slot.memoryMb, this.#loaded(), this.#settings.memoryMb);
      if (victims?.length === 0) return this.#open(slot);
      if (victims === null) await this.#changed.promise;
      else await Promise.all(victims.map(({ child }) => child.end(UNLOADED)));
    }
    return null;
  }

  async #open(slot: Slot): Promise<ModelChild> {
    const { id, folder } = slot;
    const { threads, provider, env } = this.#settings;
    const child = new ModelChild({ id, folder, threads, provider, env, onExit: (why) => this.#leave(child, why) });
    this.#alive.set(child, slot);
    slot.child = child;
    slot.busy = true;
    const { sha256 } = await child.opened();
    if (sha256 === slot.sha256) return child;
    await child.end(REFUSED);
    throw new Error(`model ${id}: its weights are not those of before; start the service again to use them`);
  }

  /** Replaces a process that has grown too much, and keeps to the budget what grew beyond its papers. */
  async #tidy({ id, child, memoryMb }: Slot): Promise<void> {
    if (!child || child.ended !== null) return;
    const heldMb = Math.round(child.residentBytes / BYTES_A_MB);
    if (heldMb > (this.#settings.recycleMb ?? recycleMbOf(memoryMb))) {
      this.#settings.log?.(`model ${id}: its process is replaced, holding ${heldMb} MB`);
      await child.end(UNLOADED);
    }
    const victims = toUnload(0, this.#loaded(), this.#settings.memoryMb) ?? [];
    await Promise.all(victims.map((one) => one.child.end(UNLOADED)));
  }

  async #unload(slot: Slot): Promise<void> {
    await slot.work;
    if (slot.child && !slot.busy) await slot.child.end(UNLOADED);
  }

  #leave(child: ModelChild, why: string): void {
    const slot = this.#alive.get(child);
    this.#alive.delete(child);
    if (slot?.child === child) slot.child = null;
    if (slot && why !== UNLOADED && why !== REFUSED) this.#settings.log?.(`model ${slot.id}: its process ${why}`);
    this.#tellChange();
  }

  #loaded() {
    return [...this.#alive].map(([child, slot]) => ({
      child,
      memoryMb: memoryOf(child, slot),
      idle: !slot.busy && child.ended === null,
      lastUsed: slot.lastUsed,
    }));
  }

  #tellChange(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}

const closed = () => new AppError("shutting_down", "the models were closed");

const memoryOf = (child: ModelChild, slot: Slot): number =>
  Math.max(slot.memoryMb, Math.round(child.residentBytes / BYTES_A_MB));
