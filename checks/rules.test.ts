import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineRoute } from "../api/route.ts";
import { ROUTES } from "../api/routes.ts";
import { clientTypes } from "../client/generate.ts";
import type { Offence, Project, Rule } from "./project.ts";
import { circles } from "./rules/circles.ts";
import { client } from "./rules/client.ts";
import { dependencies } from "./rules/dependencies.ts";
import { environment } from "./rules/environment.ts";
import { floors } from "./rules/floors.ts";
import { licences } from "./rules/licences.ts";
import { openapi } from "./rules/openapi.ts";
import { routesRule } from "./rules/routes.ts";
import { seeded } from "./rules/seeded.ts";
import { size } from "./rules/size.ts";
import { vendors } from "./rules/vendors.ts";
import { report } from "./run.ts";

const project = (files: Record<string, string>): Project => ({ files: new Map(Object.entries(files)) });
const found = async (rule: Rule, files: Record<string, string>): Promise<readonly Offence[]> =>
  rule.find(project(files));
const places = async (rule: Rule, files: Record<string, string>) =>
  (await found(rule, files)).map(({ file, line }) => `${file}:${line}`);

const HOUSE = {
  "core/title.ts": "export const a = 1;",
  "pipeline/plan.ts": 'import { a } from "../core/title.ts";',
  "models/writer.ts": 'import { a } from "../core/title.ts";',
  "adapters/titles-postgres.ts": 'import { a } from "../core/title.ts";',
  "adapters/testing/postgres.ts": 'import { b } from "../titles-postgres.ts";',
  "workers/make.ts": 'import { b } from "../pipeline/plan.ts";',
  "client/client.ts": "export const c = 1;",
  "app/main.ts": 'await import("../workers/make.ts"); import "../models/writer.ts";',
};

describe("floors", () => {
  it("lets the house stand", async () => {
    expect(await found(floors, HOUSE)).toEqual([]);
  });

  it.each([
    ["up", "core/up.ts", '\nimport { b } from "../pipeline/plan.ts";', 2],
    ["sideways", "pipeline/side.ts", 'import "../models/writer.ts";', 1],
    ["by a type", "pipeline/type.ts", 'import type { A } from "../models/writer.ts";', 1],
    ["on demand", "workers/late.ts", 'const late = () =>\n  import("../adapters/titles-postgres.ts");', 2],
    ["by passing it on", "api/pass.ts", 'export * from "../workers/make.ts";', 1],
    ["from a client that knows us", "client/knows.ts", 'import { a } from "../core/title.ts";', 1],
    ["into the composition root", "workers/root.ts", 'import "../app/main.ts";', 1],
    ["what is for tests", "adapters/real.ts", 'import "./testing/postgres.ts";', 1],
    ["what is not there", "app/gone.ts", 'import "./nowhere.ts";', 1],
    ["in a room that nobody named", "attic/box.ts", 'import "../core/title.ts";', 1],
    ["in a test of core that looks up", "core/title.test.ts", 'import "../pipeline/plan.ts";', 1],
    ["in a test that starts the whole service", "workers/make.test.ts", 'import "../app/main.ts";', 1],
  ])("finds an import %s", async (_how, file, source, line) => {
    expect(await places(floors, { ...HOUSE, [file]: source })).toEqual([`${file}:${line}`]);
  });

  it("lets a test put together what is on its floor and below", async () => {
    const source = 'import "../adapters/testing/postgres.ts"; import "../models/writer.ts"; import "./make.ts";';
    expect(await found(floors, { ...HOUSE, "workers/make.test.ts": source })).toEqual([]);
  });
});

