import { generateKeyPairSync } from "node:crypto";
import sharp from "sharp";
import { afterAll, expect, it } from "vitest";
import { makeKeyAndChain } from "../adapters/signing/certificate.ts";
import type { Brief, Captioned, EncodedRendition } from "../core/creative.ts";
import { KeyArt } from "../core/key-art.ts";
import { briefHash, sha256Of } from "./proof/manifest.ts";
import { openSealer } from "./proof/sealer.ts";
import { prove } from "./prove.ts";
import { authorityOf, codesOf, readCredentials } from "./testing/credentials.ts";
import { tinyBrief, tinyPainter, tinyWriter } from "./tiny.ts";

const NOW = new Date("2026-11-26T00:00:00Z");
const serials = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)] as const;
const credential = makeKeyAndChain(NOW, serials);
const anchor = authorityOf(credential.chain);
const sealer = await openSealer(credential);
afterAll(() => sealer.close());
const running = new AbortController().signal;
const tools = { image: tinyPainter(), text: tinyWriter() };
const SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype";

const file = new Uint8Array(
  await sharp({ create: { width: 8, height: 6, channels: 3, background: "#345" } })
    .webp()
    .toBuffer(),
);
const captioned = (change: Partial<Brief> = {}): Captioned =>
  ({
    brief: tinyBrief(change),
    pictures: {},
    copy: {},
    renditions: (["en", "uk"] as const).map(
      (locale) => ({ locale, contentType: "image/webp", bytes: file, contrast: 7 }) as EncodedRendition,
    ),
  }) as unknown as Captioned;

const keyArt = KeyArt.parse({ asset: { blob: "ab".repeat(32), widthPx: 9, heightPx: 9 }, focal: { x: 0.5, y: 0.5 } });

it("signs every file, says what each was before, and changes nothing else", async () => {
  const input = captioned();
  const proved = await prove.run(input, { ...tools, sealer }, running);
  expect(proved.renditions).toHaveLength(2);
  for (const [i, { bytes, ...rest }] of proved.renditions.entries()) {
    const { bytes: before, ...same } = input.renditions[i] as EncodedRendition;
    expect(rest).toEqual(same);
    expect(proved.proof?.unsigned[i]).toBe(sha256Of(before).slice(0, 16));
    const store = await readCredentials("image/webp", bytes, anchor);
    expect(store?.validation_state).toBe("Trusted");
  }
  expect(proved.proof).toMatchObject({ algorithm: "ed25519", certificate: sealer.certificate });
  // The same picture under two titles.
  expect(proved.renditions[0]?.bytes).not.toEqual(proved.renditions[1]?.bytes);
  expect(proved.proof?.unsigned).toHaveLength(2);
});

it("tells in the manifest what made it, from which brief", async () => {
  const { brief, renditions } = await prove.run(captioned(), { ...tools, sealer }, running);
  const store = await readCredentials("image/webp", renditions[1]?.bytes ?? file, anchor);
  const manifest = store?.manifests[store.active_manifest];
  expect(manifest).toMatchObject({
    title: "Генерал",
    signature_info: { alg: "Ed25519", issuer: "Marquee", common_name: "Marquee development key" },
  });
  expect(manifest?.thumbnail).toBeUndefined();
  expect(manifest?.ingredients ?? []).toEqual([]);
  const data = (label: string) => manifest?.assertions.find((one) => one.label === label)?.data;
  expect(data("c2pa.actions.v2").actions[0]).toEqual({
    action: "c2pa.created",
    digitalSourceType: `${SOURCE}/trainedAlgorithmicMedia`,
    softwareAgent: { name: "tiny-painter" },
  });
  expect(data("org.marquee.creative")).toEqual({
    creative: brief.creativeId,
    brief: briefHash(brief),
    seed: brief.seed,
    imageModel: tools.image.papers,
    textModel: tools.text.papers,
  });
});

