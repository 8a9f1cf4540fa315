import { cp, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CopyChannel, CopyLength, Genre, Hook, Locale, Tone } from "../../core/attributes.ts";
import type { CopyRequest, TextModel } from "../../core/ports.ts";
import { MOST_CANDIDATES, openCopywriter, promptOf } from "./writer.ts";

const folder = join(import.meta.dirname, "../weights/copy");
const quiet = new AbortController().signal;
const request: CopyRequest = {
  kind: "headline",
  locale: "en",
  tone: "dark",
  hook: "hero",
  genre: "horror",
  channel: "web",
  length: "medium",
  slots: { title: "Ash Lane", hero: "Ida Quill", place: "Wren Harbour", year: "1931" },
  candidates: 4,
  seed: 11,
};

// Half a second each on an idle machine; a loaded one must not fail for slowness.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let writer: TextModel;
beforeAll(async () => {
  writer = await openCopywriter({ folder });
});
afterAll(() => writer.close());

/** Requests over every tone, hook, genre and locale, each value often; slots given by turns. */
function* tour(values: CopyRequest["slots"]): Generator<CopyRequest> {
  for (let i = 0; i < 16; i++) {
    yield {
      kind: i % 2 === 0 ? "headline" : "description",
      locale: Locale.options[(i >> 1) % 2] ?? "en",
      tone: Tone.options[i % 4] ?? "epic",
      hook: Hook.options[(i >> 2) % 4] ?? "hero",
      genre: Genre.options[i % 12] ?? "drama",
      channel: CopyChannel.options[i % 6] ?? "web",
      length: CopyLength.options[i % 3] ?? "medium",
      slots: {
        title: values.title,
        ...(i % 3 === 0 && values.hero !== undefined ? { hero: values.hero } : {}),
        ...(i % 4 === 1 && values.place !== undefined ? { place: values.place } : {}),
        ...(i % 5 === 2 && values.year !== undefined ? { year: values.year } : {}),
      },
      candidates: 2,
      seed: i,
    };
  }
}

