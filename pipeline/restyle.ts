import { createHash } from "node:crypto";
import sharp from "sharp";
import type { ImageModel, ModelPapers, PictureModel } from "../core/ports.ts";

/**
 * A painter whose paintings go through a picture network as well, such as a fast neural style; a result of another
 * size is brought back to the storyboard's. Its papers name both, so that what it made is never mistaken for one's alone.
 */
export function restyled(image: ImageModel, stylist: PictureModel): ImageModel {
  return {
    papers: bothPapers(image.papers, stylist.papers),
    async paint(request, signal, progress) {
      const painted = await image.paint(request, signal, progress);
      signal.throwIfAborted();
      const { picture } = await stylist.apply({ picture: painted }, signal);
      const { widthPx, heightPx } = painted;
      if (picture.widthPx === widthPx && picture.heightPx === heightPx) return picture;
      const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 as const };
      const data = await sharp(picture.data, { raw }).resize(widthPx, heightPx, { fit: "fill" }).raw().toBuffer();
      return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), widthPx, heightPx };
    },
    async close() {
      await Promise.all([image.close(), stylist.close()]);
    },
  };
}

/** What two networks one after the other are named after. */
export const bothPapers = (image: ModelPapers, stylist: ModelPapers): ModelPapers => ({
  id: `${image.id}+${stylist.id}`,
  sha256: createHash("sha256").update(`${image.sha256}${stylist.sha256}`).digest("hex"),
});
