import { z } from "zod";

/** The parts of a folder's configs that painting needs; what is absent has the value of the first models of its kind. */
export const ModelIndex = z.looseObject({
  _class_name: z.string(),
  force_zeros_for_empty_prompt: z.boolean().default(true),
});
export type ModelIndex = z.infer<typeof ModelIndex>;

export const UnetConfig = z.looseObject({
  in_channels: z.int().default(4),
  sample_size: z.union([z.int(), z.tuple([z.int(), z.int()])]).nullish(),
  down_block_types: z.array(z.string()).default(["", "", "", ""]),
  time_cond_proj_dim: z.int().nullish(),
});
export type UnetConfig = z.infer<typeof UnetConfig>;

export const VaeConfig = z.looseObject({
  latent_channels: z.int().default(4),
  block_out_channels: z.array(z.int()).min(1).default([128, 256, 512, 512]),
  scaling_factor: z.number().positive().optional(),
  latents_mean: z.array(z.number()).nullish(),
  latents_std: z.array(z.number()).nullish(),
  shift_factor: z.number().nullish(),
});
export type VaeConfig = z.infer<typeof VaeConfig> & { readonly scaling_factor: number };

/** The scale of the first models of each family, whose early exports came without a config. */
export const DEFAULT_SCALING = { sd: 0.18215, sdxl: 0.13025 } as const;

/** Pipelines that ask for more than a text and a picture. */
const OTHER = /Inpaint|Upscale|ControlNet|Pix2Pix|Depth|Adapter|Refiner|Latent(?!Consistency)|unCLIP|LDM3D|Gligen/i;

export type Family = { readonly xl: boolean; readonly consistency: boolean };

/** @throws an Error with the class name where it is no pipeline of the Stable Diffusion family */
export function familyOf({ _class_name: name }: ModelIndex): Family {
  const consistency = /LatentConsistency/.test(name);
  const known = consistency || /StableDiffusion(XL)?(Img2Img|ImageToImage)?Pipeline$/.test(name);
  if (!known || OTHER.test(name)) throw new Error(`model_index.json asks for ${name}, which is not known here`);
  return { xl: /XL/.test(name), consistency };
}
