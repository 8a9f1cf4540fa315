import type { Pixels } from "../../core/picture.ts";
import { resize } from "../picture/resize.ts";
import { toBytes } from "../picture/values.ts";
import type { Planes } from "./vae.ts";
import type { Size } from "./working-size.ts";

/** A picture resized, as planes in 0..1. */
export function toPlanes(picture: Pixels, { widthPx, heightPx }: Size): Planes {
  const values = resize({ ...picture, data: Float32Array.from(picture.data) }, widthPx, heightPx).data;
  const plane = widthPx * heightPx;
  const data = new Float32Array(3 * plane);
  for (let at = 0; at < values.length; at++) data[(at % 3) * plane + Math.floor(at / 3)] = (values[at] as number) / 255;
  return { data, widthPx, heightPx };
}

/** Planes as a picture of the wanted size. */
export function toPixels(planes: Planes, { widthPx, heightPx }: Size): Pixels {
  const plane = planes.widthPx * planes.heightPx;
  const data = new Float32Array(3 * plane);
  for (let at = 0; at < data.length; at++)
    data[at] = (planes.data[(at % 3) * plane + Math.floor(at / 3)] as number) * 255;
  return { data: toBytes(resize({ ...planes, data }, widthPx, heightPx)), widthPx, heightPx };
}
