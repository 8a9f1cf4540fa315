import { z } from "zod";

/** Where networks run. The CPU is always there; the others need a build of onnxruntime-node that holds them. */
export const Provider = z.enum(["cpu", "cuda", "coreml", "dml"]);
export type Provider = z.infer<typeof Provider>;
