import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { openDiskBlobs } from "../adapters/blobs-disk.ts";
import { dailyLedger } from "../adapters/openai/ledger.ts";
import { serveStudio } from "../adapters/studio-child.ts";
import { openTextEndpoint } from "../adapters/text-openai.ts";
import type { TextModel } from "../core/ports.ts";
import { type Host, openHost } from "../models/host/host.ts";
import { limitsOf } from "../models/judges/papers.ts";
import { readManifest } from "../models/papers.ts";
import type { Judging } from "../pipeline/judge.ts";
import { openSealer, type Sealer } from "../pipeline/proof/sealer.ts";
import { restyled } from "../pipeline/restyle.ts";
import { makeCreative } from "../pipeline/run.ts";
import { readStudioSettings, type StudioSettings } from "./studio-settings.ts";

/** A child process of the worker: makes one creative at a time, with each network in a process below it. */
sharp.concurrency(1);
sharp.cache(false);

const log = (line: string) => console.error(`studio ${process.pid}: ${line}`);

await serveStudio(async () => {
  const settings = readStudioSettings(process.env);
  const sealer = await signer(settings);
  const host = openHost({ ...settings, log });
  const painter = await host.image(settings.image);
  // A model that cannot be loaded stops the start, with its name.
  await host.start(settings.image);
  const image = settings.stylist ? restyled(painter, await host.picture(settings.stylist)) : painter;
  const text = await writer(settings, host);
  const judges = await judging(settings, host);
  const tools = {
    image,
    text,
    sealer,
    assets: reader(settings),
    ...(settings.cutter ? { cutter: await host.picture(settings.cutter) } : {}),
    ...(judges.length > 0 ? { judges } : {}),
  };
  return (brief, signal, tries) => makeCreative(brief, tools, signal, tries);
});

async function writer({ text }: StudioSettings, host: Host): Promise<TextModel> {
  if ("ledger" in text) {
    const { ledger, dailyTokens, ...endpoint } = text;
    return openTextEndpoint(endpoint, { maxTokens: dailyTokens }, dailyLedger(ledger, Date.now));
  }
  const model = await host.text(text.model);
  await host.start(text.model);
  return model;
}

/** The pictures that briefs name: they were there when the title came to name them. */
function reader({ blobs }: StudioSettings): (blob: string) => Promise<Uint8Array> {
  const store = openDiskBlobs({ folder: blobs });
  return async (blob) => {
    const bytes = await store.get(blob);
    if (!bytes) throw new Error(`the picture ${blob} is no longer in the blob store`);
    return bytes;
  };
}

async function signer({ signing }: StudioSettings): Promise<Sealer> {
  const [key, chain] = await Promise.all([readFile(signing.key, "utf8"), readFile(signing.certificates, "utf8")]);
  return openSealer({ key, chain });
}

/** Loaded when the first picture is there to be judged. One that does not hold is told and left out: it was brought to help. */
async function judging({ judges, models }: StudioSettings, host: Host): Promise<readonly Judging[]> {
  const found: Judging[] = [];
  for (const { id, folder } of models.filter((model) => judges.includes(model.id))) {
    try {
      found.push({ judge: await host.judge(id), limits: limitsOf(await readManifest(folder)) });
    } catch (error) {
      log((error as Error).message);
    }
  }
  return found;
}
