/** What typesetting needs to know of a TrueType font; lengths are in ems. */
export type Sfnt = {
  /** Whether the font draws this code point itself, not as the box of a missing glyph. */
  covers(codePoint: number): boolean;
  /** How far the pen moves after this code point, before kerning and shaping; a missing one counts half an em. */
  advance(codePoint: number): number;
  /** How far its outline reaches above the baseline and below it; a missing one and a space reach nowhere. */
  extent(codePoint: number): { readonly top: number; readonly bottom: number };
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
};

/**
 * Reads a font's character map and metrics.
 *
 * @param bytes a TrueType or OpenType file (not a collection, not WOFF: Pango draws boxes for WOFF)
 * @throws RangeError when a table that every font must have is missing or cut short
 *
 * Source: the OpenType specification 1.9: `cmap` formats 4 and 12, `glyf`, `head`, `hhea`, `hmtx`, `loca`, `OS/2`.
 */
export function readSfnt(bytes: Uint8Array): Sfnt {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = tablesOf(view);
  const table = (tag: string) => {
    const offset = at.get(tag);
    if (offset === undefined) throw new RangeError(`the font has no ${tag} table`);
    return offset;
  };
  const unitsPerEm = view.getUint16(table("head") + 18);
  const hhea = table("hhea");
  const glyphOf = characterMap(view, table("cmap"));
  const wideCount = view.getUint16(hhea + 34);
  const hmtx = table("hmtx");
  const outlineAt = outlines(view, table("loca"), table("glyf"), view.getInt16(table("head") + 50) === 1);
  const os2 = table("OS/2");
  // Version 2 of OS/2 brought the cap height; seven tenths of an em is what most fonts have.
  const capHeight = view.getUint16(os2) >= 2 ? view.getInt16(os2 + 88) / unitsPerEm : 0;
  return {
    covers: (codePoint) => glyphOf(codePoint) !== 0,
    advance: (codePoint) => {
      const glyph = glyphOf(codePoint);
      return glyph === 0 ? 0.5 : view.getUint16(hmtx + 4 * Math.min(glyph, wideCount - 1)) / unitsPerEm;
    },
    extent: (codePoint) => {
      const glyph = glyphOf(codePoint);
      const at = glyph === 0 ? null : outlineAt(glyph);
      if (at === null) return { top: 0, bottom: 0 };
      // A glyph's header: the number of contours, then xMin, yMin, xMax, yMax.
      return { top: view.getInt16(at + 8) / unitsPerEm, bottom: -view.getInt16(at + 4) / unitsPerEm };
    },
    ascent: view.getInt16(hhea + 4) / unitsPerEm,
    descent: -view.getInt16(hhea + 6) / unitsPerEm,
    capHeight: capHeight > 0.3 ? capHeight : 0.7,
  };
}

function tablesOf(view: DataView): Map<string, number> {
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    tables.set(tag, view.getUint32(record + 8));
  }
  return tables;
}

/** Where each glyph's outline begins; `null` for one without, such as a space. */
function outlines(view: DataView, loca: number, glyf: number, long: boolean): (glyph: number) => number | null {
  const offset = (glyph: number) => (long ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph));
  return (glyph) => (offset(glyph) === offset(glyph + 1) ? null : glyf + offset(glyph));
}

/** @returns the glyph of a code point, 0 when the font has none */
function characterMap(view: DataView, cmap: number): (codePoint: number) => number {
  const readers: ((codePoint: number) => number)[] = [];
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const record = cmap + 4 + 8 * i;
    const platform = view.getUint16(record);
    const subtable = cmap + view.getUint32(record + 4);
    const format = view.getUint16(subtable);
    // Platform 1 is the old Macintosh's, with code pages; 0 and 3 are Unicode.
    if (platform === 1) continue;
    if (format === 12) readers.unshift((codePoint) => glyphInGroups(view, subtable, codePoint));
    if (format === 4) readers.push((codePoint) => glyphInSegments(view, subtable, codePoint));
  }
  const read = readers[0];
  if (!read) throw new RangeError("the font has no Unicode character map of format 4 or 12");
  return read;
}

/** Format 12: groups of 12 bytes (first, last, glyph of the first), in order. */
function glyphInGroups(view: DataView, subtable: number, codePoint: number): number {
  let low = 0;
  let high = view.getUint32(subtable + 12) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = subtable + 16 + 12 * middle;
    if (codePoint < view.getUint32(group)) high = middle - 1;
    else if (codePoint > view.getUint32(group + 4)) low = middle + 1;
    else return view.getUint32(group + 8) + codePoint - view.getUint32(group);
  }
  return 0;
}

/** Format 4: four parallel arrays over segments of the first 65,536 code points, in order of their last. */
function glyphInSegments(view: DataView, subtable: number, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const doubled = view.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubled + 2;
  let low = 0;
  let high = doubled / 2 - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (view.getUint16(ends + 2 * middle) < codePoint) low = middle + 1;
    else high = middle;
  }
  const start = view.getUint16(starts + 2 * low);
  if (codePoint < start || codePoint > view.getUint16(ends + 2 * low)) return 0;
  const delta = view.getUint16(starts + doubled + 2 * low);
  const rangeAt = starts + 2 * doubled + 2 * low;
  const range = view.getUint16(rangeAt);
  if (range === 0) return (codePoint + delta) & 0xffff;
  // The offset counts bytes from where it is itself written.
  const glyph = view.getUint16(rangeAt + range + 2 * (codePoint - start));
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
}
