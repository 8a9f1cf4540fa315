import type { Database } from "../../adapters/database-postgres.ts";
import { storesOn } from "../../app/records.ts";
import { Cluster } from "../../core/cluster.ts";
import { Brief, type CreativeId, type MadeCreative } from "../../core/creative.ts";
import type { Policy } from "../../core/experiment.ts";
import { JobId, JobRequest, JobTerms } from "../../core/job.ts";
import { packArms } from "../../core/policy-pack.ts";
import { randomFrom } from "../../core/random.ts";
import { Title } from "../../core/title.ts";
import { DEFAULT_WORKSPACE } from "../../core/workspace.ts";
import { planBriefs } from "../../pipeline/plan.ts";
import { COPY } from "../words-sample.ts";

/** A catalogue of many titles with approved artwork, and a policy for every title and cluster, made inside PostgreSQL. */
export type Size = { readonly titles: number; readonly clusters: number; readonly arms: number };

/** Different shares that policies are given; what is behind their ids is one of these. */
const BODIES = 64;

/** The numbers of a packed policy of so many arms, without its ids; every other one with its stretches cut. */
function bodies(arms: number, seed: number): { head: string; tails: string[] } {
  const random = randomFrom(seed);
  const made = Array.from({ length: BODIES }, () => {
    const weights = Array.from({ length: arms }, () => random() ** 3 + 0.01);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = weights.map((weight) => weight / total);
    const policy: Pick<Policy, "arms" | "stretches"> = {
      arms: shares.map((probability) => ({ creativeId: "crv_0000000000000000" as CreativeId, probability })),
      stretches: { ends: halves(shares), of: [...shares.keys(), ...shares.keys()] },
    };
    return packArms(policy);
  });
  const head = made[0]?.subarray(0, 4).toString("hex") ?? "";
  return { head, tails: made.map((packed) => packed.subarray(4 + 8 * arms).toString("hex")) };
}

/** Ends of stretches: half of each arm's share, and then the other half of each. */
function halves(shares: readonly number[]): number[] {
  let end = 0;
  return [...shares, ...shares].map((share) => (end += share / 2));
}

const packedSql = (arms: number, head: string, body: string) =>
  `'\\x${head}'::bytea || ${Array.from({ length: arms }, (_, k) => `int8send(t * 16 + ${k})`).join(" || ")} || ${body}`;

/** Titles of one statement: none may take longer than a statement of the product. */
const AT_ONCE = 250;

export async function fill(owner: Database, { titles, clusters, arms }: Size): Promise<void> {
  await example(owner);
  const { head, tails } = bodies(arms, 1);
  const body = `($1::bytea[])[1 + (t * 7 + c) % ${BODIES}]`;
  const creative = "'crv_' || lpad(to_hex(t * 16 + arm), 16, '0')";
  const copies = (table: string, columns: string, from: string, of: string) =>
    `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(one, jsonb_build_object(${columns}))).*
     FROM ${table} AS one, ${from} WHERE ${of}`;
  await owner.query(
    copies("clusters", "'id', 'cluster-' || c", `generate_series(0, ${clusters - 1}) AS c`, "one.id = 'one'"),
  );
  await owner.query("INSERT INTO policy_versions (version, workspace_id) VALUES (1, 'default')");
  for (let first = 0; first < titles; first += AT_ONCE) {
    const some = `generate_series(${first}::bigint, ${Math.min(titles, first + AT_ONCE) - 1}) AS t`;
    const everyArm = `${some}, generate_series(0, ${arms - 1}) AS arm`;
    const example = "'crv_ffffffffffffffff'";
    for (const sql of [
      copies("titles", "'id', 'title-' || t", some, "one.id = 'the-sea'"),
      copies("creatives", `'id', ${creative}, 'title_id', 'title-' || t`, everyArm, `one.id = ${example}`),
      copies("renditions", `'creative_id', ${creative}`, everyArm, `one.creative_id = ${example}`),
      `INSERT INTO experiments (workspace_id, title_id, state, control_id, opened_at)
       SELECT 'default', 'title-' || t, 'open', 'crv_' || lpad(to_hex(t * 16), 16, '0'), now() FROM ${some}`,
    ])
      await owner.query(sql);
    await owner.query(
      `INSERT INTO policies (workspace_id, title_id, cluster_id, version, packed)
       SELECT 'default', 'title-' || t, 'cluster-' || c, 1, ${packedSql(arms, head, body)}
       FROM ${some}, generate_series(0, ${clusters - 1}) AS c`,
      [tails.map((tail) => `\\x${tail}`)],
    );
  }
  await owner.query("UPDATE snapshot_revision SET revision = revision + 1, catalogue = catalogue + 1");
  for (const table of ["policies", "creatives", "renditions", "experiments"])
    await owner.query(`VACUUM ANALYZE ${table}`);
}

