import { type Align, drawInk, type Ink, shrinkInk } from "./ink.ts";
import { lineMarkup } from "./markup.ts";
import { type Line, type Room, type Setting, sizeFor } from "./typeset.ts";

/**
 * Draws a setting as large as the room allows; the ink is measured, so nothing is ever cut or set outside it.
 *
 * @returns the ink and the size it was drawn at, in px an em
 */
export async function drawSetting(setting: Setting, room: Room, align: Align): Promise<{ ink: Ink; sizePx: number }> {
  let sizePx = sizeFor(setting, room);
  let ink = await drawAt(setting, sizePx, align);
  for (let attempt = 0; attempt < 3; attempt++) {
    // Capitals decide the size: a title may be drawn larger only while they stay under their limit.
    const fit = Math.min(
      room.widthPx / ink.widthPx,
      room.heightPx / ink.heightPx,
      room.maxCapPx / (setting.capHeight * sizePx),
    );
    if (fit >= 1 && fit < 1.06) return { ink, sizePx };
    sizePx *= fit * 0.985;
    ink = await drawAt(setting, sizePx, align);
  }
  const fit = Math.min(room.widthPx / ink.widthPx, room.heightPx / ink.heightPx);
  return fit >= 1 ? { ink, sizePx } : { ink: await shrinkInk(ink, fit), sizePx: sizePx * fit };
}

type Drawn = { readonly ink: Ink; readonly line: Line; readonly emPx: number };

async function drawAt(setting: Setting, sizePx: number, align: Align): Promise<Ink> {
  const drawn: Drawn[] = [];
  for (const line of setting.lines) drawn.push(await drawLine(line, sizePx * line.share, setting.language));
  const broadest = Math.max(...drawn.map(({ ink }) => ink.widthPx));
  for (const [i, { ink, line, emPx }] of drawn.entries()) {
    // What was to be as broad as the block is, to the pixel: kerning is not in the estimate.
    const share = broadest / ink.widthPx;
    if (line.full && share > 1.003) drawn[i] = await drawLine(line, emPx * share, setting.language);
  }
  return composed(drawn, setting, sizePx, align);
}

async function drawLine(line: Line, emPx: number, language: string): Promise<Drawn> {
  const { runs, tracking, wordSpace } = line;
  const spacing = { trackingPx: emPx * tracking, wordPx: emPx * wordSpace, lineHeight: 1 };
  const faces = new Set(runs.map(({ face }) => face));
  return { ink: await drawInk(lineMarkup(runs, emPx, spacing, language), [...faces]), line, emPx };
}

/** Lines over each other, on their baselines or a gap apart, cut to their ink. */
function composed(drawn: readonly Drawn[], { stacked }: Setting, sizePx: number, align: Align): Ink {
  const widthPx = Math.max(...drawn.map(({ ink }) => ink.widthPx));
  let y = 0;
  const tops = drawn.map(({ ink, line, emPx }) => {
    const above = line.top * emPx;
    y += line.drop * sizePx;
    const top = stacked === "ink" ? y : y - above;
    if (stacked === "ink") y += ink.heightPx;
    return Math.round(top);
  });
  const first = Math.min(...tops);
  const heightPx = Math.max(...drawn.map(({ ink }, i) => (tops[i] ?? 0) + ink.heightPx)) - first;
  const data = new Uint8Array(widthPx * heightPx);
  for (const [i, { ink }] of drawn.entries()) {
    const free = widthPx - ink.widthPx;
    const left = align === "left" ? 0 : align === "right" ? free : Math.round(free / 2);
    for (let row = 0; row < ink.heightPx; row++) {
      const to = ((tops[i] ?? 0) - first + row) * widthPx + left;
      for (let column = 0; column < ink.widthPx; column++) {
        const share = ink.data[row * ink.widthPx + column] ?? 0;
        if (share > (data[to + column] ?? 0)) data[to + column] = share;
      }
    }
  }
  return { data, widthPx, heightPx };
}
