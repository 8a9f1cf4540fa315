import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPapers } from "../papers.ts";
import { scratch, writeModel } from "../testing/folder.ts";
import { type Expected, expectedRuns, type Layout, startPicture, tinyFolder } from "./fixtures/folders.ts";
import { generate } from "./generate.ts";
import { type Networks, openNetworks } from "./networks.ts";
import { schedulerNamed } from "./schedulers/by-name.ts";

const runs = expectedRuns();
const never = new AbortController().signal;

let place: Awaited<ReturnType<typeof scratch>>;
const opened = new Map<string, Networks>();

async function networksOf(folder: Expected["folder"], layout: Layout): Promise<Networks> {
  const name = `${folder}-${layout}`;
  const known = opened.get(name);
  if (known) return known;
  const path = join(place.folder, name);
  await mkdir(path);
  await writeModel(path, tinyFolder(folder, layout), { kind: "diffusion" });
  const networks = await openNetworks(await readPapers(path), { threads: 1 });
  opened.set(name, networks);
  return networks;
}

beforeAll(async () => {
  place = await scratch();
});
afterAll(async () => {
  for (const networks of opened.values()) await networks.release();
  await place.remove();
});

/** @returns the largest difference of any pixel value, 0..1 */
async function differenceTo(run: Expected, layout: Layout, change: Readonly<Record<string, unknown>> = {}) {
  const networks = await networksOf(run.folder, layout);
  const [widthPx, heightPx] = run.size;
  const { strength } = run.call;
  let draw = 0;
  const picture = await generate(
    networks,
    {
      prompt: run.call.prompt,
      negativePrompt: run.call.negative_prompt,
      steps: run.call.num_inference_steps,
      guidance: run.call.guidance_scale,
      widthPx,
      heightPx,
      scheduler: schedulerNamed(run.scheduler, { ...run.config, ...change }),
      from: strength === undefined ? undefined : { picture: startPicture(run.size), strength },
      noise: () => Float32Array.from(run.noise[draw++] as number[], (value) => value / 100),
    },
    never,
  );
  expect(draw).toBe(run.noise.length);
  expect([picture.widthPx, picture.heightPx]).toEqual(run.size);
  const plane = widthPx * heightPx;
  let most = 0;
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const wanted = (run.pixels[pixel * 3 + channel] as number) / 5000;
      most = Math.max(most, Math.abs((picture.data[channel * plane + pixel] as number) - wanted));
    }
  }
  return most;
}

/** A layout with whole timesteps cannot say the fractions between training steps. */
const isWhole = (run: Expected): boolean => !run.name.endsWith("euler-linspace");

describe("pipelines paint what diffusers paints", () => {
  it.each(
    runs.flatMap((run) => {
      const layouts: Layout[] = run.folder === "lcm" ? ["float-scalar"] : ["float-scalar", "int64", "legacy"];
      return layouts
        .filter((layout) => layout !== "int64" || isWhole(run))
        .map((layout) => [run.name, layout, run] as const);
    }),
  )("%s, %s", async (_, layout, run) => {
    expect(await differenceTo(run, layout)).toBeLessThan(1e-3);
  });

  it.each([
    ["sd/euler-leading", { timestep_spacing: "trailing" }],
    ["sd/ddim", { steps_offset: 0 }],
    ["sd/dpm-karras", { use_karras_sigmas: false }],
    ["sd/v-zero-snr", { rescale_betas_zero_snr: false }],
    ["sdxl/image-dpm", { beta_start: 0.0009 }],
  ])("and a planted mistake in %s shows: %o", async (name, change) => {
    const run = runs.find((candidate) => candidate.name === name) as Expected;
    expect(await differenceTo(run, "float-scalar", change)).toBeGreaterThan(1e-3);
  });

  it("also through a UNet that keeps its tensors in a file apart", async () => {
    const run = runs.find(({ name }) => name === "sd/ddim") as Expected;
    expect(await differenceTo(run, "external")).toBeLessThan(1e-3);
  });

  it("also through a UNet of half floats, as near as these are", async () => {
    const run = runs.find(({ name }) => name === "sd/ddim") as Expected;
    expect(await differenceTo(run, "half")).toBeLessThan(0.02);
  });
});