describe("vendors", () => {
  it.each([
    ["a driver outside the adapters", "workers/x.ts", 'import pg from "pg";'],
    ["sharp outside the pipeline", "app/other.ts", 'import sharp from "sharp";'],
    ["a network outside models", "pipeline/x.ts", 'import { InferenceSession } from "onnxruntime-node";'],
    ["a package that nobody placed", "core/x.ts", 'import leftPad from "left-pad";'],
    ["a deep path of a misplaced package", "api/x.ts", 'import { Job } from "bullmq/dist/job.js";'],
    ["anything but fetch in the client", "client/x.ts", 'import { z } from "zod";'],
    ["a file system in pure statistics", "experiments/x.ts", 'import { readFile } from "node:fs/promises";'],
    ["a second library in one adapter", "adapters/x.ts", 'import pg from "pg"; import Redis from "ioredis";'],
  ])("finds %s", async (_what, file, source) => {
    expect(await places(vendors, { [file]: source })).toEqual([`${file}:1`]);
  });

  it("lets each library live at home", async () => {
    const files = {
      "pipeline/paint.ts": 'import sharp from "sharp";',
      "app/studio.ts": 'import sharp from "sharp";',
      "adapters/queue.ts": 'import { Queue } from "bullmq"; import Redis from "ioredis"; import { z } from "zod";',
      "client/x.test.ts": 'import { it } from "vitest"; import { createServer } from "node:http";',
    };
    expect(await found(vendors, files)).toEqual([]);
  });
});

describe("circles", () => {
  it("finds a circle of three, types included", async () => {
    const files = {
      "core/a.ts": 'import "./b.ts";',
      "core/b.ts": '\nimport type { C } from "./c.ts";',
      "core/c.ts": 'export { a } from "./a.ts";',
    };
    const [offence, ...others] = await found(circles, files);
    expect(offence).toEqual({ file: "core/c.ts", line: 1, what: "core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts" });
    expect(others).toEqual([]);
  });

  it("finds a file that imports itself, and lets a diamond be", async () => {
    const diamond = {
      "a.ts": 'import "./b.ts"; import "./c.ts";',
      "b.ts": 'import "./d.ts";',
      "c.ts": 'import "./d.ts";',
    };
    expect(await places(circles, { ...diamond, "d.ts": 'import "./d.ts";' })).toEqual(["d.ts:1"]);
    expect(await found(circles, { ...diamond, "d.ts": 'import("./a.ts");' })).toEqual([]);
  });
});

describe("environment", () => {
  it("finds it read in code, and not in words", async () => {
    const source = '// process.env is not ours\nconst s = "process.env";\nconst home = process.env.HOME;';
    expect(await places(environment, { "adapters/x.ts": source })).toEqual(["adapters/x.ts:3"]);
    expect(await places(environment, { "api/x.ts": "const { HOME } = process\n  .env;" })).toEqual(["api/x.ts:1"]);
    expect(await places(environment, { "api/x.ts": "const { env } = process;" })).toEqual(["api/x.ts:1"]);
    expect(await places(environment, { "api/x.ts": 'import { env } from "node:process";' })).toEqual(["api/x.ts:1"]);
    expect(await found(environment, { "app/settings.ts": source, "vitest.config.ts": source })).toEqual([]);
  });
});

describe("seeded", () => {
  it.each(["Math.random()", "[1].map(Math.random)", "Date.now()", "new Date()", "randomUUID()", "crypto.randomUUID()"])(
    "finds %s",
    async (code) => {
      expect(await places(seeded, { "experiments/x.ts": `\nconst x = ${code};` })).toEqual(["experiments/x.ts:2"]);
      expect(await found(seeded, { "app/x.ts": `const x = ${code};`, "core/x.test.ts": `const x = ${code};` })).toEqual(
        [],
      );
    },
  );

  it("lets a given time be read", async () => {
    expect(await found(seeded, { "core/x.ts": "const x = (ms: number) => new Date(ms);" })).toEqual([]);
  });
});

describe("size", () => {
  it("finds a file of 401 lines, and none of 400", async () => {
    expect(await places(size, { "api/long.ts": "1;\n".repeat(401) })).toEqual(["api/long.ts:401"]);
    expect(await found(size, { "api/long.ts": "1;\n".repeat(400), "client/api.ts": "1;\n".repeat(999) })).toEqual([]);
  });
});

