import type { Grey } from "./binarise.ts";

type Component = { left: number; top: number; right: number; bottom: number; readonly pixels: number[] };

// In shares of the letters' usual height: smaller is a speck, not a stop.
const SPECK = 0.06;
// Two pieces stand in one line when they share this much of the lower one's height.
const IN_LINE = 0.5;
// A row that is lower than this share of the line beside it, as near and has as little ink, is its accents and dots.
const ACCENTS = 0.36;
const ACCENT_INK = 0.09;
// A sign this far from a line's letters, in shares of their height, is something of the picture.
const SIGN_AWAY = 0.6;

/** Black pieces, touching corners joined. */
function componentsOf({ data, widthPx, heightPx }: Grey): Component[] {
  const seen = new Uint8Array(data.length);
  const found: Component[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || (data[start] ?? 255) >= 128) continue;
    seen[start] = 1;
    const pixels = [start];
    const one: Component = { left: widthPx, top: heightPx, right: 0, bottom: 0, pixels };
    for (let next = 0; next < pixels.length; next++) {
      const at = pixels[next] as number;
      const x = at % widthPx;
      const y = (at - x) / widthPx;
      one.left = Math.min(one.left, x);
      one.right = Math.max(one.right, x);
      one.top = Math.min(one.top, y);
      one.bottom = Math.max(one.bottom, y);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (x + dx < 0 || x + dx >= widthPx || y + dy < 0 || y + dy >= heightPx) continue;
          const neighbour = at + dy * widthPx + dx;
          if (seen[neighbour] || (data[neighbour] ?? 255) >= 128) continue;
          seen[neighbour] = 1;
          pixels.push(neighbour);
        }
      }
    }
    found.push(one);
  }
  return found;
}

const heightOf = ({ top, bottom }: { top: number; bottom: number }) => bottom - top + 1;

/** Cuts a page into its lines, each a page of its own from the top down, without specks and what crosses the rim. */
export function linesOf(page: Grey): Grey[] {
  const { widthPx, heightPx } = page;
  const inside = componentsOf(page).filter(
    ({ left, top, right, bottom }) => left > 0 && top > 0 && right < widthPx - 1 && bottom < heightPx - 1,
  );
  const heights = inside.flatMap((one) => Array<number>(Math.ceil(one.pixels.length / 40)).fill(heightOf(one)));
  const usual = heights.sort((one, other) => one - other)[Math.floor(heights.length / 2)] ?? 0;
  const kept = inside.filter((one) => Math.max(heightOf(one), one.right - one.left + 1) >= Math.max(3, SPECK * usual));
  const lines: Line[] = [];
  for (const part of kept.sort((one, other) => heightOf(other) - heightOf(one))) {
    const home = lines.find((line) => {
      const both = Math.min(line.bottom, part.bottom) - Math.max(line.top, part.top) + 1;
      return both >= IN_LINE * heightOf(part);
    });
    if (home) home.parts.push(part);
    else lines.push({ top: part.top, bottom: part.bottom, parts: [part] });
  }
  return withAccents(lines).map(({ parts }) => pageOf(page, parts));
}

type Line = { top: number; bottom: number; parts: Component[] };

/** Gives rows of accents and tails to the lines that they belong to; from the top down. */
function withAccents(lines: readonly Line[]): Line[] {
  const gap = (one: Line, other: Line) => Math.max(one.top - other.bottom, other.top - one.bottom);
  const inkOf = ({ parts }: Line) => parts.reduce((sum, { pixels }) => sum + pixels.length, 0);
  const homeOf = (line: Line) =>
    lines
      .filter((other) => heightOf(line) < ACCENTS * heightOf(other) && gap(line, other) < ACCENTS * heightOf(other))
      .filter((other) => inkOf(line) < ACCENT_INK * inkOf(other))
      .sort((one, other) => gap(line, one) - gap(line, other))[0];
  const homes = new Map(lines.map((line) => [line, homeOf(line)]));
  const whole = lines.filter((line) => !homes.get(line));
  for (const [line, home] of homes) if (home && whole.includes(home)) home.parts.push(...line.parts);
  return whole.map(nearLetters).sort((one, other) => one.top - other.top);
}

/** A line without the signs that stand far from its letters. */
function nearLetters(line: Line): Line {
  const height = heightOf(line);
  const letters = line.parts.filter((part) => heightOf(part) > 0.4 * height);
  const left = Math.min(...letters.map((part) => part.left)) - SIGN_AWAY * height;
  const right = Math.max(...letters.map((part) => part.right)) + SIGN_AWAY * height;
  return { ...line, parts: line.parts.filter((part) => part.left >= left && part.right <= right) };
}

function pageOf({ data, widthPx }: Grey, parts: readonly Component[]): Grey {
  const left = Math.min(...parts.map((part) => part.left)) - 2;
  const top = Math.min(...parts.map((part) => part.top)) - 2;
  const width = Math.max(...parts.map((part) => part.right)) + 3 - left;
  const height = Math.max(...parts.map((part) => part.bottom)) + 3 - top;
  const out = new Uint8Array(width * height).fill(255);
  for (const { pixels } of parts) {
    for (const at of pixels) {
      // The soft edge around each black pixel comes along.
      for (const near of [at, at - 1, at + 1, at - widthPx, at + widthPx]) {
        const x = (near % widthPx) - left;
        const y = Math.floor(near / widthPx) - top;
        if (x >= 0 && x < width && y >= 0 && y < height) out[y * width + x] = data[near] ?? 255;
      }
    }
  }
  return { data: out, widthPx: width, heightPx: height };
}
