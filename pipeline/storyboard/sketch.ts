import { cssOf, type Rgb } from "./colour.ts";

export type Point = readonly [x: number, y: number];
export type Stop = readonly [offset: number, colour: Rgb, opacity?: number];
/** A flat colour, or the reference of a gradient made by the same sketch. */
export type Paint = Rgb | string;
export type Look = { opacity?: number; transform?: string; blur?: number };
export type Pen = Look & { width: number; dash?: string };

const short = (value: number) => String(Math.round(value * 10) / 10);

/** Collects an SVG drawing. Coordinates are design units: the frame's short side is 540 of them. */
export class Sketch {
  readonly width: number;
  readonly height: number;
  #definitions: string[] = [];
  #shapes: string[] = [];
  #blurs = new Set<number>();
  #areas = new Map<string, number>();
  /** How much of a gradient is one flat colour. */
  #shares = new Map<string, readonly (readonly [colour: string, share: number])[]>();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  /** A linear gradient over the painted shape's box; `from` and `to` are fractions of it. */
  linear(stops: readonly Stop[], from: Point = [0, 0], to: Point = [0, 1]): string {
    const place = `x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"`;
    return this.#gradient("linearGradient", place, stops);
  }

  /** A radial gradient over the painted shape's box; `at` is its bright centre as fractions of it. */
  radial(stops: readonly Stop[], at: Point = [0.5, 0.5]): string {
    return this.#gradient("radialGradient", `fx="${at[0]}" fy="${at[1]}"`, stops);
  }

  path(d: string, paint: Paint, look: Look = {}): void {
    this.#shapes.push(`<path d="${d}" fill="${fill(paint)}"${this.#attributes(look)}/>`);
  }

  polygon(points: readonly Point[], paint: Paint, look: Look = {}): void {
    this.path(`${outline(points)}Z`, paint, look);
    let doubled = 0;
    points.forEach(([x, y], index) => {
      const [nextX, nextY] = points[(index + 1) % points.length] as Point;
      doubled += x * nextY - nextX * y;
    });
    this.#count(paint, look, Math.abs(doubled) / 2);
  }

  rect(x: number, y: number, width: number, height: number, paint: Paint, look: Look & { round?: number } = {}): void {
    const round = look.round === undefined ? "" : ` rx="${short(look.round)}"`;
    const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#count(paint, look, Math.max(0, width) * Math.max(0, height));
    this.#shapes.push(`<rect ${box}${round} fill="${fill(paint)}"${this.#attributes(look)}/>`);
  }

  /** Paints over the whole frame. */
  cover(paint: Paint, look: Look = {}): void {
    this.rect(0, 0, this.width, this.height, paint, look);
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, paint: Paint, look: Look = {}): void {
    const box = `cx="${short(x)}" cy="${short(y)}" rx="${short(radiusX)}" ry="${short(radiusY)}"`;
    this.#count(paint, look, Math.PI * radiusX * radiusY);
    this.#shapes.push(`<ellipse ${box} fill="${fill(paint)}"${this.#attributes(look)}/>`);
  }

  circle(x: number, y: number, radius: number, paint: Paint, look: Look = {}): void {
    this.ellipse(x, y, radius, radius, paint, look);
  }

