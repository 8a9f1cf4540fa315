import { sfntOf } from "./face.ts";
import { type Align, drawInk, type Ink, shrinkInk } from "./ink.ts";
import { lineMarkup } from "./markup.ts";
import { RIGHT_TO_LEFT_MARK, type Room, type Setting, sizeFor } from "./typeset.ts";

/**
 * Draws a setting as large as the room allows; the ink is measured, so nothing is ever cut or set outside it.
 *
 * @returns the ink and the size it was drawn at, in px an em
 */
export async function drawSetting(setting: Setting, room: Room, align: Align): Promise<{ ink: Ink; sizePx: number }> {
  const rightToLeft = setting.lines.some(({ runs }) => runs[0]?.text.startsWith(RIGHT_TO_LEFT_MARK));
  // Pango swaps left and right for right-to-left paragraphs; a title stands against its own edge of the frame.
  const side = rightToLeft && align !== "centre" ? (align === "left" ? "right" : "left") : align;
  let sizePx = sizeFor(setting, room);
  let ink = await drawAt(setting, sizePx, side);
  for (let attempt = 0; attempt < 3; attempt++) {
    // Capitals decide the size: a title may be drawn larger only while they stay under their limit.
    const fit = Math.min(
      room.widthPx / ink.widthPx,
      room.heightPx / ink.heightPx,
      room.maxCapPx / (setting.capHeight * sizePx),
    );
    if (fit >= 1 && fit < 1.06) return { ink, sizePx };
    sizePx *= fit * 0.985;
    ink = await drawAt(setting, sizePx, side);
  }
  const fit = Math.min(room.widthPx / ink.widthPx, room.heightPx / ink.heightPx);
  return fit >= 1 ? { ink, sizePx } : { ink: await shrinkInk(ink, fit), sizePx: sizePx * fit };
}

function drawAt({ lines, language }: Setting, sizePx: number, align: Align): Promise<Ink> {
  const markup = lines
    .map(({ runs, share, tracking, pitch }) => {
      const face = runs[0]?.face;
      const natural = face ? sfntOf(face).ascent + sfntOf(face).descent : 1;
      return lineMarkup(runs, sizePx * share, sizePx * share * tracking, pitch / natural, language);
    })
    .join("\n");
  const faces = new Set(lines.flatMap(({ runs }) => runs.map(({ face }) => face)));
  return drawInk(markup, [...faces], align);
}
