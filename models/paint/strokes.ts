import type { Random } from "../../core/random.ts";
import type { Field } from "./field.ts";
import type { Texture } from "./texture.ts";

/** One pull of the brush. Places and sizes are in picture pixels. */
export type Stroke = {
  /** x0, y0, x1, y1, ... at least two points. */
  readonly points: readonly number[];
  readonly radius: number;
  /** How much the loaded colour differs from the picture's, -1..1. */
  readonly tint: number;
  /** Where the hairs of this pull lie in the bristle texture. */
  readonly hair: number;
};

export type BrushLayer = {
  /** Half the brush's width, in pixels. */
  readonly radius: number;
  /** Distance between strokes, in radii. */
  readonly spacing: number;
  /** Steps of 0.9 radius in each direction. */
  readonly steps: number;
  /** Share of strokes kept where the picture is flat; all are kept where it is busy. */
  readonly flatShare: number;
};

/** A stroke ends where the picture's colour has moved this far (of 441) from where it began. */
const COLOUR_STEP = 46;

/**
 * Curved strokes along the field, after Hertzmann, "Painterly rendering with curved brush strokes of multiple sizes"
 * (SIGGRAPH 1998), but walked both ways from a jittered grid, so that the plan depends on the picture's edges only.
 *
 * @returns strokes in the order in which they are laid
 */
export function planStrokes(field: Field, layer: BrushLayer, random: Random): Stroke[] {
  const strokes: Stroke[] = [];
  const grid = (layer.radius * layer.spacing) / 4;
  for (let top = 0; top < field.height; top += grid) {
    for (let left = 0; left < field.width; left += grid) {
      const x = Math.min(field.width - 1, left + random() * grid);
      const y = Math.min(field.height - 1, top + random() * grid);
      const keep = random();
      const tint = random() * 2 - 1;
      const hair = Math.floor(random() * 65536);
      const index = Math.floor(y) * field.width + Math.floor(x);
      if (keep > layer.flatShare + (field.detail[index] as number)) continue;
      strokes.push({ points: walk(field, layer, x, y, index), radius: layer.radius, tint, hair });
    }
  }
  for (let index = strokes.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [strokes[index], strokes[other]] = [strokes[other] as Stroke, strokes[index] as Stroke];
  }
  return strokes;
}

function walk(field: Field, layer: BrushLayer, startX: number, startY: number, start: number): number[] {
  const step = (layer.radius * 0.9) / 4;
  const { width, height, alongX, alongY, planes } = field;
  const reach = (direction: number): number[] => {
    const points: number[] = [];
    let x = startX;
    let y = startY;
    let headingX = (alongX[start] as number) * direction;
    let headingY = (alongY[start] as number) * direction;
    for (let count = 0; count < layer.steps; count++) {
      const index = Math.floor(y) * width + Math.floor(x);
      let towardsX = alongX[index] as number;
      let towardsY = alongY[index] as number;
      if (towardsX * headingX + towardsY * headingY < 0) {
        towardsX = -towardsX;
        towardsY = -towardsY;
      }
      headingX = headingX * 0.35 + towardsX * 0.65;
      headingY = headingY * 0.35 + towardsY * 0.65;
      const length = Math.sqrt(headingX * headingX + headingY * headingY) || 1;
      headingX /= length;
      headingY /= length;
      x += headingX * step;
      y += headingY * step;
      if (x < 0 || y < 0 || x >= width || y >= height) break;
      const here = Math.floor(y) * width + Math.floor(x);
      let distance = 0;
      for (const plane of planes) distance += ((plane[here] as number) - (plane[start] as number)) ** 2;
      if (distance > COLOUR_STEP * COLOUR_STEP) break;
      points.push(x * 4, y * 4);
    }
    return points;
  };
  const back = reach(-1);
  const points: number[] = [];
  for (let index = back.length - 2; index >= 0; index -= 2)
    points.push(back[index] as number, back[index + 1] as number);
  points.push(startX * 4, startY * 4, ...reach(1));
  if (points.length < 4)
    points.push(
      startX * 4 + (alongX[start] as number) * layer.radius,
      startY * 4 + (alongY[start] as number) * layer.radius,
    );
  return points;
}

