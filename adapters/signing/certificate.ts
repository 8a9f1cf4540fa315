import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { bits, boolean, explicit, integer, objectId, octets, sequence, set, tagged, time, utf8 } from "./der.ts";

/** What signs pictures: a leaf's private key, and its certificate with its authority's behind it, as PEM. */
export type KeyAndChain = { readonly key: string; readonly chain: string };

const ED25519 = sequence(objectId("1.3.101.112"));
const OID = {
  commonName: "2.5.4.3",
  organisation: "2.5.4.10",
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  emailProtection: "1.3.6.1.5.5.7.3.4",
};
const YEARS = 20;

/**
 * A key with a certificate that C2PA takes (specification 2.2, section 14.5: X.509 v3, usage digital signature, purpose
 * e-mail protection, issued by another than itself), under an authority that is made for it and whose own key is then
 * forgotten: nothing else can ever be signed by it. Ed25519, so that the same bytes always get the same signature.
 *
 * @param now from when it holds, for 20 years
 * @param serials two numbers of 16 random bytes
 */
export function makeKeyAndChain(
  now: Date,
  serials: readonly [Uint8Array, Uint8Array],
  leaf: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = generateKeyPairSync("ed25519"),
  purpose = OID.emailProtection,
): KeyAndChain {
  const authority = generateKeyPairSync("ed25519");
  const authorityName = nameOf("Marquee development authority");
  const authorityId = keyId(authority.publicKey);
  const until = new Date(now);
  until.setUTCFullYear(now.getUTCFullYear() + YEARS);

  const certify = (serial: Uint8Array, subject: Uint8Array, key: KeyObject, extensions: readonly Uint8Array[]) => {
    const body = sequence(
      explicit(0, integer(Uint8Array.of(2))), // version 3
      integer(positive(serial)),
      ED25519,
      authorityName,
      sequence(time(now), time(until)),
      subject,
      publicKeyInfo(key),
      explicit(3, sequence(...extensions)),
    );
    return sequence(body, ED25519, bits(sign(null, body, authority.privateKey)));
  };

  const root = certify(serials[0], authorityName, authority.publicKey, [
    extension(OID.basicConstraints, true, sequence(boolean(true))),
    extension(OID.keyUsage, true, bits(Uint8Array.of(0b0000_0110), 1)), // signs certificates and lists of revoked ones
    extension(OID.subjectKeyId, false, octets(authorityId)),
  ]);
  const own = certify(serials[1], nameOf("Marquee development key"), leaf.publicKey, [
    extension(OID.keyUsage, true, bits(Uint8Array.of(0b1000_0000), 7)), // digital signature
    extension(OID.extendedKeyUsage, false, sequence(objectId(purpose))),
    extension(OID.authorityKeyId, false, sequence(tagged(0x80, authorityId))),
  ]);
  return {
    key: leaf.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    chain: toPem(own) + toPem(root),
  };
}

const nameOf = (commonName: string): Uint8Array =>
  sequence(
    set(sequence(objectId(OID.organisation), utf8("Marquee"))),
    set(sequence(objectId(OID.commonName), utf8(commonName))),
  );

const extension = (oid: string, critical: boolean, value: Uint8Array): Uint8Array =>
  critical ? sequence(objectId(oid), boolean(true), octets(value)) : sequence(objectId(oid), octets(value));

const publicKeyInfo = (key: KeyObject): Uint8Array => key.export({ type: "spki", format: "der" });

/** RFC 7093 2, method 4: any hash of the public key's structure; 160 bits, as readers are used to. */
const keyId = (key: KeyObject): Uint8Array => createHash("sha256").update(publicKeyInfo(key)).digest().subarray(0, 20);

/** Neither negative nor with a leading zero byte. */
const positive = (serial: Uint8Array): Uint8Array =>
  Uint8Array.from(serial, (byte, at) => (at === 0 ? (byte & 0x7f) | 1 : byte));

const toPem = (der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
};
