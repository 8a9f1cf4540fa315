import { z } from "zod";
import { FORMATS } from "../../core/channel.ts";
import { AppError } from "../../core/errors.ts";
import { defineRoute } from "../route.ts";

const FORMAT = new Map<string, (typeof FORMATS)[keyof typeof FORMATS]>(
  Object.values(FORMATS).map((format) => [format.extension, format]),
);
const FILE = new RegExp(`^[0-9a-f]{64}\\.(${[...FORMAT.keys()].join("|")})$`);

export const getImage = defineRoute({
  method: "get",
  path: "/images/{file}",
  summary: "The bytes of a rendition. The address never changes its content, so caches may keep it for ever.",
  scope: null,
  params: z.strictObject({
    file: z.string().regex(FILE, "must be 64 hexadecimal digits and .avif, .webp or .jpg"),
  }),
  reply: "file",
  errors: ["image_not_found"],
  handle: async ({ params }, { blobs }) => {
    const [name = "", extension = ""] = params.file.split(".");
    const bytes = await blobs.get(name);
    const format = FORMAT.get(extension);
    if (!bytes || !format) throw new AppError("image_not_found", params.file);
    return { bytes, contentType: format.contentType };
  },
});
