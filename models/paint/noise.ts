import type { Pixels } from "../../core/picture.ts";
import { randomFrom } from "../../core/random.ts";
import { type Field, fieldOf } from "./field.ts";
import { type BrushLayer, planStrokes, type Stroke, sweep } from "./strokes.ts";
import { makeTexture, sample, type Texture } from "./texture.ts";

/**
 * The seeded noise that the painter turns into brushwork, pigment and paper.
 * Oriented like brush strokes along the picture's edges: white noise would come out as plaster.
 */
export type PaintNoise = {
  /**
   * Five planes at half resolution, each about -1..1:
   * broad strokes' tint, broad relief, narrow strokes' tint, narrow relief, pigment clouds.
   */
  readonly half: Float32Array;
  /** One plane at full resolution, about -1..1: the paper's or canvas's grain. */
  readonly grain: Float32Array;
  /** The plan behind the stroke planes; training paints its targets with the same strokes. */
  readonly plan: {
    readonly field: Field;
    readonly broad: readonly Stroke[];
    readonly narrow: readonly Stroke[];
    readonly bristles: Texture;
  };
};

export const HALF_PLANES = 5;

const BRISTLES = makeTexture(41, 256, 128, 2, 0.6);
const CLOUDS = makeTexture(11, 512, 4, 7, 0.55);
const GRAIN = makeTexture(23, 512, 128, 3, 0.75);

/** Brush sizes at a short side of 540 pixels. */
const BROAD: BrushLayer = { radius: 14, spacing: 1.9, steps: 5, flatShare: 1 };
const NARROW: BrushLayer = { radius: 5, spacing: 2, steps: 5, flatShare: 0.4 };

/**
 * @param picture sides must be multiples of 8
 * @param seed whole number in 0..2^32-1; the same seed and picture give the same noise
 */
export function paintNoise(picture: Pixels, seed: number): PaintNoise {
  const { widthPx, heightPx } = picture;
  const random = randomFrom(seed);
  // Brushes grow with the picture, but stay within what the network has seen.
  const unitPx = Math.min(1.6, Math.max(0.6, Math.min(widthPx, heightPx) / 540));
  const offset = () => random() * 512;
  const field = fieldOf(picture, CLOUDS, offset(), offset(), unitPx);
  const sized = (layer: BrushLayer): BrushLayer => ({ ...layer, radius: layer.radius * unitPx });
  const broad = planStrokes(field, sized(BROAD), random);
  const narrow = planStrokes(field, sized(NARROW), random);

  const width = widthPx >> 1;
  const height = heightPx >> 1;
  const size = width * height;
  const half = new Float32Array(size * HALF_PLANES);
  lay(broad, half.subarray(0, size), half.subarray(size, 2 * size), width, height);
  lay(narrow, half.subarray(2 * size, 3 * size), half.subarray(3 * size, 4 * size), width, height);
  clouds(half.subarray(4 * size), width, height, offset(), offset(), unitPx);
  const grain = new Float32Array(widthPx * heightPx);
  const grainX = Math.floor(offset());
  const grainY = Math.floor(offset());
  for (let y = 0; y < heightPx; y++) {
    const row = ((y + grainY) & 511) * 512;
    for (let x = 0; x < widthPx; x++)
      grain[y * widthPx + x] = (GRAIN.values[row + ((x + grainX) & 511)] as number) * 0.4;
  }
  return { half, grain, plan: { field, broad, narrow, bristles: BRISTLES } };
}

function lay(
  strokes: readonly Stroke[],
  tint: Float32Array,
  relief: Float32Array,
  width: number,
  height: number,
): void {
  const touched = new Int32Array(width * height);
  strokes.forEach((stroke, index) => {
    sweep(stroke, 0.5, width, height, BRISTLES, touched, index + 1, (pixel, cover, bristle) => {
      tint[pixel] = (tint[pixel] as number) + (stroke.tint - (tint[pixel] as number)) * cover;
      relief[pixel] = (relief[pixel] as number) + (bristle * 0.4 - (relief[pixel] as number)) * cover;
    });
  });
}

function clouds(
  plane: Float32Array,
  width: number,
  height: number,
  fromX: number,
  fromY: number,
  unitPx: number,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      plane[y * width + x] = sample(CLOUDS, fromX + (x * 0.9) / unitPx, fromY + (y * 0.9) / unitPx) * 0.4;
  }
}
