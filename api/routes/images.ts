import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { defineRoute } from "../route.ts";

export const getImage = defineRoute({
  method: "get",
  path: "/images/{file}",
  summary: "The bytes of a rendition. The address never changes its content, so caches may keep it for ever.",
  scope: null,
  params: z.strictObject({ file: z.string().regex(/^[0-9a-f]{64}\.webp$/, "must be 64 hexadecimal digits and .webp") }),
  reply: "file",
  errors: ["image_not_found"],
  handle: async ({ params }, { blobs }) => {
    const bytes = await blobs.get(params.file.slice(0, 64));
    if (!bytes) throw new AppError("image_not_found", params.file);
    return { bytes, contentType: "image/webp" };
  },
});
