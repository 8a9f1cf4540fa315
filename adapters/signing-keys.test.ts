import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeKeyAndChain } from "./signing/certificate.ts";
import { bits, integer, objectId, octets, time } from "./signing/der.ts";
import { signingFiles } from "./signing-keys.ts";

const NOW = new Date("2026-11-26T08:30:00Z");
const serials = [Buffer.alloc(16, 0xff), Buffer.alloc(16)] as const;
const homes: string[] = [];
const newHome = async () => {
  const home = await mkdtemp(join(tmpdir(), "marquee-signing-"));
  homes.push(home);
  return home;
};
afterAll(() => Promise.all(homes.map((home) => rm(home, { recursive: true }))));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const certificatesOf = (chain: string) =>
  (chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map((pem) => new X509Certificate(pem));

it("writes DER as X.690 has it", () => {
  expect(hex(integer(Uint8Array.of(0)))).toBe("020100");
  expect(hex(integer(Uint8Array.of(0, 0, 127)))).toBe("02017f");
  expect(hex(integer(Uint8Array.of(128)))).toBe("02020080"); // or it would be negative
  expect(hex(objectId("1.2.840.113549.1.1.11"))).toBe("06092a864886f70d01010b"); // sha256WithRSAEncryption, RFC 8017
  expect(hex(bits(Uint8Array.of(0x80), 7))).toBe("03020780");
  expect(hex(octets(new Uint8Array()))).toBe("0400");
  expect(hex(octets(new Uint8Array(127))).slice(0, 4)).toBe("047f");
  expect(hex(octets(new Uint8Array(128))).slice(0, 6)).toBe("048180");
  expect(hex(octets(new Uint8Array(256))).slice(0, 8)).toBe("04820100");
  expect(Buffer.from(time(new Date("2049-12-31T23:59:59Z"))).toString()).toBe("\x17\x0d491231235959Z");
  expect(Buffer.from(time(new Date("2050-01-01T00:00:00Z"))).toString()).toBe("\x18\x0f20500101000000Z");
});

it.each([
  ["Ed25519", generateKeyPairSync("ed25519")],
  ["P-256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
])("makes a leaf for an %s key that its authority has signed, and an authority that signed itself", (_, pair) => {
  const { key, chain } = makeKeyAndChain(NOW, serials, pair);
  const [leaf, authority, ...more] = certificatesOf(chain);
  expect(more).toEqual([]);
  expect(leaf?.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(leaf?.ca).toBe(false);
  expect(authority?.ca).toBe(true);
  if (!leaf || !authority) throw new Error("no certificates");
  expect(leaf.checkIssued(authority)).toBe(true);
  expect(leaf.verify(authority.publicKey)).toBe(true);
  expect(leaf.verify(leaf.publicKey)).toBe(false);
  expect(authority.verify(authority.publicKey)).toBe(true);
  expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.4"]);
  expect([leaf.validFromDate, leaf.validToDate]).toEqual([NOW, new Date("2046-11-26T08:30:00Z")]);
  expect(leaf.subject).toBe("O=Marquee\nCN=Marquee development key");
});

it("makes a development key once, for its owner's eyes, whoever asks first", async () => {
  const home = await newHome();
  const all = await Promise.all(Array.from({ length: 6 }, () => signingFiles(home, undefined, NOW)));
  const [files] = all;
  if (!files) throw new Error("no files");
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  const key = createPrivateKey(await readFile(files.key));
  const [leaf] = certificatesOf(await readFile(files.certificates, "utf8"));
  expect(leaf?.checkPrivateKey(key)).toBe(true);
  expect(await readFile(files.certificates, "utf8")).not.toContain("PRIVATE");
  expect((await stat(files.key)).mode & 0o777).toBe(0o600);
  const before = await readFile(files.key, "utf8");
  await signingFiles(home, undefined, new Date("2040-01-01"));
  expect(await readFile(files.key, "utf8")).toBe(before);
});

it("mends certificates that were lost, from the key's file", async () => {
  const home = await newHome();
  const { certificates } = await signingFiles(home, undefined, NOW);
  const before = await readFile(certificates, "utf8");
  await rm(certificates);
  await signingFiles(home, undefined, NOW);
  expect(await readFile(certificates, "utf8")).toBe(before);
});

it("refuses what cannot be read, holds no certificate, or does not hold today", async () => {
  const home = await newHome();
  const files = { key: join(home, "k.pem"), certificates: join(home, "c.pem") };
  await expect(signingFiles(home, files, NOW)).rejects.toThrow("the signing key cannot be read: ENOENT");
  const { key, chain } = makeKeyAndChain(NOW, serials);
  await writeFile(files.key, key);
  await expect(signingFiles(home, files, NOW)).rejects.toThrow("the signing certificate cannot be read: ENOENT");
  await writeFile(files.certificates, "nothing");
  await expect(signingFiles(home, files, NOW)).rejects.toThrow("c.pem holds no certificate in PEM");
  await writeFile(files.certificates, chain);
  expect(await signingFiles(home, files, NOW)).toEqual(files);
  await expect(signingFiles(home, files, new Date("2026-11-25"))).rejects.toThrow("not yet");
  await expect(signingFiles(home, files, new Date("2046-11-27"))).rejects.toThrow(
    "the signing certificate held until Nov 26 08:30:00 2046 GMT; renew it or give another",
  );
  const dev = await signingFiles(home, undefined, NOW);
  await chmod(dev.key, 0o600);
  await writeFile(dev.key, "gone");
  await rm(dev.certificates);
  await expect(signingFiles(home, undefined, NOW)).rejects.toThrow("remove it to make a new development key");
});
