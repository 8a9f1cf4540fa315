import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { serveStudio } from "../adapters/studio-child.ts";
import { openCopywriter } from "../models/copy/writer.ts";
import { openPainter } from "../models/paint/painter.ts";
import { makeCreative } from "../pipeline/run.ts";

/** A child process of the worker: holds the networks and makes one creative at a time on one core. */
sharp.concurrency(1);
sharp.cache(false);

const weights = (model: string) => fileURLToPath(new URL(`../models/weights/${model}`, import.meta.url));

await serveStudio(async () => {
  const image = await openPainter({ folder: weights("paint"), threads: 1 });
  const text = await openCopywriter({ folder: weights("copy") });
  return (brief, signal) => makeCreative(brief, { image, text }, signal);
});
