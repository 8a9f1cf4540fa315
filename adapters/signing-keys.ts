import { randomBytes, X509Certificate } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeKeyAndChain } from "./signing/certificate.ts";

/** Files in PEM; the second holds the certificate of the first and those of its authorities, leaf first. */
export type SigningFiles = { readonly key: string; readonly certificates: string };

/**
 * The files that sign pictures: those that were given, or a development key that is made once and kept under `home`
 * where only the owner can read it. All workers of one service share the folder, or copies of the files.
 *
 * @throws Error when a file cannot be read, or the certificate does not hold at `now`
 */
export async function signingFiles(home: string, given: SigningFiles | undefined, now: Date): Promise<SigningFiles> {
  const files = given ?? (await developmentFiles(join(home, "signing"), now));
  await readFile(files.key).catch((error: Error) => refuse(`the signing key cannot be read: ${error.message}`));
  const text = await readFile(files.certificates, "utf8").catch((error: Error) =>
    refuse(`the signing certificate cannot be read: ${error.message}`),
  );
  const leaf = certificateIn(text) ?? refuse(`${files.certificates} holds no certificate in PEM`);
  if (now < leaf.validFromDate) refuse(`the signing certificate holds from ${leaf.validFrom} on, not yet`);
  if (now > leaf.validToDate) refuse(`the signing certificate held until ${leaf.validTo}; renew it or give another`);
  return files;
}

/** Of several processes that start at once, one makes the key and the others find it. */
async function developmentFiles(folder: string, now: Date): Promise<SigningFiles> {
  const files = { key: join(folder, "key.pem"), certificates: join(folder, "certificates.pem") };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = makeKeyAndChain(now, [randomBytes(16), randomBytes(16)]);
  // Both in one file, put in its place whole: never a key without its certificates.
  await placed(files.key, made.key + made.chain, async (aside) => {
    await link(aside, files.key).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    await rm(aside);
  });
  const kept = await readFile(files.key, "utf8");
  const from = kept.indexOf("-----BEGIN CERTIFICATE-----");
  if (from < 0) refuse(`${files.key} holds no certificate; remove it to make a new development key`);
  await placed(files.certificates, kept.slice(from), (aside) => rename(aside, files.certificates));
  return files;
}

/** Writes beside a place and lets `put` bring it there in one step. */
async function placed(path: string, text: string, put: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(aside, text, { flag: "wx", mode: 0o600, flush: true });
  await put(aside);
}

function certificateIn(text: string): X509Certificate | null {
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  return pem === undefined ? null : new X509Certificate(pem);
}

function refuse(reason: string): never {
  throw new Error(reason);
}
