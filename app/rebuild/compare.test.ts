import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { Creative, EncodedRendition, MadeCreative, Proof } from "../../core/creative.ts";
import { plainCopy } from "../../core/testing/copy.ts";
import { tinyBrief } from "../../pipeline/tiny.ts";
import { compare } from "./compare.ts";
import { obstacleTo } from "./obstacle.ts";

const proof: Proof = { algorithm: "ed25519", certificate: "a".repeat(64), unsigned: ["1".repeat(16), "2".repeat(16)] };
const brief = tinyBrief();
const rendition = (locale: "en" | "uk", bytes: number[], density: 1 | 2 = 1): EncodedRendition => ({
  channel: "web",
  locale,
  density,
  format: "avif",
  widthPx: 3,
  heightPx: 2,
  contentType: "image/avif",
  quality: 50,
  score: 0.99,
  contrast: 7,
  thumbHash: "",
  dominant: "#808080",
  bytes: Uint8Array.from(bytes),
});
const words = plainCopy();
const made = (change: Partial<MadeCreative> = {}, signed: Proof | null = proof): MadeCreative => ({
  creativeId: brief.creativeId,
  renditions: [rendition("en", [1, 2, 3]), rendition("uk", [4, 5])],
  copy: { en: words, uk: words },
  checks: [],
  fingerprints: {},
  rejections: [],
  provenance: {
    prompt: "a train",
    stages: { sketch: 1, style: 2 },
    imageModel: { id: "painter", sha256: "0".repeat(64) },
    textModel: { id: "writer", sha256: "1".repeat(64) },
    ...(signed ? { proof: signed } : {}),
    stageMs: {},
  },
  ...change,
});
const row = (of = made()): Creative =>
  ({
    id: of.creativeId,
    titleId: brief.titleId,
    status: "approved",
    brief,
    copy: of.copy,
    provenance: of.provenance,
    renditions: of.renditions.map(({ bytes, ...rest }) => ({
      ...rest,
      blob: createHash("sha256").update(bytes).digest("hex"),
      byteLength: bytes.length,
    })),
  }) as unknown as Creative;
const states = (comparison: ReturnType<typeof compare>) => comparison.files.map(({ state }) => state);

it("finds the same creative the same", () => {
  expect(compare(row(), made())).toEqual({
    files: [
      { file: "web-en.avif", state: "same", bytes: 3 },
      { file: "web-uk.avif", state: "same", bytes: 2 },
    ],
    words: [],
    holds: true,
    signature: null,
  });
});

it("finds one changed byte, a file too many or too few, and other words", () => {
  const other = compare(row(), made({ renditions: [rendition("en", [1, 2, 4]), rendition("uk", [4, 5])] }));
  expect([states(other), other.holds]).toEqual([["differs", "same"], false]);
  const fewer = compare(row(), made({ renditions: [rendition("en", [1, 2, 3])] }));
  expect([states(fewer), fewer.holds]).toEqual([["same", "missing"], false]);
  const sharper = compare(row(), made({ renditions: [rendition("en", [1, 2, 3], 2), rendition("uk", [4, 5])] }));
  expect(sharper.files.map(({ file, state }) => `${file} ${state}`)).toEqual([
    "web-en@2x.avif new",
    "web-uk.avif same",
    "web-en.avif missing",
  ]);
  const more = compare(row(made({ renditions: [rendition("en", [1, 2, 3])] })), made());
  expect([states(more), more.holds]).toEqual([["same", "new"], false]);
  const said = compare(row(), made({ copy: { en: plainCopy({ headline: "Another." }) } }));
  expect([said.words, said.holds]).toEqual([["en", "uk"], false]);
  expect(compare(row(made({ renditions: [] })), made({ renditions: [] })).holds).toBe(false);
});

it("tells the same picture under a rotated key from another picture", () => {
  const rotated = { ...proof, certificate: "b".repeat(64) };
  const files = [rendition("en", [9]), rendition("uk", [9, 9])];
  const same = compare(row(), made({ renditions: files }, rotated));
  expect([states(same), same.holds]).toEqual([["resigned", "resigned"], true]);
  expect(same.signature).toContain("certificate aaaaaaaaaaaa, which is not the one in use (bbbbbbbbbbbb)");
  const changed = { ...rotated, unsigned: [rotated.unsigned[0] ?? "", "3".repeat(16)] };
  const other = compare(row(), made({ renditions: files }, changed));
  expect([states(other), other.holds]).toEqual([["resigned", "differs"], false]);
});

it("lets signatures differ only where there is a reason", () => {
  const files = [rendition("en", [9]), rendition("uk", [9, 9])];
  // The same key signs the same way: other bytes are another file, whatever the pictures are.
  expect(states(compare(row(), made({ renditions: files })))).toEqual(["differs", "differs"]);
  const random = { ...proof, algorithm: "es256" } as const;
  const signedAgain = compare(row(made({}, random)), made({ renditions: files }, random));
  expect([states(signedAgain), signedAgain.holds]).toEqual([["resigned", "resigned"], true]);
  expect(signedAgain.signature).toContain("es256 signs with random numbers");
  const unsigned = compare(row(made({}, null)), made());
  expect([states(unsigned), unsigned.holds]).toEqual([["same", "same"], true]);
});

const here = (change: Record<string, string> = {}, stages = { sketch: 1, style: 2 }) => ({
  stages,
  papersOf: async (id: string) => {
    const sha256 = { painter: "0".repeat(64), writer: "1".repeat(64), ...change }[id];
    return sha256 ? { id, sha256 } : null;
  },
});

it("says what stands in the way of making one again", async () => {
  expect(await obstacleTo(row(), here())).toBeNull();
  expect(await obstacleTo({ ...row(), provenance: null, status: "failed" }, here())).toMatch(/is failed: it was never/);
  expect(await obstacleTo(row(), here({}, { sketch: 1, style: 3 }))).toContain("changed since: style 2, now 3.");
  expect(await obstacleTo(row(), here({ painter: "f".repeat(64) }))).toContain(
    "the model painter of sha256 000000000000; the one here is ffffffffffff",
  );
  expect(await obstacleTo(row(), here({ writer: "" }))).toContain("the model writer, which is not here. Add it");
  const judged = made();
  const judges = [{ id: "judge", sha256: "2".repeat(64) }];
  expect(await obstacleTo(row({ ...judged, provenance: { ...judged.provenance, judges } }), here())).toBeNull();
  const cutter = { id: "cutter", sha256: "2".repeat(64) };
  expect(await obstacleTo(row({ ...judged, provenance: { ...judged.provenance, cutter } }), here())).toContain(
    "the model cutter, which is not here",
  );
  const textModel = { id: "openai:words@host", sha256: "3".repeat(64) };
  expect(await obstacleTo(row({ ...judged, provenance: { ...judged.provenance, textModel } }), here())).toContain(
    "which is not here. Set MARQUEE_TEXT_URL",
  );
});