/**
 * Visits every pixel that a stroke touches, once.
 *
 * @param scale canvas pixels per picture pixel
 * @param touched one number a pixel, to remember the last stroke; `id` must be new for each stroke
 * @param visit called with the pixel's index, the paint's cover 0..1 and the bristles' height about -1..1
 */
export function sweep(
  stroke: Stroke,
  scale: number,
  width: number,
  height: number,
  bristles: Texture,
  touched: Int32Array,
  id: number,
  visit: (pixel: number, cover: number, height: number) => void,
): void {
  const { points, hair } = stroke;
  const radius = Math.max(1, stroke.radius * scale);
  const mask = bristles.size - 1;
  const hairOffset = hair & mask;
  const hairRow = hair >> 8;
  const hairsAcross = Math.min(14, stroke.radius * 1.1 + 2);
  let total = 0;
  for (let index = 2; index < points.length; index += 2) total += span(points, index) * scale;
  let arc = 0;
  for (let index = 2; index < points.length; index += 2) {
    const fromX = (points[index - 2] as number) * scale;
    const fromY = (points[index - 1] as number) * scale;
    const toX = (points[index] as number) * scale;
    const toY = (points[index + 1] as number) * scale;
    const length = Math.sqrt((toX - fromX) ** 2 + (toY - fromY) ** 2) || 1;
    const unitX = (toX - fromX) / length;
    const unitY = (toY - fromY) / length;
    const first = index === 2;
    const last = index === points.length - 2;
    const left = Math.max(0, Math.floor(Math.min(fromX, toX) - radius));
    const right = Math.min(width - 1, Math.ceil(Math.max(fromX, toX) + radius));
    const top = Math.max(0, Math.floor(Math.min(fromY, toY) - radius));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(fromY, toY) + radius));
    for (let y = top; y <= bottom; y++) {
      const offsetY = y + 0.5 - fromY;
      let start = left;
      let end = right;
      // Only the part of the row inside the brush's two long edges: half of a slanting stroke's box is empty.
      if (unitY > 0.05 || unitY < -0.05) {
        const one = fromX + (offsetY * unitX - radius) / unitY;
        const two = fromX + (offsetY * unitX + radius) / unitY;
        start = Math.max(left, Math.floor(Math.min(one, two)) - 1);
        end = Math.min(right, Math.ceil(Math.max(one, two)));
      }
      for (let x = start; x <= end; x++) {
        const pixel = y * width + x;
        if (touched[pixel] === id) continue;
        const offsetX = x + 0.5 - fromX;
        const across = (offsetY * unitX - offsetX * unitY) / radius;
        if (across > 1 || across < -1) continue;
        const along = offsetX * unitX + offsetY * unitY;
        let over = 0;
        if (along < 0) {
          if (!first && along < -radius * 0.5) continue;
          if (first) over = -along / radius;
        } else if (along > length) {
          if (!last) continue;
          over = (along - length) / radius;
        }
        const far = over === 0 ? Math.abs(across) : Math.sqrt(across * across + over * over);
        if (far > 1) continue;
        touched[pixel] = id;
        const place = hairOffset + across * hairsAcross;
        const low = Math.floor(place);
        const row = ((hairRow + Math.floor((arc + along) / (scale * 16))) & mask) * bristles.size;
        const one = bristles.values[row + (low & mask)] as number;
        const two = bristles.values[row + ((low + 1) & mask)] as number;
        const bristle = one + (two - one) * (place - low);
        const spent = (arc + along) / (total + 0.01);
        let cover = Math.min(1, (1 - far) * radius * 0.9);
        cover *= Math.min(
          1,
          Math.max(0, 1.3 + bristle * 0.4 - Math.max(0, far - 0.55) * 1.9 - Math.max(0, spent - 0.6) * 1.3),
        );
        if (cover > 0.01) visit(pixel, cover, bristle);
      }
    }
    arc += length;
  }
}

function span(points: readonly number[], index: number): number {
  const x = (points[index] as number) - (points[index - 2] as number);
  const y = (points[index + 1] as number) - (points[index - 1] as number);
  return Math.sqrt(x * x + y * y);
}
