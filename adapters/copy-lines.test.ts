import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { Copy, copyOf } from "../core/copy.ts";
import { migrate } from "./database-postgres.ts";
import { freshDatabase } from "./testing/postgres.ts";

it("turns the words of creatives that were made before into lines", async () => {
  const { database } = await freshDatabase({ migrated: false });
  const here = new URL("./migrations/", import.meta.url);
  const folder = await mkdtemp(join(tmpdir(), "marquee-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of await readdir(here)) if (name < "0005") await copyFile(new URL(name, here), join(folder, name));
  await migrate(database, pathToFileURL(`${folder}/`));
  const old = {
    en: { headline: "She waits.", description: "He sails.", source: "model" },
    uk: { headline: "Море", description: "Вона чекає.", source: "synopsis" },
  };
  await database.query("INSERT INTO titles (id, title) VALUES ('the-sea', '{}')");
  await database.query("INSERT INTO jobs (id, request) VALUES ('job', '{}')");
  await database.query(
    `INSERT INTO creatives (id, title_id, job_id, status, brief, copy, provenance) VALUES
     ('made', 'the-sea', 'job', 'in-review', '{}', $1, '{}'), ('planned', 'the-sea', 'job', 'planned', '{}', '{}', NULL)`,
    [JSON.stringify(old)],
  );
  await migrate(database);
  const rows = await database.query<{ copy: Record<string, unknown> }>("SELECT copy FROM creatives ORDER BY id");
  expect(rows[1]?.copy).toEqual({});
  const [en, uk] = [Copy.parse(rows[0]?.copy.en), Copy.parse(rows[0]?.copy.uk)];
  expect(copyOf(en, "poster")).toMatchObject({ headline: "She waits.", description: "He sails." });
  expect(uk.lines.map(({ text, source }) => [text, source])).toEqual([
    ["Море", "synopsis"],
    ["Вона чекає.", "synopsis"],
  ]);
});
