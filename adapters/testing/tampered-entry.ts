import { serveStudio } from "../studio-child.ts";

/** A studio's child whose network is not the one that its papers name. */
await serveStudio(async () => {
  throw new Error("model marquee-paint: painter.onnx is not what its papers say");
});
