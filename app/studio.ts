import sharp from "sharp";
import { serveStudio } from "../adapters/studio-child.ts";
import { openHost } from "../models/host/host.ts";
import { makeCreative } from "../pipeline/run.ts";
import { readStudioSettings } from "./studio-settings.ts";

/** A child process of the worker: makes one creative at a time, with each network in a process below it. */
sharp.concurrency(1);
sharp.cache(false);

await serveStudio(async () => {
  const settings = readStudioSettings(process.env);
  const host = openHost({ ...settings, log: (line) => console.error(`studio ${process.pid}: ${line}`) });
  const image = await host.image(settings.image);
  const text = await host.text(settings.text);
  // A model that cannot be loaded stops the start, with its name. Where both do not fit at once they take turns.
  for (const id of [settings.image, settings.text]) await host.start(id);
  return (brief, signal) => makeCreative(brief, { image, text }, signal);
});