describe("marquee-copy", () => {
  test("same request, same texts; another seed, other texts", async () => {
    const first = await writer.write(request, quiet);
    const other = await writer.write({ ...request, seed: 12 }, quiet);
    expect(await writer.write(request, quiet)).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test("requests at the same time do not mix their seeds", async () => {
    const requests = [request, { ...request, seed: 12 }, { ...request, kind: "description" as const }];
    const apart = [];
    for (const one of requests) apart.push(await writer.write(one, quiet));
    expect(await Promise.all(requests.map((one) => writer.write(one, quiet)))).toEqual(apart);
  });

  test.each([0, 1, 2, MOST_CANDIDATES])("%i candidates: as many distinct texts", async (candidates) => {
    const texts = await writer.write({ ...request, candidates }, quiet);
    expect(new Set(texts).size).toBe(candidates);
  });

  test("refuses a number of candidates that it has no budget for", async () => {
    for (const candidates of [-1, 1.5, MOST_CANDIDATES + 1]) {
      await expect(writer.write({ ...request, candidates }, quiet)).rejects.toThrow("candidates");
    }
  });

  test("uses only the slots that were given, in the script of the locale, without digits or names of its own", async () => {
    // Values from the private use area: whatever is left of a text without them was written by the model.
    const values = { title: "\ue000", hero: "\ue001", place: "\ue002", year: "\ue003" };
    let written = 0;
    for (const one of tour(values)) {
      for (const text of await writer.write(one, quiet)) {
        written++;
        const given = new Set<string>(Object.values(one.slots));
        for (const value of Object.values(values)) if (!given.has(value)) expect(text).not.toContain(value);
        const own = text.replaceAll(/[\ue000-\ue003]/g, "");
        expect(own).not.toMatch(/[\d<>[\]]/);
        expect(own).not.toMatch(one.locale === "uk" ? /\p{Script=Latin}/u : /\p{Script=Cyrillic}/u);
        // A capital may only open a sentence, or a phrase in quotes; these are the corpus's proper words.
        const inside = own
          .replaceAll(/(^|[.?!]\s+|«)\p{Lu}/gu, "")
          .replaceAll(/Earth|Sunday|Tuesday|October|August|Землю/g, "");
        expect(inside).not.toMatch(/(?<=[\p{Ll},] )\p{Lu}/u);
      }
    }
    expect(written).toBeGreaterThanOrEqual(28);
  });

  test.each(Locale.options)("%s: a longer length gives longer texts", async (locale) => {
    const median = async (kind: CopyRequest["kind"], length: CopyLength, count: (text: string) => number) => {
      const texts = await writer.write({ ...request, locale, kind, length, candidates: 9 }, quiet);
      return texts.map(count).sort((one, other) => one - other)[texts.length >> 1] ?? Number.NaN;
    };
    const words = (text: string) => text.replaceAll("—", " ").trim().split(/\s+/).length;
    const sentences = (text: string) => text.match(/[.?!](?=\s|$)/g)?.length ?? 0;
    const headlines = [];
    for (const length of CopyLength.options) headlines.push(await median("headline", length, words));
    expect(headlines).toEqual([...new Set(headlines)].sort((one, other) => one - other));
    for (const [i, length] of CopyLength.options.entries()) {
      expect(await median("description", length, sentences)).toBe(i + 1);
    }
  });

  test.each(Locale.options)("%s: a push message addresses its reader, a poster does not", async (locale) => {
    const pronoun = locale === "en" ? /\byou(r|rs)?\b/i : /(?<!\p{L})(ти|тебе|тобі|твоя|твій)(?!\p{L})/iu;
    // Ukrainian leaves the pronoun out where the verb says it: «Знаєш», «Не зволікай».
    const verb = locale === "en" ? /\bpress play\b|\bdo not\b/i : /[єие]ш(ся)?(?!\p{L})|(ай|йди|водь)(?!\p{L})/iu;
    const addressed = { push: 0, poster: 0 };
    for (const channel of ["push", "poster"] as const) {
      for (const hook of Hook.options) {
        const texts = await writer.write({ ...request, locale, kind: "description", hook, channel }, quiet);
        const calls = (text: string) => pronoun.test(text) || (channel === "push" && verb.test(text));
        addressed[channel] += texts.filter(calls).length;
      }
    }
    expect(addressed.push).toBeGreaterThanOrEqual(4);
    expect(addressed.poster).toBe(0);
  });

  test("every channel and every length says something else", async () => {
    const seen = new Set<string>();
    const ask = async (change: Partial<CopyRequest>) =>
      seen.add((await writer.write({ ...request, ...change }, quiet)).join("\n"));
    for (const channel of CopyChannel.options) await ask({ channel });
    expect(seen.size).toBe(CopyChannel.options.length);
    for (const length of CopyLength.options) await ask({ kind: "description", length });
    expect(seen.size).toBe(CopyChannel.options.length + CopyLength.options.length);
  });

  test("writes a subject, what follows it and a push text as the kinds that it knows, in their own voices", async () => {
    const same = async (kind: CopyRequest["kind"], known: Partial<CopyRequest>) =>
      expect(await writer.write({ ...request, kind }, quiet)).toEqual(
        await writer.write({ ...request, ...known }, quiet),
      );
    await same("subject", { kind: "headline", channel: "email" });
    await same("preheader", { kind: "description", channel: "email" });
    await same("push", { kind: "description", channel: "push" });
  });

  test("the prompt names the slots that were given", () => {
    const { title, place } = request.slots;
    expect(promptOf({ ...request, slots: { title, ...(place === undefined ? {} : { place }) } })).toBe(
      "[en][headline][tone:dark][hook:hero][genre:horror][channel:web][length:medium][has:place][write]",
    );
  });

  test("slot values are inserted as they are", async () => {
    const hero = '<title> & $& "Ann"';
    const texts = await writer.write({ ...request, slots: { title: "T", hero } }, quiet);
    expect(texts.some((text) => text.includes(hero))).toBe(true);
  });

  test("a request that was cancelled gives its reason and no texts", async () => {
    const gone = AbortSignal.abort(new Error("no longer wanted"));
    await expect(writer.write(request, gone)).rejects.toThrow("no longer wanted");
    const later = new AbortController();
    const running = writer.write({ ...request, kind: "description", candidates: MOST_CANDIDATES }, later.signal);
    setTimeout(() => later.abort(new Error("changed my mind")), 5);
    await expect(running).rejects.toThrow("changed my mind");
    expect(await writer.write(request, quiet)).toHaveLength(4);
  });
});

test("a weight file that was tampered with is refused by name", async () => {
  const copy = await mkdtemp(join(tmpdir(), "marquee-copy-"));
  try {
    await cp(folder, copy, { recursive: true });
    const file = await open(join(copy, "model.onnx"), "r+");
    const { size } = await file.stat();
    await file.write(Buffer.from([0x5a, 0xa5]), 0, 2, size >> 1);
    await file.close();
    await expect(openCopywriter({ folder: copy })).rejects.toThrow("marquee-copy");
  } finally {
    await rm(copy, { recursive: true });
  }
});

test("a writer that was closed refuses work", async () => {
  const closed = await openCopywriter({ folder });
  await closed.close();
  await expect(closed.write(request, quiet)).rejects.toThrow("closed");
});
