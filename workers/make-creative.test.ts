import { describe, expect, it } from "vitest";
import { z } from "zod";
import { brief, creativeId, made, refused } from "../adapters/testing/samples.ts";
import type { Creative, CreativeId, MadeCreative } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import type { BlobStore, CreativeStore, GateStore, Studio } from "../core/ports.ts";
import { TRIES_A_CREATIVE, type Tries } from "../core/rejection.ts";
import { makeCreativeProcessor } from "./make-creative.ts";

/** Tiny, real parts: a store that moves a row on once, blobs named by what they hold, a studio that paints at once. */
function world(options: { checks?: MadeCreative["checks"] } = {}) {
  const rows = new Map<CreativeId, Pick<Creative, "id" | "status" | "reason" | "brief">>();
  const blobs = new Map<string, Uint8Array>();
  const counts = { made: 0, kept: 0 };
  const plan = (name: string) => {
    const planned = brief(name);
    rows.set(planned.creativeId, { id: planned.creativeId, status: "draft", reason: null, brief: planned });
    return { creativeId: planned.creativeId, turn: 1 };
  };
  const move = (id: CreativeId, status: Creative["status"], reason: string | null): boolean => {
    const row = rows.get(id);
    if (!row) throw new AppError("creative_not_found", id);
    if (row.status !== "draft") return false;
    rows.set(id, { ...row, status, reason });
    return true;
  };
  const creatives = {
    get: async (id: CreativeId) => (rows.get(id) ?? null) as Creative | null,
    keep: async (work: MadeCreative, names: readonly string[]) => {
      for (const name of names) if (!blobs.has(name)) throw new Error(`blob ${name} is not there yet`);
      const good = work.checks.every((check) => check.passed);
      if (!move(work.creativeId, good ? "in-review" : "refused", null)) return "already-made";
      counts.kept++;
      return good ? "made" : "refused";
    },
    fail: async (id: CreativeId, reason: string) => void move(id, "failed", reason),
  } as CreativeStore;
  const store: BlobStore = {
    put: async (bytes) => {
      const name = Buffer.from(bytes).toString("hex");
      blobs.set(name, bytes);
      return name;
    },
    get: async (name) => blobs.get(name) ?? null,
  };
  const studio: Studio = {
    make: async ({ creativeId }, signal) => {
      signal.throwIfAborted();
      counts.made++;
      return { ...made("any", options.checks), creativeId };
    },
    close: async () => {},
  };
  const gates: Pick<GateStore, "before"> = { before: async () => ({ siblings: [], tried: 0 }) };
  return { rows, blobs, counts, plan, creatives, gates, store, studio };
}

const running = () => new AbortController().signal;

describe("making a creative", () => {
  it("happens once, however often the job is delivered", async () => {
    const w = world();
    const payload = w.plan("a");
    const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: w.store, studio: w.studio });
    expect(await process(payload, running(), false)).toBe("made");
    expect(await process(payload, running(), true)).toBe("already-made");
    expect(w.counts).toEqual({ made: 1, kept: 1 });
    expect(w.rows.get(payload.creativeId)?.status).toBe("in-review");
  });

  it("delivered twice at the same time keeps one", async () => {
    const w = world();
    const payload = w.plan("a");
    const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: w.store, studio: w.studio });
    const outcomes = await Promise.all([process(payload, running(), false), process(payload, running(), false)]);
    expect(outcomes.sort()).toEqual(["already-made", "made"]);
    expect(w.counts.kept).toBe(1);
  });

  it("stopped half-way, with its pictures stored and its row not, is done again and ends the same", async () => {
    const w = world();
    const payload = w.plan("a");
    let crashed = false;
    const creatives: CreativeStore = {
      ...w.creatives,
      keep: async (work, names) => {
        if (!crashed) {
          crashed = true;
          throw new AppError("database_away", "the power went");
        }
        return w.creatives.keep(work, names);
      },
    };
    const process = makeCreativeProcessor({ gates: w.gates, creatives, blobs: w.store, studio: w.studio });
    await expect(process(payload, running(), false)).rejects.toThrow("database_away");
    expect(w.rows.get(payload.creativeId)?.status).toBe("draft");
    const blobs = [...w.blobs.keys()];
    expect(blobs).not.toHaveLength(0);
    expect(await process(payload, running(), false)).toBe("made");
    expect([...w.blobs.keys()]).toEqual(blobs);
  });

  it("that does not pass its gates is refused, and a repeat leaves it so", async () => {
    const w = world({ checks: [refused] });
    const payload = w.plan("a");
    const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: w.store, studio: w.studio });
    expect(await process(payload, running(), false)).toBe("refused");
    expect(await process(payload, running(), false)).toBe("already-made");
    expect(w.rows.get(payload.creativeId)?.status).toBe("refused");
  });
});

