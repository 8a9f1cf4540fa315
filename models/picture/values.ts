import { Tensor } from "onnxruntime-node";
import type { Pixels } from "../../core/picture.ts";
import type { PicturePapers } from "./papers.ts";

/** Types that a picture may have in a network. */
export const PIXEL_TYPES = ["float32", "float16", "uint8"] as const;
export type PixelType = (typeof PIXEL_TYPES)[number];

/** Interleaved values in 0..255, not rounded: `data.length === widthPx * heightPx * channels`. */
export type Values = { readonly data: Float32Array; readonly widthPx: number; readonly heightPx: number };

/** The picture as the network wants it, batch of one. */
export function toTensor(picture: Pixels, papers: PicturePapers["input"], type: PixelType): Tensor {
  const { widthPx: width, heightPx: height, data } = picture;
  const size = width * height;
  const values = arrayOf(type, size * 3);
  const [step, plane] = papers.layout === "NCHW" ? [1, size] : [3, 1];
  for (let channel = 0; channel < 3; channel++) {
    const from = papers.channels === "RGB" ? channel : 2 - channel;
    const table = tableOf(papers, channel, type);
    for (let pixel = 0; pixel < size; pixel++) {
      values[pixel * step + channel * plane] = table[data[pixel * 3 + from] as number] as number;
    }
  }
  const dims = papers.layout === "NCHW" ? [1, 3, height, width] : [1, height, width, 3];
  // The runtime's types know half floats as their bits only.
  return new Tensor(type, values instanceof Float16Array ? new Uint16Array(values.buffer) : values, dims);
}

function arrayOf(type: PixelType, length: number): Float32Array | Float16Array | Uint8Array {
  if (type === "float32") return new Float32Array(length);
  return type === "float16" ? new Float16Array(length) : new Uint8Array(length);
}

/** The network's value for each of the 256 values of a byte. */
function tableOf({ range, mean, std }: PicturePapers["input"], channel: number, type: PixelType): readonly number[] {
  const [low, high] = range;
  return Array.from({ length: 256 }, (_, byte) => {
    const value = (low + (byte / 255) * (high - low) - (mean[channel] as number)) / (std[channel] as number);
    return type === "uint8" ? Math.min(255, Math.max(0, Math.round(value))) : value;
  });
}

/** The network's answer as values in 0..255: 3 channels in RGB order, or 1 of alpha. Clamped to the range of its papers. */
export function fromTensor(answer: Tensor, papers: PicturePapers["output"], size: readonly [number, number]): Values {
  const [widthPx, heightPx] = size;
  const channels = papers.channels === "alpha" ? 1 : 3;
  const data = new Float32Array(widthPx * heightPx * channels);
  const values = numbersOf(answer);
  const [step, plane] = papers.layout === "NCHW" ? [1, widthPx * heightPx] : [channels, 1];
  const [low, high] = papers.range;
  const factor = 255 / (high - low);
  for (let channel = 0; channel < channels; channel++) {
    const from = papers.channels === "BGR" ? 2 - channel : channel;
    for (let pixel = 0; pixel < widthPx * heightPx; pixel++) {
      const value = ((values[pixel * step + from * plane] as number) - low) * factor;
      data[pixel * channels + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
  return { data, widthPx, heightPx };
}

function numbersOf({ data }: Tensor): ArrayLike<number> {
  if (data instanceof Uint16Array) return new Float16Array(data.buffer, data.byteOffset, data.length);
  return data as ArrayLike<number>;
}

/** The dimensions that an answer of this width and height must have. */
export function shapeOf(papers: PicturePapers["output"], [width, height]: readonly [number, number]): number[] {
  const channels = papers.channels === "alpha" ? 1 : 3;
  return papers.layout === "NCHW" ? [1, channels, height, width] : [1, height, width, channels];
}

export function toBytes({ data }: Values): Uint8Array {
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) bytes[i] = (data[i] as number) + 0.5;
  return bytes;
}
