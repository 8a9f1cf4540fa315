import { z } from "zod";
import { defineLook } from "./look.ts";

export const clean = defineLook({
  name: "clean",
  says: "The graded picture and nothing more.",
  args: z.strictObject({}),
  draw: (image) => image(),
});
