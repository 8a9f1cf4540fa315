import { createHash } from "node:crypto";
import type { ImageModel, ModelPapers, PictureModel } from "../core/ports.ts";
import { imageOf, pixelsOf } from "./pixels.ts";

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
      return pixelsOf(imageOf(picture).resize(widthPx, heightPx, { fit: "fill" }));
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
