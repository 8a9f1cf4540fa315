import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase } from "../../adapters/testing/postgres.ts";
import { order } from "../../adapters/testing/samples.ts";
import { JobId } from "../../core/job.ts";
import { DEFAULT_WORKSPACE } from "../../core/workspace.ts";
import { tinyBrief } from "../../pipeline/tiny.ts";
import { storesOn } from "../records.ts";
import { readSettings, type Settings, toEnvironment } from "../settings.ts";
import { openStudios } from "../studios.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const { database, url } = await freshDatabase();
const whole = tinyBrief();
const brief = { ...whole, channels: ["web" as const], texts: whole.texts.en ? { en: whole.texts.en } : {} };
const FILES = ["avif", "jpg", "webp"].flatMap((extension) => [`web-en.${extension}`, `web-en@2x.${extension}`]).sort();
let home: string;
let settings: Settings;

/** Made by a real studio with the networks that ship, and kept as a worker keeps it. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "marquee-rebuild-"));
  settings = readSettings({ MARQUEE_HOME: home, MARQUEE_STUDIOS: "1", DATABASE_URL: url });
  const stores = storesOn(database).of(DEFAULT_WORKSPACE);
  const { titleId } = brief;
  const title = { id: titleId, genres: brief.genres, concepts: brief.concepts, texts: brief.texts };
  await stores.titles.add(title, "ann");
  await stores.jobs.plan(JobId.parse(`job_${"1".repeat(16)}`), order({ titles: [titleId] }), [[brief]]);
  const { studio } = await openStudios(settings, () => {});
  const made = await studio.make(brief, new AbortController().signal);
  await studio.close();
  const blobs = made.renditions.map(({ bytes }) => createHash("sha256").update(bytes).digest("hex"));
  expect(await stores.creatives.keep(made, blobs)).toBe("made");
}, 180_000);
afterAll(() => rm(home, { recursive: true, force: true }));

const marquee = (...words: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = { ...toEnvironment(settings), PATH: process.env.PATH };
    const child = execFile(process.execPath, [MAIN, ...words], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, said: out + err }),
    );
  });

it("makes the same bytes again from the row alone, and writes them where it is told", {
  timeout: 180_000,
}, async () => {
  const out = join(home, "out");
  const { code, said } = await marquee("rebuild", brief.creativeId, "--out", out);
  for (const file of FILES) expect(said).toMatch(new RegExp(`  ${file} +\\d+  the same bytes\n`));
  expect(said).toContain("words: the same\nIt is the same creative.");
  expect(code).toBe(0);
  expect((await readdir(out)).sort()).toEqual([...FILES, "words.json"]);
  const row = await storesOn(database).everywhere.creatives.get(brief.creativeId);
  const written = FILES.map(async (file) =>
    createHash("sha256")
      .update(await readFile(join(out, file)))
      .digest("hex"),
  );
  expect((await Promise.all(written)).sort()).toEqual(row?.renditions.map(({ blob }) => blob).sort());
});

it("tells how it came to be, in words and as JSON", { timeout: 60_000 }, async () => {
  const [told, facts] = await Promise.all([
    marquee("explain", brief.creativeId),
    marquee("explain", brief.creativeId, "--json"),
  ]);
  expect(told.code).toBe(0);
  expect(told.said).toContain("It was painted by marquee-paint (sha256 ");
  expect(told.said).toMatch(/for order job_1{16} of [\d-]+ [\d:]+ UTC by ann\./);
  expect(told.said).toContain("Each is signed (ed25519) by the key of certificate ");
  expect(JSON.parse(facts.said)).toMatchObject({ creative: { id: brief.creativeId }, history: { experiment: null } });
  const unknown = await marquee("explain", `crv_${"f".repeat(16)}`);
  expect([unknown.code, unknown.said.trim()]).toEqual([1, `marquee: There is no creative crv_${"f".repeat(16)}.`]);
});

it("refuses an unknown creative and a word that is none", { timeout: 60_000 }, async () => {
  const [unknown, wrong] = await Promise.all([marquee("rebuild", `crv_${"f".repeat(16)}`), marquee("rebuild", "it")]);
  expect([unknown.code, unknown.said.trim()]).toEqual([1, `marquee: There is no creative crv_${"f".repeat(16)}.`]);
  expect([wrong.code, wrong.said]).toEqual([2, expect.stringContaining("it is no creative's id")]);
});

it("refuses when the model has changed since", { timeout: 60_000 }, async () => {
  const id = `crv_${"e".repeat(16)}`;
  await database.query(
    `INSERT INTO creatives SELECT (jsonb_populate_record(creatives, jsonb_build_object('id', $2::text, 'provenance',
       jsonb_set(provenance, '{imageModel,sha256}', to_jsonb(repeat('f', 64)))))).* FROM creatives WHERE id = $1`,
    [brief.creativeId, id],
  );
  const { code, said } = await marquee("rebuild", id);
  expect(said).toContain("was made with the model marquee-paint of sha256 ffffffffffff; the one here is ");
  expect(code).toBe(1);
});
