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
  summary:
    "The bytes of a rendition. The address never changes its content; caches ask again after 30 seconds whether it was withdrawn.",
  scope: null,
  params: z.strictObject({
    file: z.string().regex(FILE, "must be 64 hexadecimal digits and .avif, .webp or .jpg"),
  }),
  reply: "file",
  errors: ["image_not_found", "image_withdrawn", "database_away"],
  handle: async ({ params }, { blobs, withheld, decider, now }) => {
    decider.checkFresh(now());
    const [name = "", extension = ""] = params.file.split(".");
    if (withheld.has(name)) throw new AppError("image_withdrawn", params.file);
    const bytes = await blobs.get(name);
    const format = FORMAT.get(extension);
    if (!bytes || !format) throw new AppError("image_not_found", params.file);
    return { bytes, contentType: format.contentType, etag: name };
  },
});