it("names key art as what the picture was composed with, the same way every time", async () => {
  const signed = async () =>
    (await prove.run(captioned({ keyArt }), { ...tools, sealer }, running)).renditions[0]?.bytes;
  const bytes = (await signed()) ?? file;
  const store = await readCredentials("image/webp", bytes, anchor);
  expect([store?.validation_state, codesOf(store)]).toEqual(["Trusted", []]);
  const manifest = store?.manifests[store.active_manifest];
  expect(manifest?.ingredients).toMatchObject([{ title: "Key art", relationship: "componentOf" }]);
  const actions = manifest?.assertions.find(({ label }) => label === "c2pa.actions.v2")?.data.actions;
  expect(actions[0].digitalSourceType).toBe(`${SOURCE}/compositeWithTrainedAlgorithmicMedia`);
  expect(actions[0].softwareAgent).toEqual({ name: "tiny-painter" });
  expect(actions[1]).toMatchObject({ action: "c2pa.placed" });
  expect(actions[1].parameters.ingredients).toHaveLength(1);
  const kept = await prove.run(captioned({ keyArt: { ...keyArt, use: "untouched" } }), { ...tools, sealer }, running);
  const plain = await readCredentials("image/webp", kept.renditions[0]?.bytes ?? file, anchor);
  const first = plain?.manifests[plain.active_manifest]?.assertions.find(({ label }) => label === "c2pa.actions.v2");
  expect(first?.data.actions[0].softwareAgent).toEqual({ name: "Marquee" });
  for (let again = 0; again < 5; again++) expect(sha256Of((await signed()) ?? file)).toBe(sha256Of(bytes));
});

it.each([
  ["Es256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
  ["Es384", generateKeyPairSync("ec", { namedCurve: "P-384" })],
  ["Ps256", generateKeyPairSync("rsa", { modulusLength: 2_048 })],
])("signs with a key of the kind %s, under which the picture is the same", async (alg, pair) => {
  const other = makeKeyAndChain(NOW, serials, pair);
  const by = await openSealer(other);
  const { renditions, proof } = await prove.run(captioned(), { ...tools, sealer: by }, running);
  const store = await readCredentials("image/webp", renditions[0]?.bytes ?? file, authorityOf(other.chain));
  expect([store?.validation_state, codesOf(store)]).toEqual(["Trusted", []]);
  expect(store?.manifests[store.active_manifest]?.signature_info.alg).toBe(alg);
  const before = sha256Of(file).slice(0, 16);
  expect(proof?.unsigned).toEqual([before, before]);
  await by.close();
});

it("refuses keys that C2PA does not know, and certificates of another key or purpose", async () => {
  const bitcoin = makeKeyAndChain(NOW, serials, generateKeyPairSync("ec", { namedCurve: "secp256k1" }));
  await expect(openSealer(bitcoin)).rejects.toThrow("the signing key is ec secp256k1");
  const { chain } = makeKeyAndChain(NOW, serials);
  await expect(openSealer({ ...credential, chain })).rejects.toThrow("not that of the first certificate");
  await expect(openSealer({ ...credential, chain: "" })).rejects.toThrow("no certificate in PEM");
  const secret = Buffer.from("not a key, and nobody's business").toString("base64");
  const garbled = { ...credential, key: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n` };
  const refusal = await openSealer(garbled).catch((error: Error) => `${error.stack}${error.cause}`);
  expect(refusal).toContain("holds no private key in PEM that opens without a passphrase");
  expect(refusal).not.toContain(secret);
  const webServer = makeKeyAndChain(NOW, serials, undefined, "1.3.6.1.5.5.7.3.1");
  await expect(openSealer(webServer)).rejects.toThrow(
    "C2PA does not take the signing certificate: signingCredential.invalid",
  );
});

it("leaves the files as they are without a sealer, and stops when it is told to", async () => {
  const input = captioned();
  expect(await prove.run(input, tools, running)).toBe(input);
  await expect(prove.run(input, { ...tools, sealer }, AbortSignal.abort(new Error("enough")))).rejects.toThrow(
    "enough",
  );
});

it("hashes a brief whatever order its fields have", () => {
  const brief = tinyBrief();
  const turned = Object.fromEntries(Object.entries(brief).reverse()) as unknown as Brief;
  expect(briefHash(turned)).toBe(briefHash(brief));
  expect(briefHash({ ...brief, seed: brief.seed + 1 })).not.toBe(briefHash(brief));
});
