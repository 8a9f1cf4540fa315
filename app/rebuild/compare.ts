import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { FORMATS } from "../../core/channel.ts";
import type { Creative, EncodedRendition, MadeCreative, Proof, Rendition } from "../../core/creative.ts";

/**
 * `same`: byte for byte; `resigned`: the same picture under another signature; `differs`: another picture; `missing`:
 * the row has it and it was not made again; `new`: the other way round.
 */
export type FileState = "same" | "resigned" | "differs" | "missing" | "new";
export type FileFinding = { readonly file: string; readonly state: FileState; readonly bytes: number };
export type Comparison = {
  readonly files: readonly FileFinding[];
  /** The languages whose words differ. */
  readonly words: readonly string[];
  /** All that the row promises is there again; only signatures may differ, for a reason. */
  readonly holds: boolean;
  /** Why signatures differ, in a sentence; null where they do not. */
  readonly signature: string | null;
};

/** A name for people and for files: `web-en@2x.webp`. */
export const fileNameOf = ({ channel, locale, density, format }: EncodedRendition | Rendition): string =>
  `${channel}-${locale}${density === 1 ? "" : `@${density}x`}.${FORMATS[format].extension}`;

/** Holds what was made again against the row of the first time. */
export function compare(creative: Creative, made: MadeCreative): Comparison {
  const { proof } = creative.provenance ?? {};
  const signature = signatureNote(proof, made.provenance.proof);
  const rows = new Map(creative.renditions.map((row) => [fileNameOf(row), row]));
  const files: FileFinding[] = made.renditions.map((rendition, at) => {
    const file = fileNameOf(rendition);
    const row = rows.get(file);
    rows.delete(file);
    return { file, bytes: rendition.bytes.byteLength, state: stateOf(row, rendition, at) };
  });
  for (const [file, { byteLength }] of rows) files.push({ file, state: "missing", bytes: byteLength });

  function stateOf(row: Rendition | undefined, { bytes }: EncodedRendition, at: number): FileState {
    if (!row) return "new";
    if (createHash("sha256").update(bytes).digest("hex") === row.blob) return "same";
    const before = proof?.unsigned[at];
    const isSamePicture = before !== undefined && before === made.provenance.proof?.unsigned[at];
    return isSamePicture && signature !== null ? "resigned" : "differs";
  }

  const locales = [...new Set([...Object.keys(creative.copy), ...Object.keys(made.copy)])];
  const words = locales.filter((locale) => {
    const at = locale as keyof Creative["copy"];
    return !isDeepStrictEqual(creative.copy[at], made.copy[at]);
  });
  const holds =
    words.length === 0 && files.length > 0 && files.every(({ state }) => state === "same" || state === "resigned");
  return { files, words, holds, signature };
}

/** Why the same picture may carry other bytes of signature; null: there is no reason. */
function signatureNote(before: Proof | undefined, after: Proof | undefined): string | null {
  if (!before) return after ? "The files of the row are not signed; those made again are." : null;
  if (!after) return "The files of the row are signed; those made again are not.";
  if (before.certificate !== after.certificate)
    return `They were signed with the key of certificate ${before.certificate.slice(0, 12)}, which is not the one in use (${after.certificate.slice(0, 12)}).`;
  if (before.algorithm === "ed25519") return null;
  return `A key of the kind ${before.algorithm} signs with random numbers, so that no two signatures are the same.`;
}
