import { createHash } from "node:crypto";
import type { Brief, EncodedRendition } from "../../core/creative.ts";
import { digitalSourceOf } from "../../core/digital-source.ts";
import type { ModelPapers } from "../../core/ports.ts";

/** What a manifest tells about how a creative was made. */
export type Making = {
  readonly brief: Brief;
  readonly imageModel: ModelPapers;
  readonly textModel: ModelPapers;
};

/**
 * The C2PA manifest definition of one file (C2PA 2.2): what was done, by which software, from what. Its ids come from
 * the file's own hash, so that it holds nothing random.
 *
 * @param sha256 of the file before it is signed, in hexadecimal digits
 */
export function manifestOf(making: Making, { contentType, locale }: EncodedRendition, sha256: string): object {
  const { brief, imageModel, textModel } = making;
  const { keyArt, texts } = brief;
  const ingredient = keyArt && instanceId("key art", keyArt.asset.blob);
  return {
    label: `urn:c2pa:${uuidOf("manifest", sha256)}`,
    instance_id: instanceId("file", sha256),
    claim_generator_info: [{ name: "Marquee" }],
    title: texts[locale]?.name ?? brief.titleId,
    format: contentType,
    ingredients: ingredient ? [{ title: "Key art", instance_id: ingredient, relationship: "componentOf" }] : [],
    assertions: [
      {
        label: "c2pa.actions.v2",
        created: true,
        data: {
          actions: [
            {
              action: "c2pa.created",
              digitalSourceType: digitalSourceOf(brief),
              // Key art that stays as it is was graded and titled here, and painted by no network.
              softwareAgent: { name: keyArt?.use === "untouched" ? "Marquee" : imageModel.id },
            },
            ...(ingredient ? [{ action: "c2pa.placed", parameters: { ingredientIds: [ingredient] } }] : []),
            { action: "c2pa.adjustedColor" },
            { action: "c2pa.addedText" },
          ],
        },
      },
      {
        label: "org.marquee.creative",
        created: true,
        data: {
          creative: brief.creativeId,
          brief: briefHash(brief),
          seed: brief.seed,
          imageModel,
          textModel,
          ...(keyArt ? { keyArt: keyArt.asset.blob } : {}),
        },
      },
    ],
  };
}

/** SHA-256 of the brief, whatever order a database gave its fields. */
export const briefHash = (brief: Brief): string => sha256Of(JSON.stringify(ordered(brief)));

const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, ordered(field)]));
};

const instanceId = (...parts: readonly string[]): string => `xmp:iid:${uuidOf(...parts)}`;

/** C2PA takes UUIDs of version 4 alone: here a hash stands where random bits would (RFC 9562 5.4). */
function uuidOf(...parts: readonly string[]): string {
  const hex = sha256Of(parts.join(" "));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const sha256Of = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