describe("routes", () => {
  const Reply = z.object({});
  const good = defineRoute({
    method: "get",
    path: "/v1/cats/{cat}",
    summary: "One cat and its name.",
    scope: "catalogue:read",
    params: z.strictObject({ cat: z.string() }),
    reply: Reply,
    errors: ["title_not_found"],
    handle: async () => ({}),
  });
  const file = (code: string) => ({
    "api/routes/cats.ts": `const path = "/v1/cats/{cat}";\nthrow new AppError("${code}", "");`,
  });

  it("lets a route be that says all of itself", async () => {
    expect(await found(routesRule([good]), file("title_not_found"))).toEqual([]);
    expect(await found(routesRule(ROUTES), {})).toEqual([]);
  });

  it.each([
    ["no summary", { ...good, summary: "" }, "needs a summary"],
    ["a path without its schema", { ...good, path: "/v1/cats/{cat}/{paw}" }, "in its path"],
    ["an error named twice", { ...good, errors: ["title_not_found", "title_not_found"] as const }, "twice"],
  ])("finds %s", async (_what, route, what) => {
    const [offence, ...others] = await found(routesRule([route]), {});
    expect(offence?.what).toContain(what);
    expect(others).toEqual([]);
  });

  it("finds two routes with one operation id, and an error that no route lists", async () => {
    expect(await found(routesRule([good, { ...good }]), {})).toHaveLength(2);
    expect(await places(routesRule([good]), file("no_artwork"))).toEqual(["api/routes/cats.ts:2"]);
    // Routes with a scope can always say this.
    expect(await found(routesRule([good]), file("scope_missing"))).toEqual([]);
  });
});

describe("what is made from something else", () => {
  it("finds an OpenAPI document that is old, at the line where it parts", async () => {
    expect(await places(openapi, { "docs/openapi.json": '{\n  "openapi": "3.0.0"\n}\n' })).toEqual([
      "docs/openapi.json:2",
    ]);
    expect(await places(openapi, {})).toEqual(["docs/openapi.json:1"]);
  });

  it("finds client types that are old", async () => {
    const document = { paths: {} };
    const files = { "docs/openapi.json": JSON.stringify(document), "client/api.ts": clientTypes(document) };
    expect(await found(client, files)).toEqual([]);
    expect(await places(client, { ...files, "client/api.ts": `${files["client/api.ts"]}// by hand` })).toHaveLength(1);
  });
});

describe("dependencies and licences", () => {
  const manifest = JSON.stringify(
    { dependencies: { zod: "^4", "@expo-google-fonts/forum": "^0" }, devDependencies: { vitest: "^5" } },
    null,
    1,
  );

  it("finds a dependency without a row, and one that the lock file does not pin", async () => {
    const page = "| package | why |\n| --- | --- |\n| `zod` | schemas |\n| `@expo-google-fonts/*` | type |\n";
    const files = { "package.json": manifest, "docs/dependencies.md": page };
    expect(await found(dependencies, files)).toEqual([
      { file: "package.json", line: 7, what: "vitest has no row in docs/dependencies.md" },
    ]);
    const lock = JSON.stringify({ packages: { "node_modules/zod": {}, "node_modules/@expo-google-fonts/forum": {} } });
    const complete = { ...files, "docs/dependencies.md": `${page}| vitest | tests |\n`, "package-lock.json": lock };
    expect(await found(dependencies, complete)).toEqual([
      { file: "package.json", line: 7, what: "vitest is not in package-lock.json" },
    ]);
  });

  it("finds a font that NOTICE does not name, or names without its licence", async () => {
    const named = (notice: string) => places(licences, { "package.json": manifest, NOTICE: notice });
    expect(await named("")).toEqual(["package.json:4"]);
    expect(await named("Fonts\n@expo-google-fonts/forum")).toEqual(["NOTICE:2"]);
    expect(await named("- @expo-google-fonts/forum: Forum, SIL OFL 1.1")).toEqual([]);
  });
});

it("reports every offence with its place, and each rule's reason once", async () => {
  const broken = project({ "core/a.ts": 'import "../api/b.ts";\nimport "../api/b.ts";', "api/b.ts": "" });
  expect(await report(broken, [floors, size])).toEqual([
    "core/a.ts:1 imports api/b.ts; core/ may import nothing of ours",
    "core/a.ts:2 imports api/b.ts; core/ may import nothing of ours",
    `  floors: ${floors.reason}`,
  ]);
});
