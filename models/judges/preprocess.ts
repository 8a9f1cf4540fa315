import { z } from "zod";
import type { Pixels } from "../../core/picture.ts";
import { type Filter, resample } from "./resample.ts";

const Side = z.int().min(1).max(2_048);
const Box = z.object({ height: Side, width: Side });
const Three = z.array(z.number()).length(3);

/** The parts of a `preprocessor_config.json` that image classifiers and CLIP have; a number alone is a square. */
const Preprocessor = z
  .object({
    do_resize: z.boolean().default(true),
    size: z.union([Side, Box, z.object({ shortest_edge: Side })]),
    resample: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
    do_center_crop: z.boolean().default(false),
    crop_size: z.union([Side, Box]).optional(),
    do_rescale: z.boolean().default(true),
    rescale_factor: z
      .number()
      .positive()
      .default(1 / 255),
    do_normalize: z.boolean().default(true),
    image_mean: Three.default([0.5, 0.5, 0.5]),
    image_std: Three.refine((std) => std.every((value) => value > 0), "must be greater than 0").default([
      0.5, 0.5, 0.5,
    ]),
  })
  .refine(({ do_center_crop, crop_size }) => !do_center_crop || crop_size !== undefined, "crops to no size");
export type Preprocessor = z.infer<typeof Preprocessor>;

/** Pixels as a network takes them: planes of red, green and blue. */
export type Planes = { readonly data: Float32Array; readonly widthPx: number; readonly heightPx: number };

/** @throws an Error that says what of it cannot be followed */
export function parsePreprocessor(bytes: Uint8Array | undefined): Preprocessor {
  if (!bytes) throw new Error("preprocessor_config.json is missing; its papers do not list it");
  const parsed = Preprocessor.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`preprocessor_config.json cannot be followed: ${issue?.path.join(".")} ${issue?.message}`);
}

/** Brings a picture to the size, crop and range that a network was trained with, in the order in which Python's classes do. */
export function preprocess(picture: Pixels, how: Preprocessor): Planes {
  const sized = how.do_resize ? resized(picture, how) : picture;
  const cut = how.do_center_crop && how.crop_size !== undefined ? cropped(sized, boxOf(how.crop_size)) : sized;
  return normalised(cut, how);
}

function resized(picture: Pixels, { size, resample: filter }: Preprocessor): Pixels {
  const { widthPx, heightPx } = sizeFor(picture, size);
  return resample(picture, widthPx, heightPx, filter as Filter);
}

/** The longer side is rounded down, as in Python. */
function sizeFor({ widthPx, heightPx }: Pixels, size: Preprocessor["size"]): { widthPx: number; heightPx: number } {
  if (typeof size === "number" || "width" in size) return boxOf(size);
  const edge = size.shortest_edge;
  return widthPx <= heightPx
    ? { widthPx: edge, heightPx: Math.trunc((edge * heightPx) / widthPx) }
    : { widthPx: Math.trunc((edge * widthPx) / heightPx), heightPx: edge };
}

const boxOf = (size: number | z.infer<typeof Box>): { widthPx: number; heightPx: number } =>
  typeof size === "number" ? { widthPx: size, heightPx: size } : { widthPx: size.width, heightPx: size.height };

/** The middle; what lies outside is black. */
function cropped({ data, widthPx, heightPx }: Pixels, box: { widthPx: number; heightPx: number }): Pixels {
  const left = Math.floor((widthPx - box.widthPx) / 2);
  const top = Math.floor((heightPx - box.heightPx) / 2);
  const result = new Uint8Array(box.widthPx * box.heightPx * 3);
  for (let y = Math.max(0, -top); y < Math.min(box.heightPx, heightPx - top); y++) {
    const from = Math.max(0, -left);
    const end = Math.min(box.widthPx, widthPx - left);
    const row = ((y + top) * widthPx + left) * 3;
    result.set(data.subarray(row + from * 3, row + end * 3), (y * box.widthPx + from) * 3);
  }
  return { data: result, ...box };
}

function normalised({ data, widthPx, heightPx }: Pixels, how: Preprocessor): Planes {
  const scale = how.do_rescale ? how.rescale_factor : 1;
  const pixels = widthPx * heightPx;
  const planes = new Float32Array(pixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    const mean = how.do_normalize ? (how.image_mean[channel] as number) : 0;
    const std = how.do_normalize ? (how.image_std[channel] as number) : 1;
    for (let i = 0; i < pixels; i++)
      planes[channel * pixels + i] = ((data[i * 3 + channel] as number) * scale - mean) / std;
  }
  return { data: planes, widthPx, heightPx };
}
