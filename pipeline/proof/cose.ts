import { constants, createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from "node:crypto";
import { type Cbor, cbor, cborTag } from "./cbor.ts";

/** Private key and certificates, leaf first, as PEM. */
export type Credential = { readonly key: string; readonly chain: string };

/** COSE algorithm numbers (RFC 9053), the names C2PA gives them, and how Node signs with them. */
const ALGORITHMS = {
  ed25519: { cose: -8, hash: null, options: {} },
  es256: { cose: -7, hash: "sha256", options: { dsaEncoding: "ieee-p1363" } },
  es384: { cose: -35, hash: "sha384", options: { dsaEncoding: "ieee-p1363" } },
  ps256: { cose: -37, hash: "sha256", options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
} as const;
export type Algorithm = keyof typeof ALGORITHMS;

const X5_CHAIN = 33;
const ALG = 1;
const SIGN1 = 18;

export type CoseSigner = {
  readonly algorithm: Algorithm;
  /** Of every signature, in bytes: C2PA reserves the room before it knows the content. */
  readonly size: number;
  /** A COSE_Sign1 structure over a payload that is stored elsewhere (RFC 9052 4.2, C2PA 2.2 section 13.2). */
  sign(payload: Uint8Array): Uint8Array;
};

/** @throws Error when the key is of a kind that C2PA does not know, or is not that of the first certificate */
export function coseSigner({ key: keyPem, chain }: Credential): CoseSigner {
  const key = privateKeyIn(keyPem);
  const certificates = certificatesIn(chain);
  const leaf = certificates[0];
  if (!leaf?.checkPrivateKey(key)) throw new Error("the signing key is not that of the first certificate of its chain");
  const algorithm = algorithmOf(key);
  const { cose, hash, options } = ALGORITHMS[algorithm];
  const header = cbor(
    new Map<Cbor, Cbor>([
      [ALG, cose],
      [X5_CHAIN, sent(certificates)],
    ]),
  );
  const signed = (payload: Uint8Array) => {
    const toSign = cbor(["Signature1", header, new Uint8Array(), payload]);
    return new Uint8Array(sign(hash, toSign, { key, ...options }));
  };
  const sealed = (payload: Uint8Array) => cborTag(SIGN1, cbor([header, new Map(), null, signed(payload)]));
  return { algorithm, size: sealed(new Uint8Array()).length, sign: sealed };
}

/** @throws Error without a word of what the text holds */
function privateKeyIn(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error("the signing key's file holds no private key in PEM that opens without a passphrase");
  }
}

/** @throws Error when there is none */
export function certificatesIn(chain: string): readonly X509Certificate[] {
  const found = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) throw new Error("the signing certificate's file holds no certificate in PEM");
  return found.map((pem) => new X509Certificate(pem));
}

/** Whoever validates has the root already: it is not sent. A single certificate is a byte string, several a list. */
function sent(certificates: readonly X509Certificate[]): Cbor {
  const ders = certificates
    .filter((one, at) => at === 0 || !one.verify(one.publicKey))
    .map(({ raw }) => new Uint8Array(raw));
  return ders.length === 1 ? (ders[0] as Uint8Array) : ders;
}

function algorithmOf(key: KeyObject): Algorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey(key);
  if (type === "ed25519") return "ed25519";
  if (type === "ec" && details?.namedCurve === "prime256v1") return "es256";
  if (type === "ec" && details?.namedCurve === "secp384r1") return "es384";
  if (type === "rsa" && (details?.modulusLength ?? 0) >= 2_048) return "ps256";
  throw new Error(
    `the signing key is ${type} ${details?.namedCurve ?? details?.modulusLength ?? ""}; C2PA takes Ed25519, P-256, P-384 and RSA of 2048 bits or more`,
  );
}