  ring(x: number, y: number, radius: number, paint: Paint, pen: Pen): void {
    this.#shapes.push(
      `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" ${this.#stroke(paint, pen)}${this.#attributes(pen, "stroke-opacity")}/>`,
    );
  }

  /** A stroked path, given as points or as path data. */
  line(way: readonly Point[] | string, paint: Paint, pen: Pen): void {
    const d = typeof way === "string" ? way : outline(way);
    this.#shapes.push(`<path d="${d}" ${this.#stroke(paint, pen)}${this.#attributes(pen, "stroke-opacity")}/>`);
  }

  /** Light that falls off softly from a point. */
  glow(x: number, y: number, radiusX: number, colour: Rgb, opacity: number, radiusY = radiusX): void {
    const paint = this.radial([
      [0, colour, opacity],
      [0.25, colour, opacity * 0.58],
      [0.55, colour, opacity * 0.2],
      [1, colour, 0],
    ]);
    this.ellipse(x, y, radiusX, radiusY, paint);
  }

  /** Draws inside a transformed group. */
  group(transform: string, draw: () => void, look: Omit<Look, "transform"> = {}): void {
    this.#shapes.push(`<g transform="${transform}"${this.#attributes(look, "opacity")}>`);
    draw();
    this.#shapes.push("</g>");
  }

  /** Marks what is drawn as a part of the picture, so that it can be told from the rest: a group of that class. */
  part(name: string, draw: () => void): void {
    const before = this.#shapes.length;
    draw();
    if (this.#shapes.length === before) return;
    this.#shapes.splice(before, 0, `<g class="${name}">`);
    this.#shapes.push("</g>");
  }

  /** Square units of polygons, rectangles and ellipses that are filled with exactly this colour, hidden ones included. */
  areaOf(colour: Rgb): number {
    return this.#areas.get(cssOf(colour)) ?? 0;
  }

  #count(paint: Paint, look: Look, area: number): void {
    if ((look.opacity ?? 1) < 0.9) return;
    const shares = typeof paint === "string" ? (this.#shares.get(paint) ?? []) : ([[cssOf(paint), 1]] as const);
    const most = this.width * this.height * 0.1;
    for (const [name, share] of shares)
      this.#areas.set(name, (this.#areas.get(name) ?? 0) + Math.min(area * share, most));
  }

  svg(widthPx: number, heightPx: number): string {
    const blurs = [...this.#blurs].map(
      (deviation) =>
        `<filter id="blur${deviation}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${deviation}"/></filter>`,
    );
    const frame = `viewBox="0 0 ${short(this.width)} ${short(this.height)}" preserveAspectRatio="none"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" ${frame}><defs>${this.#definitions.join("")}${blurs.join("")}</defs>${this.#shapes.join("")}</svg>`;
  }

  #gradient(tag: string, place: string, stops: readonly Stop[]): string {
    const id = `g${this.#definitions.length}`;
    const list = stops.map(
      ([offset, colour, opacity = 1]) =>
        `<stop offset="${offset.toFixed(3)}" stop-color="${cssOf(colour)}" stop-opacity="${opacity.toFixed(3)}"/>`,
    );
    this.#definitions.push(`<${tag} id="${id}" ${place}>${list.join("")}</${tag}>`);
    const flat = stops.flatMap(([offset, colour, opacity = 1], index): (readonly [string, number])[] => {
      const next = stops[index + 1];
      if (opacity < 0.9 || next === undefined || next[1] !== colour || (next[2] ?? 1) < 0.9) return [];
      return [[cssOf(colour), next[0] - offset]];
    });
    if (flat.length > 0) this.#shares.set(`url(#${id})`, flat);
    return `url(#${id})`;
  }

  #stroke(paint: Paint, pen: Pen): string {
    const dash = pen.dash === undefined ? "" : ` stroke-dasharray="${pen.dash}"`;
    return `fill="none" stroke="${fill(paint)}" stroke-width="${pen.width.toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"${dash}`;
  }

  /** `fill-opacity` blends as it draws; plain `opacity` makes librsvg draw every shape on a layer of its own first. */
  #attributes(look: Look, opacity = "fill-opacity"): string {
    let text = "";
    if (look.opacity !== undefined) text += ` ${opacity}="${look.opacity.toFixed(3)}"`;
    if (look.transform !== undefined) text += ` transform="${look.transform}"`;
    if (look.blur !== undefined) {
      this.#blurs.add(look.blur);
      text += ` filter="url(#blur${look.blur})"`;
    }
    return text;
  }
}

/** Path data through the points, left open. */
export function outline(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join("L")}`;
}

function fill(paint: Paint): string {
  return typeof paint === "string" ? paint : cssOf(paint);
}
