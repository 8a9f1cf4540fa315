import type { Captioned, EncodedRendition, Proof, Proved } from "../core/creative.ts";
import type { ImageModel, TextModel } from "../core/ports.ts";
import { type Making, manifestOf, sha256Of } from "./proof/manifest.ts";
import type { Sealer } from "./proof/sealer.ts";
import type { Stage } from "./stage.ts";

type Tools = { readonly image: ImageModel; readonly text: TextModel; readonly sealer?: Sealer };

/**
 * Puts a signed C2PA manifest into every file, before the gates: what they decode and weigh is what is served.
 *
 * Without a sealer the files carry their XMP label alone, and nothing says that they are signed.
 */
export const prove: Stage<Captioned, Proved, Tools> = {
  name: "prove",
  version: 1,
  async run(captioned, { image, text, sealer }, signal) {
    if (!sealer) return captioned;
    const making: Making = { brief: captioned.brief, imageModel: image.papers, textModel: text.papers };
    const unsigned: string[] = [];
    const renditions: EncodedRendition[] = [];
    for (const rendition of captioned.renditions) {
      signal.throwIfAborted();
      const before = sha256Of(rendition.bytes);
      const bytes = await sealer.seal({
        contentType: rendition.contentType,
        bytes: rendition.bytes,
        manifest: manifestOf(making, rendition, before),
        seed: before,
      });
      unsigned.push(before.slice(0, 16));
      renditions.push({ ...rendition, bytes });
    }
    const { algorithm, certificate } = sealer;
    const proof: Proof = { algorithm, certificate, unsigned };
    return { ...captioned, renditions, proof };
  },
};
