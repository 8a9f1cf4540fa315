import { createHash } from "node:crypto";
import sharp from "sharp";
import { openThread } from "./ask.ts";
import { type Algorithm, type Credential, certificatesIn, coseSigner } from "./cose.ts";

/** What is put into a file and signed. */
export type Sealing = {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** A C2PA manifest definition, without anything random. */
  readonly manifest: object;
  /** Decides the manifest's salts. */
  readonly seed: string;
};

export type Sealer = {
  readonly algorithm: Algorithm;
  /** SHA-256 of the leaf certificate, by which a rebuild knows that it has the same key. */
  readonly certificate: string;
  /**
   * The same file with its manifest. Same input and key, same bytes, where the key is Ed25519: the others sign with
   * random numbers.
   *
   * @throws Error when the kit refuses the file or the manifest
   */
  seal(sealing: Sealing): Promise<Uint8Array>;
  close(): Promise<void>;
};

/**
 * Starts the thread that signs, and signs one pixel to see that the certificate is one that C2PA takes.
 *
 * @throws Error when key and certificates do not fit each other, or C2PA does not take them
 */
export async function openSealer(credential: Credential): Promise<Sealer> {
  const { algorithm } = coseSigner(credential);
  const leaf = certificatesIn(credential.chain)[0];
  const thread = openThread(credential);
  const seal = async ({ contentType, bytes, manifest, seed }: Sealing) => {
    const said = await thread.ask({ contentType, bytes, manifest: JSON.stringify(manifest), seed });
    return (said as { bytes: Uint8Array }).bytes;
  };
  try {
    const contentType = "image/jpeg";
    const pixel = await sharp({ create: { width: 1, height: 1, channels: 3, background: "black" } })
      .jpeg()
      .toBuffer();
    const signed = await seal({ contentType, bytes: pixel, manifest: TRIAL, seed: "trial" });
    const said = await thread.ask({ contentType, bytes: signed, read: true });
    const { faults } = said as { faults: readonly string[] };
    if (faults.length > 0) throw new Error(`C2PA does not take the signing certificate: ${faults.join(", ")}`);
  } catch (error) {
    await thread.close();
    throw error;
  }
  return {
    algorithm,
    certificate: createHash("sha256")
      .update(leaf?.raw ?? "")
      .digest("hex"),
    seal,
    close: thread.close,
  };
}

const TRIAL = {
  claim_generator_info: [{ name: "Marquee" }],
  assertions: [
    {
      label: "c2pa.actions.v2",
      data: {
        actions: [
          {
            action: "c2pa.created",
            digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
          },
        ],
      },
    },
  ],
};