/** Gives so many cells, spread over all titles, other shares, in a version of their own. */
export async function republish(
  owner: Database,
  { titles, clusters, arms, changed, version }: Size & { changed: number; version: number },
): Promise<void> {
  const { head, tails } = bodies(arms, version);
  const step = Math.max(1, Math.floor((titles * clusters) / changed));
  const body = `($1::bytea[])[1 + (t * 7 + c) % ${BODIES}]`;
  const atOnce = step * 10_000;
  await owner.transaction(async (query) => {
    await query("INSERT INTO policy_versions (version, workspace_id) VALUES ($1, 'default')", [version]);
    for (let first = version % step; first < titles * clusters; first += atOnce)
      await query(
        `UPDATE policies SET version = $2, packed = ${packedSql(arms, head, body)}
         FROM (SELECT (i / ${clusters})::bigint AS t, i % ${clusters} AS c
               FROM generate_series(${first}, ${Math.min(first + atOnce, titles * clusters) - 1}, ${step}) AS i) AS cell
         WHERE workspace_id = 'default' AND title_id = 'title-' || t AND cluster_id = 'cluster-' || c AND context = ''`,
        [tails.map((tail) => `\\x${tail}`), version],
      );
    await query("UPDATE snapshot_revision SET revision = revision + 1");
  });
}

/** One title, cluster and approved creative, of which all others are copies. */
async function example(owner: Database): Promise<void> {
  const stores = storesOn(owner).of(DEFAULT_WORKSPACE);
  const title = Title.parse({
    id: "the-sea",
    genres: ["drama"],
    concepts: ["sea"],
    texts: { en: { name: "The Sea", synopsis: "Somebody sails; somebody waits." } },
  });
  await stores.titles.add(title, "bench");
  await stores.clusters.add(Cluster.parse({ id: "one", name: "One", locale: "en", allowed: {} }), "bench");
  const request = JobRequest.parse({ titles: [title.id], clusters: ["one"] });
  const [planned] = planBriefs({
    title,
    clusters: [],
    armsPerCluster: 1,
    channels: ["web"],
    seed: 1,
    workspace: DEFAULT_WORKSPACE,
  });
  const brief = Brief.parse({ ...planned, creativeId: "crv_ffffffffffffffff" });
  await stores.jobs.plan(JobId.parse("job_0000000000000001"), { request, terms: JobTerms.parse({}), actor: "bench" }, [
    [brief],
  ]);
  await stores.creatives.keep(made(brief.creativeId), ["web", "avif", "jpeg"].map(blobOf));
  await stores.creatives.review([brief.creativeId], { verdict: "approve", reason: null, actor: "bench" });
}

const blobOf = (_: string, i: number) => `${i}`.padStart(64, "0");

const made = (creativeId: CreativeId): MadeCreative => ({
  creativeId,
  renditions: (["webp", "avif", "jpeg"] as const).map((format) => ({
    channel: "web",
    locale: "en",
    density: 1,
    format,
    widthPx: 640,
    heightPx: 360,
    contentType: `image/${format}` as const,
    bytes: new Uint8Array([1, 2, 3]),
    quality: 78,
    score: 0.9921875,
    contrast: 7.25,
    thumbHash: "3dkNHIJpmXiPd3d1d4hrj/PnVw==",
    dominant: "#a6b45f",
  })),
  copy: COPY,
  checks: [{ gate: "contrast", passed: true, measured: 7, limit: 4.5 }],
  fingerprints: {},
  rejections: [],
  provenance: {
    prompt: "sea, oil",
    stages: { sketch: 1 },
    imageModel: { id: "painter", sha256: "00" },
    textModel: { id: "writer", sha256: "11" },
    stageMs: { sketch: 3 },
  },
});