describe("a creative that turns out like a sibling", () => {
  const alike = (w: ReturnType<typeof world>, times: number) => {
    const asked: (Tries | undefined)[] = [];
    let tried = 0;
    const sibling = { creativeId: "crv_0000000000000001", fingerprints: {} };
    const process = makeCreativeProcessor({
      gates: { before: async () => ({ siblings: tried > 0 ? [sibling] : [], tried }) },
      creatives: {
        ...w.creatives,
        keep: async (work, names) => {
          if (tried >= times) return w.creatives.keep(work, names);
          tried = (work.provenance.retry ?? 0) + 1;
          return "too-alike";
        },
      },
      blobs: w.store,
      studio: {
        ...w.studio,
        make: async (planned, signal, tries) => {
          asked.push(tries);
          const one = await w.studio.make(planned, signal);
          return { ...one, provenance: { ...one.provenance, retry: tries?.from ?? 0 } };
        },
      },
    });
    return { asked, process };
  };

  it("goes on with its next seed, and knows the sibling by then", async () => {
    const w = world();
    const { asked, process } = alike(w, 2);
    expect(await process(w.plan("a"), running(), false)).toBe("made");
    expect(asked.map((tries) => [tries?.from, tries?.most, tries?.siblings?.length])).toEqual([
      [0, 3, 0],
      [1, 3, 1],
      [2, 3, 1],
    ]);
  });

  it("never asks for more seeds than a creative has", async () => {
    const w = world();
    const { asked, process } = alike(w, TRIES_A_CREATIVE - 1);
    await process(w.plan("a"), running(), false);
    for (const { from = 0, most = 0 } of asked.map((tries) => tries ?? {}))
      expect(from + most).toBeLessThanOrEqual(TRIES_A_CREATIVE);
    expect(asked.at(-1)).toMatchObject({ from: TRIES_A_CREATIVE - 1, most: 1 });
  });
});

describe("a failure", () => {
  const broken = (w: ReturnType<typeof world>, error: unknown) =>
    makeCreativeProcessor({
      gates: w.gates,
      creatives: w.creatives,
      blobs: w.store,
      studio: { ...w.studio, make: async () => Promise.reject(error) },
    });

  it("is recorded at the last attempt and not before", async () => {
    const w = world();
    const payload = w.plan("a");
    const process = broken(w, new Error("the network painted NaN"));
    for (let attempt = 1; attempt <= 3; attempt++) {
      await expect(process(payload, running(), false)).rejects.toThrow("NaN");
      expect(w.rows.get(payload.creativeId)?.status).toBe("draft");
    }
    await expect(process(payload, running(), true)).rejects.toThrow("NaN");
    expect(w.rows.get(payload.creativeId)).toMatchObject({ status: "failed", reason: "the network painted NaN" });
  });

  it("that no attempt can mend is recorded at once, as the queue will not come back", async () => {
    for (const hopeless of [new AppError("invalid_request", "no such palette"), z.string().safeParse(7).error]) {
      const w = world();
      const payload = w.plan("a");
      await expect(broken(w, hopeless)(payload, running(), false)).rejects.toBe(hopeless);
      expect(w.rows.get(payload.creativeId)?.status).toBe("failed");
    }
  });

  it("of the blob store is one too: a full disk fails nothing but this job", async () => {
    const w = world();
    const payload = w.plan("a");
    const full: BlobStore = { ...w.store, put: async () => Promise.reject(new AppError("storage_full", "no room")) };
    const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: full, studio: w.studio });
    await expect(process(payload, running(), false)).rejects.toMatchObject({ code: "storage_full", retry: true });
    expect(w.rows.get(payload.creativeId)?.status).toBe("draft");
  });

  it("keeps the reason to what a row should hold", async () => {
    const w = world();
    const payload = w.plan("a");
    await expect(broken(w, "x".repeat(9_999))(payload, running(), true)).rejects.toBeDefined();
    expect(w.rows.get(payload.creativeId)?.reason?.length).toBeLessThanOrEqual(2_000);
  });

  it("to record the failure does not hide what failed", async () => {
    const w = world();
    const payload = w.plan("a");
    const process = makeCreativeProcessor({
      gates: w.gates,
      creatives: { ...w.creatives, fail: async () => Promise.reject(new AppError("database_away", "gone")) },
      blobs: w.store,
      studio: { ...w.studio, make: async () => Promise.reject(new Error("the network painted NaN")) },
    });
    await expect(process(payload, running(), true)).rejects.toThrow(/NaN|database_away/);
    expect(w.rows.get(payload.creativeId)?.status).toBe("draft");
  });
});

describe("a shutdown", () => {
  it.each(["before", "while"])("%s it paints leaves the row planned, even at the last attempt", async (when) => {
    const w = world();
    const payload = w.plan("a");
    const stop = new AbortController();
    if (when === "before") stop.abort();
    const studio: Studio = {
      ...w.studio,
      make: async (planned, signal) => {
        stop.abort();
        return w.studio.make(planned, signal);
      },
    };
    const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: w.store, studio });
    await expect(process(payload, stop.signal, true)).rejects.toThrow();
    expect(w.rows.get(payload.creativeId)).toMatchObject({ status: "draft", reason: null });
    expect(w.counts).toEqual({ made: 0, kept: 0 });
  });

  it("after it has painted does not throw the work away", async () => {
    const w = world();
    const payload = w.plan("a");
    const stop = new AbortController();
    const store: BlobStore = {
      ...w.store,
      put: async (bytes) => {
        stop.abort();
        return w.store.put(bytes);
      },
    };
    const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: store, studio: w.studio });
    expect(await process(payload, stop.signal, true)).toBe("made");
    expect(w.rows.get(payload.creativeId)?.status).toBe("in-review");
  });
});

describe("a payload", () => {
  const w = world();
  const process = makeCreativeProcessor({ gates: w.gates, creatives: w.creatives, blobs: w.store, studio: w.studio });

  it.each([null, {}, { creativeId: "crv_1" }, { creativeId: creativeId("a"), more: 1 }, "crv_0000000000000000"])(
    "of %j is refused by its schema",
    async (payload) => {
      await expect(process(payload, running(), false)).rejects.toMatchObject({ name: "ZodError" });
    },
  );

  it("that names nothing says so, and is not tried again", async () => {
    const payload = { creativeId: creativeId("nobody"), turn: 1 };
    await expect(process(payload, running(), true)).rejects.toMatchObject({ code: "creative_not_found", retry: false });
  });
});
